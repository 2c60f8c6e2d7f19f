"""Who a client is."""

from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout, LayoutObject
from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.accounts.models import Membership
from clinic.web.forms import ClinicForm, DayField, Line, PhoneField


class NewClientForm(ClinicForm):
    """Three fields, and for an admin the therapist."""

    submit_label = _("Add client")

    name = Line(label=_("Name to use"), help_text=_("What they want to be called"), max_length=80)
    legal_name = Line(label=_("Legal name"), required=False, max_length=120)
    phone = PhoneField(label=_("Phone number"), short_codes=False)
    therapist = forms.ChoiceField(label=_("Therapist"), required=False)

    def __init__(self, *args: Any, therapists: list[Membership], choose: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.therapists = {str(member.id): member for member in therapists}
        if choose:
            choices = [(key, member.name) for key, member in self.therapists.items()]
            self.fields["therapist"].choices = [("", _("Nobody yet")), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["therapist"]

    def clean_therapist(self) -> Membership | None:
        return self.therapists.get(self.cleaned_data["therapist"])


class NameForm(ClinicForm):
    """What an admin may change."""

    name = Line(label=_("Name to use"), help_text=_("What they want to be called"), max_length=80)
    legal_name = Line(label=_("Legal name"), required=False, max_length=120)
    phone = PhoneField(label=_("Phone number"), short_codes=False)


class IdentityForm(NameForm):
    """What whoever cares for the client may change."""

    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("Used only if the client says e-mail is safe"))
    pronouns = Line(label=_("Pronouns"), required=False, max_length=40)
    born_on = DayField(label=_("Born on"), required=False)

    def layout(self) -> LayoutObject:
        return Layout(
            Fieldset(_("Name"), "name", "legal_name", "pronouns", "born_on"),
            Fieldset(_("Reaching them"), Div("phone", "email")),
        )

    def clean_born_on(self) -> str:
        day = self.cleaned_data["born_on"]
        return day.isoformat() if day else ""
