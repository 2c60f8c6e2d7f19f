"""A list on its way into the directory: uploaded, matched, checked, confirmed. Only the last step touches entries."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone

from clinic.accounts.models import Clinic
from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.permissions import require
from clinic.db.bulk import insert_many
from clinic.web.errors import Conflict
from emergency import derived
from emergency.actions.directory import REACHED_BY
from emergency.import_queries import guess_for, sort_rows, sort_upload
from emergency.imports import matching
from emergency.imports.cells import AREAS_APART, clean
from emergency.imports.classify import Change, Seen, Sorting
from emergency.imports.reader import Sheet
from emergency.imports.rows import Candidate, Facts
from emergency.models import Resource, ResourceChange, ResourceImport
from emergency.permissions import may_edit_directory
from emergency.standing import forget_check

BATCH = 1000
CHECK_AND_VERSION = ("number_by", "verified_at", "verified_by", "next_check_on", "how_verified", "version")
# Fields that hold what a cell says; coordinates and areas are read first.
TAKEN = frozenset(matching.BY_KEY) - {"emergency_services", "source_id", "entry"} | {"country_code"}
REASONS_KEPT = 500
SETTLED = "This list is already done. Upload it again to look for changes."
MOVED = "The directory has changed since this page was made. Look at the new counts, then add the list."
UNMATCHED = "The columns of this list are not matched yet."


@dataclass(frozen=True)
class Choice:
    """What the admin decided against the proposal, by line: entries to leave out, rows to take in all the same."""

    leave_out: frozenset[int] = frozenset()
    take_in: frozenset[int] = frozenset()


@transaction.atomic
def upload_list(*, by: Actor, file_name: str, content: bytes, sheet: Sheet, source: str) -> ResourceImport:
    """Keep the bytes of a list and a guess of its columns. `sheet` is how the form has read these bytes."""
    require(may_edit_directory(by))
    upload = ResourceImport.objects.create(
        clinic_id=by.clinic_id,
        made_by_id=by.id,
        file_name=clean(PurePath(file_name).name)[:120] or "list.csv",
        content=content,
        headers=list(sheet.header),
        columns=guess_for(sheet),
        options={"source": source, "notes": list(sheet.notes), "rows": len(sheet.rows)},
    )
    record(by=by, action="directory.upload", on=upload, count=len(sheet.rows))
    return upload


@transaction.atomic
def match_columns(*, by: Actor, upload: ResourceImport, columns: dict[str, int]) -> ResourceImport:
    """Say which column feeds which field."""
    require(may_edit_directory(by))
    upload = _open(upload)
    wrong = matching.problems(columns, upload.headers)
    if wrong:
        raise Conflict(". ".join(wrong) + ".")
    upload.columns, upload.state = columns, ResourceImport.State.MATCHED
    upload.save(update_fields=["columns", "state"])
    record(by=by, action="directory.match", on=upload)
    return upload


@transaction.atomic
def confirm_import(*, by: Actor, upload: ResourceImport, seen: dict[str, int], choice: Choice) -> ResourceImport:
    """Write the list as it was shown: new entries as suggestions, changes to entries it brought before.

    `seen` are the counts of the page that was confirmed; when the directory has moved since, nothing is written.
    """
    require(may_edit_directory(by))
    Clinic.objects.select_for_update(no_key=True).get(pk=by.clinic_id)  # one list at a time, so that none comes twice
    upload = _open(upload)
    if upload.state != ResourceImport.State.MATCHED:
        raise Conflict(UNMATCHED)
    sorting = sort_upload(upload)
    if sorting.counts() != seen:
        raise Conflict(MOVED)
    added = _add(by, upload.options["source"], [*_chosen_new(sorting, choice)])
    changed = _change(by, [*_chosen_changes(sorting, choice)])
    _settle(upload, by, ResourceImport.State.DONE)
    upload.result = {**sorting.counts(), "added": added, "updated": changed, "refused": _refused(sorting)}
    upload.save(update_fields=["result"])
    record(by=by, action="directory.import", on=upload, count=added + changed)
    return upload


@transaction.atomic
def import_rows(*, by: Actor, source: str, candidates: Sequence[Candidate], seen: Seen) -> Sorting:
    """Write one part of a list that is too long for the page: what is new as suggestions, what changed in entries it brought before.

    What looks like another entry, or is the clinic's own by now, is left as it is; whoever ran it reads about it.
    """
    require(may_edit_directory(by))
    Clinic.objects.select_for_update(no_key=True).get(pk=by.clinic_id)
    sorting = sort_rows(candidates, source, seen)
    added = _add(by, source, sorting.new)
    changed = _change(by, [change for change in sorting.changed if not change.adopted])
    record(by=by, action="directory.import", count=added + changed)
    return sorting


@transaction.atomic
def cancel_import(*, by: Actor, upload: ResourceImport) -> ResourceImport:
    """Throw an uploaded list away."""
    require(may_edit_directory(by))
    upload = _open(upload)
    _settle(upload, by, ResourceImport.State.CANCELLED)
    record(by=by, action="directory.cancel", on=upload)
    return upload


def _open(upload: ResourceImport) -> ResourceImport:
    held = ResourceImport.objects.select_for_update(no_key=True).get(pk=upload.pk)
    if held.settled_at:
        raise Conflict(SETTLED)
    return held


def _settle(upload: ResourceImport, by: Actor, state: ResourceImport.State) -> None:
    """The bytes go as soon as they are not needed; the matching stays to be remembered."""
    upload.state, upload.content = state, None
    upload.settled_at, upload.settled_by_id = timezone.now(), by.id
    upload.save(update_fields=["state", "content", "settled_at", "settled_by"])


def _chosen_new(sorting: Sorting, choice: Choice) -> Iterable[Candidate]:
    yield from (each for each in sorting.new if each.line not in choice.leave_out)
    for double in sorting.duplicates:
        if double.may_add and double.candidate.line in choice.take_in:
            yield double.candidate


def _chosen_changes(sorting: Sorting, choice: Choice) -> Iterable[Change]:
    """An entry that the clinic has made its own keeps what it says unless the admin takes the list's word."""
    for change in sorting.changed:
        line = change.candidate.line
        if line in choice.take_in if change.adopted else line not in choice.leave_out:
            yield change


