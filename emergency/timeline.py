"""The log of an incident in words: the same for its page, its report and its paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency.clocks import Clock
from emergency.models import CheckIn, Incident, IncidentEntry, SessionEntry
from emergency.models.incidents import LATE
from emergency.session_words import said as said_in_session

What = IncidentEntry.What
BASES = {"agreed": gettext_lazy("the client had agreed to a call"), "danger": gettext_lazy("not agreed: only for danger to life")}
SPOKEN = (IncidentEntry.Result.ANSWERED, IncidentEntry.Result.LEFT_MESSAGE)


@dataclass(frozen=True)
class Line:
    """One line: `order` is what it stands by; `marks` are words beside it, like "added 3:30 pm".

    `was_told`: a call that reached somebody, to whom something may have been disclosed.
    """

    order: datetime
    when: str
    what: str
    who: str
    is_automatic: bool
    marks: tuple[str, ...] = ()
    entry_id: UUID | None = None
    reached: str = ""
    was_told: bool = False

    @property
    def is_of_log(self) -> bool:
        """A line of the log: a correction may stand beside it. What was said of the place is kept elsewhere."""
        return self.entry_id is not None


def lines(
    incident: Incident,
    entries: list[IncidentEntry],
    before: Iterable[CheckIn | SessionEntry],
    clock: Clock,
    names: Mapping[UUID, str],
) -> list[Line]:
    """Everything that happened, the oldest first. A line without a time stands where it was written down.

    `before` is what its session has of its own, until the crisis ended: the places told, and its log.
    """
    of_session = list(before)
    with_day = _over_days([*entries, *of_session], clock)
    by_id = {each.pk: each for each in entries}
    corrected = {each.corrects_id for each in entries if each.corrects_id}
    made = [_of_session(incident, each, clock, with_day, names) for each in of_session]
    for each in entries:
        made.append(
            Line(
                order=each.at or each.written_at,
                when=_when(each.at, clock, with_day),
                what=said(incident, each, by_id, clock),
                who=names.get(each.by_id, ""),
                is_automatic=each.is_automatic,
                marks=tuple(_marks(incident, each, clock, is_corrected=each.pk in corrected)),
                entry_id=each.pk,
                reached=reached(each),
                was_told=each.what == What.CALL_RESULT and each.result in SPOKEN and bool(reached(each)),
            )
        )
    return sorted(made, key=lambda line: line.order)


def said(incident: Incident, entry: IncidentEntry, by_id: Mapping[UUID, IncidentEntry], clock: Clock) -> str:
    """What a line says, in one piece."""
    whom = reached(entry) or _("somebody")
    match entry.what:
        case What.TICKED | What.UNTICKED:
            return f"{entry.get_what_display()}: {entry.words or _step(incident, entry)}"
        case What.CALLED:
            return _("Tried to call %(whom)s") % {"whom": whom}
        case What.CALL_RESULT:
            return _("Call to %(whom)s: %(result)s") % {"whom": whom, "result": entry.get_result_display().lower()}
        case What.NUMBER_FAILED:
            return f"{entry.get_what_display()}: {whom}"
        case What.NOTE:
            return str(entry.words)
        case What.CONSULTED:
            return _("Consultation with %(whom)s: %(advice)s") % {"whom": entry.facts.get("with", ""), "advice": entry.words}
        case What.CORRECTION:
            old = by_id.get(entry.corrects_id) if entry.corrects_id else None
            return f"{_('Corrects %(when)s') % {'when': clock.time(old.at) if old else ''}}: {entry.words}"
    return f"{entry.get_what_display()}: {entry.words}" if entry.words else str(entry.get_what_display())


def as_report(found: Iterable[Line]) -> str:
    """The timeline as a first version of what happened, to be changed by hand."""
    return "\n".join(f"{line.when}: {line.what}" for line in found)


def reached(entry: IncidentEntry) -> str:
    """Whom a call was for; empty for other lines."""
    if entry.what not in (What.CALLED, What.CALL_RESULT, What.NUMBER_FAILED):
        return ""
    return entry.words or str(entry.resource.name if entry.resource else entry.contact.name if entry.contact else "")


def _step(incident: Incident, entry: IncidentEntry) -> str:
    """The words of the step, where the line does not hold them itself."""
    of_this = entry.facts.get("scenario", incident.protocol) == incident.protocol
    known = of_this and entry.step is not None and entry.step < len(incident.steps)
    return str(incident.steps[entry.step]["text"]) if known and entry.step is not None else _("a step")


def _marks(incident: Incident, entry: IncidentEntry, clock: Clock, *, is_corrected: bool) -> Iterable[str]:
    if entry.is_automatic:
        yield _("automatic")
    elif entry.at is None:
        yield _("written %(when)s") % {"when": clock.short(entry.written_at)}
    if entry.is_late:
        yield _("added later, %(when)s") % {"when": clock.short(entry.written_at)}
    if entry.basis in BASES:
        yield str(BASES[entry.basis])
    if is_corrected:
        yield _("corrected")
    if incident.signed_at and entry.written_at > incident.signed_at:
        yield _("after sign-off")


def _of_session(incident: Incident, row: CheckIn | SessionEntry, clock: Clock, with_day: bool, names: Mapping[UUID, str]) -> Line:
    """A line that the session wrote by itself. It is part of the session's own record: nobody corrects it here."""
    what = _place(row) if isinstance(row, CheckIn) else said_in_session(row, incident.session)
    marks = [_("automatic")]
    if isinstance(row, SessionEntry) and row.written_at - row.at > LATE:
        marks.append(_("added later, %(when)s") % {"when": clock.short(row.written_at)})
    return Line(row.at, _when(row.at, clock, with_day), what, names.get(row.by_id, ""), is_automatic=True, marks=tuple(marks))


def _place(check_in: CheckIn) -> str:
    if check_in.told in (CheckIn.Told.NOT_TOLD, CheckIn.Told.NOT_ASKED, CheckIn.Told.LATER):
        return f"{_('Place')}: {check_in.get_told_display()}"
    return _("Place confirmed with the client") if check_in.is_confirmed else _("Place told by the client")


def _over_days(rows: Iterable[IncidentEntry | CheckIn | SessionEntry], clock: Clock) -> bool:
    return len({clock.local(each.at).date() for each in rows if each.at}) > 1


def _when(at: datetime | None, clock: Clock, with_day: bool) -> str:
    return f"{clock.day(at)}, {clock.time(at)}" if at and with_day else clock.time(at)
