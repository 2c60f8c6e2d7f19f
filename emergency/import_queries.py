"""Reading uploaded lists: how they were matched before, and how their rows stand against the directory."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.http import Http404

from clinic.accounts.models import Clinic
from emergency.imports import matching
from emergency.imports.cells import in_cell
from emergency.imports.classify import Known, Seen, Sorting, classify
from emergency.imports.phones import comparable
from emergency.imports.reader import Sheet, read_sheet
from emergency.imports.rows import Candidate, Facts, Reading
from emergency.models import Resource, ResourceImport, ResourceWord
from emergency.words import joined, whole_number

COMPARED = (
    "name", "phone", "phone_menu", "kind", "street", "town", "county", "region", "postcode", "country_code", "source_id",
    "hours", "languages", "sms", "note", "time_zone", "latitude", "longitude", "also_covers",
    "admin_phone", "sms_keyword", "tty", "relay", "chat_url", "reach", "may_dispatch", "comes_to_home", "eligibility", "source_url",
)  # fmt: skip
SAMPLE = 50
AT_ONCE = 1000


def get_upload(upload_id: UUID) -> ResourceImport:
    """An uploaded list of this clinic without its bytes, or 404."""
    found = ResourceImport.objects.defer("content").filter(pk=upload_id).first()
    if found is None:
        raise Http404
    return found


def guess_for(sheet: Sheet) -> dict[str, int]:
    """The matching used last time for these headings, in whatever order they stand now, else a guess."""
    key = matching.header_key(sheet.header)
    done = ResourceImport.objects.filter(state=ResourceImport.State.DONE).defer("content").order_by("-made_at")[:SAMPLE]
    for before in done:
        if matching.header_key(before.headers) == key:
            return matching.from_names(matching.to_names(before.columns, before.headers), sheet.header)
    return matching.guess(sheet.header, [row.cells for row in sheet.rows[:SAMPLE]])


def first_rows(upload: ResourceImport, count: int = 3) -> list[tuple[str, ...]]:
    """A few rows of the list, to see what its columns hold."""
    return [row.cells for row in _sheet(upload).rows[:count]]


def sort_upload(upload: ResourceImport) -> Sorting:
    """The rows of a matched list: new, changed, unchanged, double, unreadable."""
    sheet = _sheet(upload)
    country = Clinic.objects.values_list("country_code", flat=True).get(pk=upload.clinic_id)
    candidates, unreadable = Reading(upload.columns, len(sheet.header), country).rows(sheet.rows)
    return classify(candidates, unreadable, known_like(candidates, upload.options["source"]), upload.options["source"])


def _sheet(upload: ResourceImport) -> Sheet:
    return read_sheet(bytes(upload.content or b""))


def sort_rows(candidates: Sequence[Candidate], source: str, seen: Seen) -> Sorting:
    """One part of a long list against the directory; `seen` holds what earlier parts had."""
    return classify(candidates, (), known_like(candidates, source), source, seen)


def known_like(candidates: Sequence[Candidate], source: str) -> Iterator[Known]:
    """The entries that one of these rows could be: of its number in the list, of its phone, or of its name. Not the whole directory.

    Three queries for a thousand rows. An entry in use comes before a retired one of the same identity.
    """
    found: dict[UUID, Known] = {}
    for at in range(0, len(candidates), AT_ONCE):
        some = [candidate.facts for candidate in candidates[at : at + AT_ONCE]]
        words = {word for facts in some for word in _recognised_by(facts)}
        ids = {facts["source_id"] for facts in some if facts.get("source_id")}
        # fetched, not joined: right after a list came in the planner has no statistics, and would go through all words again and again
        same_word = list(ResourceWord.objects.filter(word__in=words - {""}).values_list("resource_id", flat=True))
        own = [UUID(facts["entry"]) for facts in some if is_key(facts.get("entry", ""))]
        for entries in (_standing(pk__in=[*same_word, *own]), _standing(source=source, source_id__in=ids) if ids else ()):
            found.update((entry.key, entry) for entry in entries if isinstance(entry.key, UUID))
    yield from sorted(found.values(), key=lambda entry: (entry.retired, str(entry.key)))


def _recognised_by(facts: Facts) -> Iterator[str]:
    yield joined(facts.get("name", ""))
    for number in (facts.get("phone", ""), facts.get("sms", "")):
        yield whole_number(number, facts["country_code"])


def _standing(**wanted: object) -> Iterator[Known]:
    rows = Resource.objects.filter(**wanted).values_list("pk", "source", "adopted_at", "retired_at", *COMPARED)
    for key, source, adopted_at, retired_at, *values in rows.iterator(chunk_size=2000):
        facts = {name: in_cell(value) for name, value in zip(COMPARED, values, strict=True)}
        facts["phone_digits"] = comparable(facts["phone"], facts["country_code"])
        yield Known(key, source, facts, adopted=adopted_at is not None, retired=retired_at is not None)


def is_key(text: str) -> bool:
    """Whether this can be the key of an entry."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
