"""A person around a client, with what the client allows. No question has an answer before it was asked."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout, LayoutObject
from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm, DayField, Line, PhoneField, Words
from emergency.models import Contact

PERMISSIONS = [(value, label) for value, label in Contact.Permission.choices if value]
YES_NO = [("", _("Not asked")), ("yes", _("Yes")), ("no", _("No"))]
ASKED = ("can_text", "may_discuss", "may_leave_message")


class Asked(forms.TypedChoiceField):
    """Yes, no, or not asked (None)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=YES_NO, widget=forms.RadioSelect, required=False, empty_value=None, coerce=lambda said: said == "yes", **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value)


class ContactForm(ClinicForm):
    """When may we call them? has no default; do-not-contact needs a reason and stands above everything."""

    submit_label = _("Save person")

    name = Line(label=_("Name"), max_length=80)
    relation = Line(
        label=_("Who are they to the client?"), required=False, help_text=_("Like “sister” or “neighbour”"), max_length=60
    )
    phone = PhoneField(label=_("Phone number"), required=False, help_text=_("Needed if we may call them"))
    other_phone = PhoneField(label=_("Another number"), required=False)
    can_text = Asked(label=_("Do they read text messages?"))
    permission = forms.ChoiceField(label=_("When may we call them?"), choices=PERMISSIONS, widget=forms.RadioSelect, required=False)
    may_discuss = Asked(label=_("May we talk with them about the client's health?"))
    may_leave_message = Asked(label=_("May we leave a message?"))
    release_signed_on = DayField(label=_("Release signed on"), required=False)
    do_not_contact = forms.BooleanField(label=_("Do not contact this person, whatever happens"), required=False)
    do_not_contact_reason = Words(label=_("Why not?"), required=False, max_length=500)
    note = Words(label=_("Note"), help_text=_("Has a key, how long to get there, what they know"), required=False, max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question = self.fields["permission"]
        question.required = not self.data.get("do_not_contact")
        who = self.data.get("name") or _("them")
        question.error_messages["required"] = _("Choose when we may call {name}").format(name=who)

    def layout(self) -> LayoutObject:
        return Layout(
            "name",
            "relation",
            "phone",
            "other_phone",
            "can_text",
            Fieldset(
                _("What the client allows"),
                "permission",
                "may_discuss",
                "may_leave_message",
                "release_signed_on",
                css_class="section",
            ),
            Fieldset(_("Do not contact"), "do_not_contact", "do_not_contact_reason", css_class="section"),
            "note",
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("do_not_contact"):
            values["permission"] = Contact.Permission.NEVER
            if not values.get("do_not_contact_reason"):
                self.add_error("do_not_contact_reason", _("Say why, so that nobody calls by mistake"))
        if values.get("permission") in {"any", "crisis"} and not values.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Enter a phone number"))
        return values
