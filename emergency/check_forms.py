"""Forms of the round of checks: shape and words of what is ticked, never saving."""

from typing import Any

from crispy_forms.layout import Layout, LayoutObject
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm, Line
from emergency import checks
from emergency.models import CheckRhythm, Resource, Verification

Result, Confirmed = Verification.Result, Verification.Confirmed
CAN_COME = frozenset({Resource.Kind.MOBILE_CRISIS, Resource.Kind.PROFESSIONAL})


class FocusedRadios(forms.RadioSelect):
    """Radio buttons that have the focus when the page opens, for a round of checks by keyboard."""

    def create_option(
        self, name: str, value: Any, label: Any, selected: Any, index: int, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, label, selected, index, *args, **kwargs)
        if index == 0:
            option["attrs"]["autofocus"] = True
        return option


class VerifyForm(ClinicForm):
    """What came of one try to confirm an entry. Ticked beforehand is only what the entry already says."""

    submit_label = _("Save and next")
    result = forms.ChoiceField(label=_("What happened?"), widget=FocusedRadios)
    confirmed = forms.MultipleChoiceField(label=_("What was confirmed?"), required=False, widget=forms.CheckboxSelectMultiple)
    how = forms.ChoiceField(label=_("How did you check?"), widget=forms.RadioSelect)
    spoke_to = Line(label=_("Who did you speak to? Name or role"), required=False, max_length=80)
    note = Line(label=_("Note"), required=False, max_length=400)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, resource: Resource, may_edit: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen_version": resource.version}, **kwargs)
        ways = checks.ways_to_check(resource)
        results = [each for each in Result if each != Result.UNDONE and (may_edit or each != Result.CHANGED)]
        for name, choices in (("how", ways), ("result", results), ("confirmed", _to_confirm(resource))):
            self.fields[name].choices = [(each.value, each.label) for each in choices]  # type: ignore[attr-defined]
        if ways[0] == Verification.How.CALLED:
            self.fields["how"].initial = ways[0]
        self.fields["confirmed"].initial = [each.value for each in _to_confirm(resource) if _is_said(resource, each)]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("result") == Result.RIGHT and Confirmed.NUMBER not in data.get("confirmed", []):
            self.add_error("confirmed", _("Tick “The number” if it was right, or choose what happened instead"))
        if data.get("result") != Result.RIGHT:
            data["confirmed"] = []
        return data


def _to_confirm(resource: Resource) -> list[Verification.Confirmed]:
    may_come = resource.kind in CAN_COME or resource.comes_to_home is not None
    return [each for each in Confirmed if each != Confirmed.COMES or may_come]


def _is_said(resource: Resource, what: Verification.Confirmed) -> bool:
    """Whether the entry says it, so that it can be confirmed as it stands."""
    said = {Confirmed.HOURS: bool(resource.hours), Confirmed.COMES: resource.comes_to_home is True}
    return said.get(what, True)


class RhythmForm(ClinicForm):
    """Days between two checks, by group; never more than Handrail asks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in CheckRhythm.Group:
            most = checks.DAYS[group]
            limits = format_lazy(_("Choose between {fewest} and {most} days"), fewest=checks.FEWEST_DAYS, most=most)
            field = forms.IntegerField(
                label=group.label,
                min_value=checks.FEWEST_DAYS,
                max_value=most,
                help_text=format_lazy(_("Days, at most {most}."), most=most),
                error_messages={"min_value": limits, "max_value": limits},
            )
            self.add(group.value, field)

    def layout(self) -> LayoutObject:
        return Layout(*self.fields)
