"""Who stands for a client, and what this person may be told."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout, LayoutObject
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm, DayField
from emergency.models import Contact, Guardianship


class GuardianForm(ClinicForm):
    """The access has no default. A proof and its day belong together. About a known guardian, who it is stands firm."""

    submit_label = _("Save guardian")

    contact = forms.ChoiceField(label=_("Who is the guardian?"), error_messages={"required": _("Choose who the guardian is")})
    proof = forms.ChoiceField(
        label=_("How do we know?"), choices=Guardianship.Proof.choices, widget=forms.RadioSelect, required=False,
        help_text=_("Until it is verified, nothing is told to this person."),
    )  # fmt: skip
    verified_on = DayField(label=_("Verified on"), required=False)
    access = forms.ChoiceField(
        label=_("What may the guardian be told?"), choices=Guardianship.Access.choices, widget=forms.RadioSelect,
        help_text=_("Speak about it with the client first, and go by the law of where they live."),
        error_messages={"required": _("Choose what the guardian may be told")},
    )  # fmt: skip
    until = DayField(
        label=_("Until"),
        required=False,
        help_text=_("The last day, like the day before the 18th birthday. Empty: no end is known."),
    )
    during_sessions = forms.ChoiceField(
        label=_("Where is this adult during sessions?"),
        choices=Guardianship.During.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, people: list[Contact] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.pk): each for each in people or []}
        if people is None:
            del self.fields["contact"]
        else:
            named = [(key, f"{each.name}, {each.relation}" if each.relation else each.name) for key, each in self.people.items()]
            self.fields["contact"].choices = [("", _("Choose a person")), *named]  # type: ignore[attr-defined]

    def layout(self) -> LayoutObject:
        who = ["contact"] if "contact" in self.fields else []
        return Layout(
            *who, Fieldset(_("Verified"), "proof", "verified_on"), Fieldset(_("Access"), "access", "until"), "during_sessions"
        )

    def clean_contact(self) -> Contact | None:
        return self.people.get(self.cleaned_data["contact"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        proof, day = values.get("proof"), values.get("verified_on")
        if proof and not day and "verified_on" not in self.errors:
            self.add_error("verified_on", _("Enter the day on which it was verified"))
        elif day and not proof and "proof" not in self.errors:
            self.add_error("proof", _("Say how it was verified"))
        elif day and day > timezone.localdate():
            self.add_error("verified_on", _("Enter the day it was verified: today or earlier"))
        return values
