"""The directory as a CSV file: for a spreadsheet to open, and to be imported again as it is."""

import csv
from collections.abc import Iterator
from uuid import UUID

from clinic.db.context import clinic_context
from clinic.web.spreadsheets import guarded
from emergency.imports.cells import in_cell
from emergency.imports.matching import BY_KEY
from emergency.models import Resource

# In the order of the form; each heading is one that the import knows by itself.
KEYS = (
    "entry", "name", "kind", "phone", "phone_menu", "admin_phone", "sms", "sms_keyword", "tty", "relay", "chat_url", "street", "town",
    "county", "region", "postcode", "country_code", "reach", "also_covers", "latitude", "longitude", "hours", "time_zone", "languages",
    "may_dispatch", "comes_to_home", "eligibility", "note", "source_id", "source_url",
)  # fmt: skip
AT_ONCE = 500


def written(entry: Resource, key: str) -> str:
    """A field as the file has it."""
    return in_cell(entry.pk if key == "entry" else getattr(entry, key))


def csv_lines(clinic_id: UUID) -> Iterator[str]:
    """The file line by line, a few hundred entries in memory at a time. It is read while it is sent, in a transaction of its own."""
    line = csv.writer(_Echo()).writerow
    yield "\ufeff" + line([BY_KEY[key].label for key in KEYS])
    with clinic_context(clinic_id):
        for entry in Resource.objects.listed().order_by("name", "pk").iterator(chunk_size=AT_ONCE):
            yield line([guarded(written(entry, key)) for key in KEYS])


class _Echo:
    """What csv writes to: hands each line back."""

    def write(self, line: str) -> str:
        return line
