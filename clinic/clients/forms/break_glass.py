"""Why somebody opens a record that is not theirs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.clients.models import AccessGrant
from clinic.web.forms import ClinicForm, Words

SAY_MORE = _("Say in a few words why, in 10 characters or more")


class ReasonForm(ClinicForm):
    """One tap and a few words; nothing is chosen beforehand."""

    submit_label = _("Save the reason")

    why = forms.ChoiceField(
        label=_("Why?"),
        choices=[each for each in AccessGrant.Why.choices if each[0]],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why")},
    )
    reason = Words(
        label=_("In a few words"),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": SAY_MORE, "min_length": SAY_MORE},
    )


class OpenForm(ReasonForm):
    """The reason first, then the record."""

    submit_label = _("Open the record for 4 hours")
