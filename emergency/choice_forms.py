"""The form of what a client wants of an entry."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm, Line
from emergency.models import ClientResource


class ChoiceForm(ClinicForm):
    """Tried first, or never used, and why."""

    choice = forms.ChoiceField(
        label=_("What does the client want?"), choices=ClientResource.Choice.choices, widget=forms.RadioSelect
    )
    reason = Line(
        label=_("Why?"), max_length=300, help_text=_("In the client’s words, like “they know me there”. Shown in a crisis.")
    )
