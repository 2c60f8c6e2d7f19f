"""Words and steps of the crisis view."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from clinic.staff.crisis import Crisis
from emergency.models import IncidentEntry, Resource
from emergency.protocols import Scenario
from emergency.spoken import usual_language
from emergency.templatetags.directory import open_state

register = template.Library()

CALLS = {
    Resource.Kind.PSAP: _lazy("Call dispatch"),
    Resource.Kind.MOBILE_CRISIS: _lazy("Call crisis team"),
    Resource.Kind.EMERGENCY_DEPARTMENT: _lazy("Call hospital"),
}


@dataclass(frozen=True)
class ShownStep:
    """A step as the list shows it; the next undone one stands out."""

    index: int
    text: str
    prompt: str
    done: IncidentEntry | None
    is_next: bool


@register.simple_tag
def list_of_steps(crisis: Crisis, scenario: Scenario) -> SafeString:
    """The steps of one scenario. Those of the others lie ready, hidden. With nothing ticked they change when a clinic rewords them, so they are kept."""
    chosen = scenario.key == crisis.scenario.key
    if chosen and crisis.ticks:
        return _list(scenario, crisis.ticks, chosen=True)
    return _at_rest(scenario, chosen, get_language() or "")


@lru_cache(maxsize=256)
def _at_rest(scenario: Scenario, chosen: bool, language: str) -> SafeString:
    return _list(scenario, {}, chosen=chosen)


def _list(scenario: Scenario, ticks: Mapping[int, IncidentEntry], *, chosen: bool) -> SafeString:
    undone = next((index for index in range(len(scenario.steps)) if index not in ticks), None)
    steps = [ShownStep(n, step.text, step.prompt, ticks.get(n), n == undone) for n, step in enumerate(scenario.steps)]
    return render_to_string("staff/crisis/scenario.html", {"scenario": scenario, "steps": steps, "chosen": chosen})


@register.simple_tag
def checked_words(resource: Resource, names: dict[UUID, str]) -> str:
    """ "Checked 12 days ago by J. Ortiz"."""
    if resource.verified_at is None:
        return ""
    days = (timezone.localdate() - timezone.localdate(resource.verified_at)).days  # yesterday evening is not today
    when = _("Checked today") if days == 0 else ngettext("Checked %(n)d day ago", "Checked %(n)d days ago", days) % {"n": days}
    who = names.get(resource.verified_by_id) if resource.verified_by_id else ""
    return _("%(when)s by %(who)s") % {"when": when, "who": who} if who else when


@register.simple_tag
def open_words(resource: Resource) -> SafeString:
    """Whether it is open now, by the clock of its place; hours that the machine cannot read as they were written."""
    state = open_state(resource)
    if state.is_open is None:
        return format_html("{}.", resource.hours) if resource.hours else SafeString()
    return format_html('<span class="tag warn">{}</span>' if state.is_open is False else "{}.", state.words)


@register.simple_tag
def caller_facts(resource: Resource) -> str:
    """What else a caller has to know before dialling, in short sentences; empty where nothing is known."""
    spoken = resource.languages_said
    facts = [
        "" if spoken == usual_language() else spoken,
        _("Comes to the home") if resource.comes_to_home else "",
        # of a dispatch line that goes without saying
        _("May send help there") if resource.may_dispatch and resource.kind != Resource.Kind.PSAP else "",
        _("For: %(whom)s") % {"whom": resource.eligibility} if resource.eligibility else "",
        resource.relay,
    ]
    return " ".join(f"{fact.rstrip('.')}." for fact in facts if fact)


@register.simple_tag
def call_words(resource: Resource) -> str:
    """What stands on the button: the number itself where it is as short as that."""
    if len(resource.phone) <= 6:
        return _("Call %(number)s") % {"number": resource.phone}
    return str(CALLS.get(Resource.Kind(resource.kind), _("Call")))


@register.simple_tag
def entry_words(entry: IncidentEntry, crisis: Crisis) -> str:
    """One line of the log in words, with who wrote it where that was somebody else."""
    if entry.what == IncidentEntry.What.JOINED and entry.by_id in crisis.names:
        return _("%(name)s opened this view") % {"name": crisis.names[entry.by_id]}
    said = entry.words or str(entry.get_what_display())
    if entry.words and entry.what not in (IncidentEntry.What.NOTE,):
        said = f"{entry.get_what_display()}: {entry.words}"
    if entry.result:
        said += f", {str(entry.get_result_display()).lower()}"
    who = crisis.names.get(entry.by_id, "")
    return said if entry.by_id == crisis.member.pk or not who else f"{said} ({who})"
