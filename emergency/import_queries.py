"""Reading uploaded lists: how they were matched before, and how their rows stand against the directory."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import F
from django.http import Http404

from clinic.accounts.models import Clinic
from emergency.imports import matching
from emergency.imports.classify import Known, Sorting, classify
from emergency.imports.phones import comparable
from emergency.imports.reader import Sheet, read_sheet
from emergency.imports.rows import Reading
from emergency.models import Resource, ResourceImport

COMPARED = (
    "name", "phone", "phone_menu", "kind", "street", "town", "county", "region", "postcode", "country_code", "source_id",
    "hours", "languages", "sms", "note",
)  # fmt: skip
SAMPLE = 50


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
    """The rows of a matched list: new, changed, unchanged, double, unreadable. One query beside the list's own."""
    sheet = _sheet(upload)
    country = Clinic.objects.values_list("country_code", flat=True).get(pk=upload.clinic_id)
    candidates, unreadable = Reading(upload.columns, len(sheet.header), country).rows(sheet.rows)
    return classify(candidates, unreadable, _directory(), upload.options["source"])


def _sheet(upload: ResourceImport) -> Sheet:
    return read_sheet(bytes(upload.content or b""))


def _directory() -> Iterator[Known]:
    """Every entry as the list is compared with it; an entry in use comes before a retired one of the same identity."""
    state = ("pk", "source", "adopted_at", "retired_at")
    rows = Resource.objects.order_by(F("retired_at").asc(nulls_first=True), "pk").values_list(*state, *COMPARED)
    for key, source, adopted_at, retired_at, *words in rows.iterator(chunk_size=5000):
        facts = dict(zip(COMPARED, words, strict=True))
        facts["phone_digits"] = comparable(facts["phone"], facts["country_code"])
        yield Known(key, source, facts, adopted=adopted_at is not None, retired=retired_at is not None)
