"""The filter of the auditor's page."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.audit.models import Outcome
from clinic.web.forms import ClinicForm, DayField


class AuditFilter(ClinicForm):
    """Dates, person, what and outcome. Nothing here names a client: a client is chosen by following a pseudonym."""

    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)
    who = forms.ChoiceField(label=_("Who"), required=False)
    what = forms.ChoiceField(label=_("What"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[("", _("Any")), *Outcome.choices])
    client = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, members: list[tuple[str, str]], actions: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["who"].choices = [("", _("Anybody")), *members]  # type: ignore[attr-defined]
        self.fields["what"].choices = [("", _("Anything")), *actions]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """Arguments for `clinic.audit.queries.events`; a field that cannot be read filters nothing."""
        if not self.is_bound:
            return {}
        self.is_valid()
        clean = self.cleaned_data
        return {
            "since": clean.get("since"),
            "until": clean.get("until"),
            "actor_id": UUID(clean["who"]) if clean.get("who") else None,
            "action": clean.get("what", ""),
            "outcome": clean.get("outcome", ""),
            "client_id": clean.get("client"),
        }

    def query(self) -> str:
        """The filter as a query string without the page, for paging and export."""
        return urlencode({name: value for name, value in self.data.items() if value and name in self.fields})
