"""The log of an incident in words: the same for its page, its report and its paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from emergency.clocks import Clock
from emergency.models import CheckIn, Incident, IncidentEntry

What = IncidentEntry.What


@dataclass(frozen=True)
class Line:
    """One line: `order` is what it stands by; `marks` are words beside it, like "added 3:30 pm"."""

    order: datetime
    when: str
    what: str
    who: str
    is_automatic: bool
    marks: tuple[str, ...] = ()
    entry_id: UUID | None = None
    reached: str = ""

    @property
    def is_of_log(self) -> bool:
        """A line of the log: a correction may stand beside it. What was said of the place is kept elsewhere."""
        return self.entry_id is not None


def lines(
    incident: Incident, entries: list[IncidentEntry], check_ins: Iterable[CheckIn], clock: Clock, names: Mapping[UUID, str]
) -> list[Line]:
    """Everything that happened, the oldest first. A line without a time stands where it was written down."""
    with_day = _over_days(entries, clock)
    by_id = {each.pk: each for each in entries}
    corrected = {each.corrects_id for each in entries if each.corrects_id}
    made = [_place(each, clock, with_day, names) for each in check_ins]
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
                reached=_reached(each),
            )
        )
    return sorted(made, key=lambda line: line.order)


def said(incident: Incident, entry: IncidentEntry, by_id: Mapping[UUID, IncidentEntry], clock: Clock) -> str:
    """What a line says, in one piece."""
    whom = _reached(entry) or _("somebody")
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


def _reached(entry: IncidentEntry) -> str:
    """Whom a call was for."""
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
    if is_corrected:
        yield _("corrected")
    if incident.signed_at and entry.written_at > incident.signed_at:
        yield _("after sign-off")


def _place(check_in: CheckIn, clock: Clock, with_day: bool, names: Mapping[UUID, str]) -> Line:
    what = _("Place confirmed with the client") if check_in.is_confirmed else _("Place told by the client")
    if check_in.told in (CheckIn.Told.NOT_TOLD, CheckIn.Told.NOT_ASKED, CheckIn.Told.LATER):
        what = f"{_('Place')}: {check_in.get_told_display()}"
    who = names.get(check_in.by_id, "")
    return Line(check_in.at, _when(check_in.at, clock, with_day), what, who, is_automatic=True, marks=(_("automatic"),))


def _over_days(entries: Iterable[IncidentEntry], clock: Clock) -> bool:
    return len({clock.local(each.at).date() for each in entries if each.at}) > 1


def _when(at: datetime | None, clock: Clock, with_day: bool) -> str:
    return f"{clock.day(at)}, {clock.time(at)}" if at and with_day else clock.time(at)