def _add(by: Actor, source: str, chosen: Sequence[Candidate]) -> int:
    for at in range(0, len(chosen), BATCH):
        made = [_entry(by, source, each) for each in chosen[at : at + BATCH]]
        insert_many(made)
        derived.renew(made)
        _tell(by, "imported", ((entry, {}) for entry in made))
    return len(chosen)


def _entry(by: Actor, source: str, candidate: Candidate) -> Resource:
    entry = Resource(
        clinic_id=by.clinic_id,
        made_by_id=by.id,
        origin=Resource.Origin.IMPORT,
        source=source,
        source_id=candidate.facts.get("source_id", ""),
        reach=_reach(candidate.facts),
    )
    for name, text in candidate.facts.items():
        _set(entry, name, text)
    return derived.fill(entry)


def _set(entry: Resource, name: str, text: str) -> None:
    """One field as a list has it."""
    if name in ("latitude", "longitude"):
        setattr(entry, name, float(text) if text else None)
    elif name == "also_covers":
        entry.also_covers = text.split(AREAS_APART) if text else []
    elif name in ("may_dispatch", "comes_to_home"):
        setattr(entry, name, {"yes": True, "no": False}.get(text))
    elif name == "reach":
        entry.reach = text or entry.reach
    elif name in TAKEN:
        setattr(entry, name, text)


def _reach(facts: Facts) -> str:
    if facts.get("town") or facts.get("county"):
        return Resource.Reach.COUNTY
    if facts.get("postcode"):
        return Resource.Reach.ZIP
    return Resource.Reach.REGION if facts.get("region") else Resource.Reach.COUNTRY


def _change(by: Actor, chosen: Sequence[Change]) -> int:
    for at in range(0, len(chosen), BATCH):
        _change_some(by, chosen[at : at + BATCH])
    return len(chosen)


def _change_some(by: Actor, chosen: Sequence[Change]) -> None:
    held = Resource.objects.select_for_update(no_key=True).in_bulk([each.known.key for each in chosen])
    changed = []
    for each in chosen:
        entry = held[each.known.key]
        fields = {difference.field: [difference.old, difference.new] for difference in each.differences}
        for name, (_, new) in fields.items():
            _set(entry, name, new)
        derived.fill(entry, moved="postcode" in fields and "latitude" not in fields)
        if REACHED_BY & fields.keys():
            entry.number_by_id = by.id
            forget_check(entry)
        entry.version += 1
        changed.append((entry, fields))
    written = {*CHECK_AND_VERSION, *derived.FILLED, *(name for _, fields in changed for name in fields)}
    Resource.objects.bulk_update([entry for entry, _ in changed], written, batch_size=BATCH // 2)
    derived.renew([entry for entry, _ in changed])
    _tell(by, "updated", changed)


def _tell(by: Actor, what: str, entries: Iterable[tuple[Resource, dict[str, list[str]]]]) -> None:
    insert_many(
        [
            ResourceChange(clinic_id=by.clinic_id, resource_id=entry.pk, by_id=by.id, what=what, changes=changes)
            for entry, changes in entries
        ]
    )


def _refused(sorting: Sorting) -> list[dict[str, object]]:
    return [asdict(row) for row in sorting.unreadable[:REASONS_KEPT]]
