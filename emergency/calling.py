"""Which of the numbers of a place are called first: the same for the crisis view and for a session.

Dispatch leads, then the kinds in the clinic's own order; another way to a line waits behind its plain number, unless that
way is the one in the client's language.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from emergency.checks import reaches_the_callers_area
from emergency.models import Resource
from emergency.spoken import asked_for

Kind = Resource.Kind
MOVABLE = (Kind.MOBILE_CRISIS, Kind.CRISIS_LINE, Kind.EMERGENCY_DEPARTMENT)
MOST = {Kind.PSAP: 2, Kind.MOBILE_CRISIS: 2, Kind.CRISIS_LINE: 2, Kind.EMERGENCY_DEPARTMENT: 1}
TALKED_WITH = (Kind.MOBILE_CRISIS, Kind.CRISIS_LINE)
NOT_NOW = frozenset({Resource.Check.REPORTED, Resource.Check.FAILED})


@dataclass(frozen=True)
class Numbers:
    """The numbers of one place: those to call first, and the rest."""

    first: list[Resource]
    more: list[Resource]


def kinds_in_order(own: Sequence[str]) -> list[Resource.Kind]:
    """The kinds after dispatch as the clinic wants them; one that it has not placed keeps its usual rank behind."""
    return sorted(MOVABLE, key=lambda kind: own.index(kind) if kind in own else len(own))


def first_to_call(
    entries: Sequence[Resource], nearest: Sequence[Resource], own: Sequence[str], heard: str, *, leads: bool, most: int = 2
) -> Numbers:
    """Put the numbers of a place in order; `entries` stand best first, and their first one `leads` where the client asked for it.

    `nearest` are emergency departments that only stand near, `own` is the clinic's order, `heard` what is known of the
    client's language, `most` how many of a kind after dispatch stand first. No line is left out for its language.
    """
    near = [each for each in nearest if not reaches_the_callers_area(each)]
    useful = [each for each in entries if each.phone or each.sms]
    for each in useful:
        each.in_language = asked_for(each.languages, heard)
    first = useful[:1] if leads or not own or (useful and useful[0].kind not in MOVABLE) else []
    for kind in (Kind.PSAP, *kinds_in_order(own)):
        alike = [each for each in useful if each.kind == kind] or (near if kind == Kind.EMERGENCY_DEPARTMENT else [])
        at_most = MOST[kind] if kind == Kind.PSAP else min(most, MOST[kind])  # of a county in question both lines stand there
        first += [each for each in _of_kind(alike, at_most, kind) if each not in first]
    more = [each for each in (*useful, *near) if each not in first]
    return Numbers(first, sorted(more, key=lambda each: not each.in_language))


def _of_kind(alike: Sequence[Resource], most: int, kind: Resource.Kind) -> list[Resource]:
    """The first of a kind; before them the best in the client's language where none of these speaks it."""
    plain = ([each for each in alike if not each.is_another_way] or list(alike))[:most]
    if kind not in TALKED_WITH or any(each.in_language for each in plain):
        return plain
    return [each for each in alike if each.in_language and each.check_state not in NOT_NOW][:1] + plain
