"""Lines for the log of a crisis, as a page sends them: many at once from the script, or one form without it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict
from django.utils import timezone

from clinic.accounts.countries import Country
from clinic.staff.crisis import Crisis
from clinic.staff.crisis_forms import HeardForm
from clinic.web.forms import clean_words
from emergency.actions.crisis import Line
from emergency.models import IncidentEntry
from emergency.protocols import AT_MOST, CRISES

MOST_LINES = 200
MOST_WORDS = 4000
FROM_PAGES = frozenset(
    IncidentEntry.What[name]
    for name in ("OPENED", "TICKED", "UNTICKED", "CALLED", "CALL_RESULT", "NOTE", "SCENARIO", "NUMBER_FAILED", "PLACE")
)


class UnreadableLines(ValueError):
    """What was sent is not a list of lines."""


NO_LINES = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)  # what reading something else raises


def lines_of_script(body: bytes, home: Country) -> list[Line]:
    """The lines of {"lines": [{what, at, operation_id, …}]}; UnreadableLines when it is something else.

    An address that was typed is read as one told to a clinic of this country.
    """
    try:
        sent = json.loads(body)["lines"]
        if not isinstance(sent, list) or len(sent) > MOST_LINES:
            raise UnreadableLines
        return [_line(each, home) for each in sent]
    except NO_LINES as problem:
        raise UnreadableLines from problem


def _line(sent: Mapping[str, Any], home: Country) -> Line:
    what, at = IncidentEntry.What(sent["what"]), datetime.fromisoformat(sent["at"])
    if what not in FROM_PAGES or at.tzinfo is None:
        raise UnreadableLines
    result = IncidentEntry.Result(sent.get("result") or "")
    step = sent.get("step")
    scenario = sent.get("scenario") or ""
    return Line(
        what=what,
        at=at,
        operation_id=UUID(sent["operation_id"]),
        step=int(step) if step is not None and 0 <= int(step) < AT_MOST else None,
        scenario=scenario if scenario in CRISES else "",
        resource_id=_id(sent.get("resource")),
        contact_id=_id(sent.get("contact")),
        place_id=_id(sent.get("place")),
        said_id=_id(sent.get("said")),
        where=_typed(sent, home) if what == IncidentEntry.What.PLACE else None,
        result=result,
        words=_clean(str(sent.get("words") or "")),
    )


def _typed(sent: Mapping[str, Any], home: Country) -> dict[str, str] | None:
    """The address somebody typed while the server was away, None where none was. Nobody is asked about it: Georgia stays a word."""
    street, town, area = (" ".join(_clean(str(sent.get(name) or "")).split()) for name in ("street", "town", "area"))
    for told in ({"town": town[:80], "abroad": area[:60]}, {"town": ", ".join(filter(None, [town, area]))[:80]}):
        form = HeardForm({"street": street[:160], **told}, home=home)
        if form.is_valid():
            return form.where
    return None


def asked_of_script(body: bytes) -> list[tuple[datetime, UUID]]:
    """When help was asked for, and the name of each asking: {"lines": [{at, operation_id}]}."""
    try:
        sent = [(datetime.fromisoformat(each["at"]), UUID(each["operation_id"])) for each in json.loads(body)["lines"]]
        if not sent or any(at.tzinfo is None for at, _ in sent):
            raise UnreadableLines
        return sent[:MOST_LINES]
    except NO_LINES as problem:
        raise UnreadableLines from problem


def lines_of_form(sent: QueryDict, crisis: Crisis) -> list[Line]:
    """What one press without script says: a number that failed, a note, or the steps that are ticked now and were not, and the reverse."""
    now = timezone.now()
    if failed := _id(sent.get("failed")):
        name = next((each.name for each in (*crisis.numbers, *crisis.more_numbers) if each.pk == failed), "")
        return [Line(IncidentEntry.What.NUMBER_FAILED, now, uuid4(), resource_id=failed, words=name)]
    if note := _clean(sent.get("note", "").strip()):
        return [Line(IncidentEntry.What.NOTE, now, uuid4(), words=note)]
    key = sent.get("scenario", "")
    if key not in CRISES:
        return []
    scenario = next(each for each in crisis.scenarios if each.key == key)
    had = set(crisis.ticks) if key == crisis.scenario.key else set()
    ticked = {index for index in range(len(scenario.steps)) if str(index) in sent.getlist(key)}
    chosen = [Line(IncidentEntry.What.SCENARIO, now, uuid4(), scenario=key, words=scenario.title)] if _is_other(crisis, key) else []
    kinds = [(IncidentEntry.What.TICKED, ticked - had), (IncidentEntry.What.UNTICKED, had - ticked)]
    return chosen + [
        Line(what, now, uuid4(), step=index, scenario=key, words=scenario.steps[index].text)
        for what, steps in kinds
        for index in sorted(steps)
    ]


def _is_other(crisis: Crisis, key: str) -> bool:
    return key != (crisis.incident.protocol if crisis.incident else CRISES[0])


def _id(text: Any) -> UUID | None:
    try:
        return UUID(text) if text else None
    except (ValueError, AttributeError, TypeError):
        return None


def _clean(words: str) -> str:
    """As forms clean words; a sign that a browser cut in half is left out, not refused."""
    return clean_words(words[:MOST_WORDS])
