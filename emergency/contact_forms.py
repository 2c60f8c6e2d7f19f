"""A person around a client, with what the client allows. No question has an answer before it was asked."""

from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout, LayoutObject
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm, DayField, Line, PhoneField, Words
from emergency.models import Contact

PERMISSIONS = [(value, label) for value, label in Contact.Permission.choices if value]
YES_NO = [("", _("Not asked")), ("yes", _("Yes")), ("no", _("No"))]
MINUTES_AT_MOST = 1440
MINUTES = _("Enter minutes as a number from 0 to 1440")


class Asked(forms.TypedChoiceField):
    """Yes, no, or not asked (None)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=YES_NO, widget=forms.RadioSelect, required=False, empty_value=None, coerce=lambda said: said == "yes", **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value)


def side_by_side(*questions: str) -> LayoutObject:
    """Yes, no and not asked beside the question, where there is room."""
    return Div(*questions, css_class="asked")


class AllowedForm(ClinicForm):
    """What the client allows. When may we call? has no default; do-not-contact needs a reason and stands above everything."""

    role = Contact.Role.PERSON

    name = Line(label=_("Name"), max_length=80)
    phone = PhoneField(label=_("Phone number"), required=False, short_codes=False, help_text=_("Needed if we may call them"))
    other_phone = PhoneField(label=_("Another number"), required=False, short_codes=False)
    permission = forms.ChoiceField(label=_("When may we call them?"), choices=PERMISSIONS, widget=forms.RadioSelect, required=False)
    may_discuss = Asked(label=_("May we talk with them about the client's health?"))
    may_leave_message = Asked(label=_("May we leave a message?"))
    release_signed_on = DayField(label=_("Release signed on"), required=False)
    release_ends_on = DayField(label=_("Release ends on"), required=False)
    do_not_contact = forms.BooleanField(label=_("Do not contact this person, whatever happens"), required=False)
    do_not_contact_reason = Words(label=_("Why not?"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question = self.fields["permission"]
        question.required = not self.data.get("do_not_contact")
        who = self.data.get("name") or _("them")
        question.error_messages["required"] = _("Choose when we may call {name}").format(name=who)

    def allowed(self) -> list[LayoutObject]:
        """The part of the layout that all kinds of people share."""
        release = Div("release_signed_on", "release_ends_on", css_class="form-row")
        asked = side_by_side("may_discuss", "may_leave_message")
        return [
            Fieldset(_("What the client allows"), "permission", asked, release, css_class="section"),
            Fieldset(_("Do not contact"), "do_not_contact", "do_not_contact_reason", css_class="section"),
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("do_not_contact"):
            values["permission"] = Contact.Permission.NEVER
            if not values.get("do_not_contact_reason"):
                self.add_error("do_not_contact_reason", _("Say why, so that nobody calls by mistake"))
        if values.get("permission") in {"any", "crisis"} and not values.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Enter a phone number, or choose “Never” below"))
        self._check_release(values)
        return {**values, "role": self.role}

    def _check_release(self, values: dict[str, Any]) -> None:
        signed, ends = values.get("release_signed_on"), values.get("release_ends_on")
        if signed and signed > timezone.localdate():
            self.add_error("release_signed_on", _("Enter the day it was signed: today or earlier"))
        elif ends and not signed and "release_signed_on" not in self.errors:
            self.add_error("release_signed_on", _("Enter the day the release was signed too"))
        elif ends and signed and ends < signed:
            self.add_error("release_ends_on", _("Enter a last day after the day it was signed"))


class ContactForm(AllowedForm):
    """Somebody in the client's life."""

    submit_label = _("Save person")

    relation = Line(
        label=_("Who are they to the client?"), required=False, help_text=_("Like “sister” or “neighbor”"), max_length=60
    )
    can_text = Asked(label=_("Do they read text messages?"))
    willing = Asked(label=_("Asked, and willing to help?"))
    minutes_away = forms.IntegerField(
        label=_("How many minutes to get to the client?"),
        required=False,
        min_value=0,
        max_value=MINUTES_AT_MOST,
        error_messages={"invalid": MINUTES, "min_value": MINUTES, "max_value": MINUTES},
    )
    has_key = Asked(label=_("Do they have a key?"))
    knows_of_therapy = Asked(label=_("Do they know about the therapy?"))
    note = Words(label=_("Note"), required=False, max_length=1000)

    def layout(self) -> LayoutObject:
        who = ("name", "relation", Div("phone", "other_phone", css_class="form-row"), side_by_side("can_text"))
        asked = side_by_side("willing", "has_key", "knows_of_therapy")
        reach = Fieldset(_("Can they help?"), asked, "minutes_away", css_class="section")
        return Layout(*who, *self.allowed(), reach, "note")


class ProviderForm(AllowedForm):
    """Another provider: family doctor, psychiatrist, case worker."""

    role = Contact.Role.PROVIDER
    submit_label = _("Save provider")

    relation = Line(
        label=_("What do they do?"), required=False, help_text=_("Like “family doctor” or “psychiatrist”"), max_length=60
    )
    organisation = Line(label=_("Practice or organization"), required=False, max_length=120)
    note = Words(label=_("Note"), help_text=_("Like office hours, or who answers the phone"), required=False, max_length=1000)

    def layout(self) -> LayoutObject:
        who = ("name", "relation", "organisation", Div("phone", "other_phone", css_class="form-row"))
        return Layout(*who, *self.allowed(), "note")


def form_for(role: str) -> type[AllowedForm]:
    """The form of a person or of a provider."""
    return ProviderForm if role == Contact.Role.PROVIDER else ContactForm
