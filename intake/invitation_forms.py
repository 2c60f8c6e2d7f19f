"""What goes into a link for the client, and the way it takes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clinic.web.forms import ClinicForm
from intake.by_link import Offer
from intake.instruments import Instrument
from intake.models import IntakeInvitation


class InviteForm(ClinicForm):
    """Sections with something left to ask, questionnaires where they may be sent, and one of two buttons."""

    sections = forms.MultipleChoiceField(label=_("Sections"), required=False, widget=forms.CheckboxSelectMultiple)
    questionnaires = forms.MultipleChoiceField(label=_("Questionnaires"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, offers: list[Offer], instruments: list[Instrument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_ones = [(each.section.slug, _with_count(each)) for each in offers if each.open]
        given = [(each.id, f"{each.short}: {each.about}") for each in instruments if each.by_link]
        for name, choices in (("sections", open_ones), ("questionnaires", given)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            if not choices:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.parts:
            raise forms.ValidationError(_("Choose at least one section or questionnaire"))
        return self.cleaned_data

    @property
    def parts(self) -> list[str]:
        """What was chosen, sections first."""
        return [*self.cleaned_data.get("sections", []), *self.cleaned_data.get("questionnaires", [])]

    @property
    def way(self) -> str:
        return IntakeInvitation.Way.EMAIL if self.data.get("way") == "email" else IntakeInvitation.Way.SHOWN


def _with_count(offer: Offer) -> str:
    count = ngettext("%(n)d question", "%(n)d questions", offer.open) % {"n": offer.open}
    return f"{offer.section.title} ({count})"
