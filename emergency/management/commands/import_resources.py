"""A list into a clinic's directory that is too long for the page: read from the disk and written part by part."""

import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinic.accounts.models import Clinic
from clinic.accounts.queries import clinic_named
from clinic.audit.actors import system
from clinic.db.context import clinic_context
from emergency import import_queries
from emergency.actions import imports
from emergency.imports import matching
from emergency.imports.classify import Seen, Sorting
from emergency.imports.reader import LongSheet, UnreadableFile, read_long
from emergency.imports.rows import Candidate, Reading, Unreadable

AT_ONCE = 2000
WORDS = {"new": "new", "changed": "changed", "kept": "changed in the list, the clinic's own and left alone", "unchanged": "unchanged",
         "duplicate": "look like another entry", "unreadable": "cannot be read"}  # fmt: skip


class Command(BaseCommand):
    help = "Bring a CSV list of any length into a clinic's directory. Run it again after a stop: what is there already is not written twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--clinic", required=True, help="the clinic's name")
        parser.add_argument("--source", required=True, help="whose list it is, in the same words each time")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument("--gently", action="store_true", help="rest after each part as long as it took, while people work")

    def handle(self, *args: Any, **options: Any) -> None:
        clinic = clinic_named(options["clinic"])
        if clinic is None:
            raise CommandError(f"There is no clinic named {options['clinic']}.")
        try:
            sheet = read_long(options["file"])
        except (UnreadableFile, OSError) as refusal:
            raise CommandError(f"{refusal} Nothing was written.") from refusal
        reading = Reading(self._columns(clinic, sheet), len(sheet.header), clinic.country_code)
        self.stdout.write(
            f"{sheet.count:,} rows under the headings {', '.join(sheet.header[at] for at in reading.mapped.values())}."
        )
        total: Counter[str] = Counter()
        for sorting, unreadable in self._parts(clinic, sheet, reading, options):
            total.update(_counts(sorting, unreadable))
            self._tell(sorting, unreadable)
        done = "would be" if options["dry_run"] else "were"
        self.stdout.write("\n".join(f"{count:,} {WORDS[word]}" for word, count in total.items() if count))
        self.stdout.write(f"{total['new'] + total['changed']:,} entries {done} written.")

    def _columns(self, clinic: Clinic, sheet: LongSheet) -> matching.Mapped:
        columns = matching.guess(sheet.header, [row.cells for row in sheet.sample])
        wrong = matching.problems(columns, sheet.header)
        if wrong:
            raise CommandError(f"{'. '.join(wrong)}: name the headings “name” and “phone”. Nothing was written.")
        return columns

    def _parts(
        self, clinic: Clinic, sheet: LongSheet, reading: Reading, options: dict[str, Any]
    ) -> Iterator[tuple[Sorting, list[Unreadable]]]:
        seen: Seen = {}
        rows = sheet.rows()
        while part := list(islice(rows, AT_ONCE)):
            began = time.monotonic()
            candidates, unreadable = reading.rows(part)
            with clinic_context(clinic.id):
                sorting = self._sorted(clinic, candidates, seen, options)
            yield sorting, unreadable
            if options["gently"]:
                time.sleep(time.monotonic() - began)

    def _sorted(self, clinic: Clinic, candidates: list[Candidate], seen: Seen, options: dict[str, Any]) -> Sorting:
        if options["dry_run"]:
            return import_queries.sort_rows(candidates, options["source"], seen)
        return imports.import_rows(by=system(clinic.id), source=options["source"], candidates=candidates, seen=seen)

    def _tell(self, sorting: Sorting, unreadable: list[Unreadable]) -> None:
        for row in unreadable:
            self.stderr.write(row.words)
        for double in sorting.duplicates:
            self.stderr.write(f"Row {double.candidate.line}: {double.reason}")


def _counts(sorting: Sorting, unreadable: list[Unreadable]) -> dict[str, int]:
    kept = sum(change.adopted for change in sorting.changed)
    changed = len(sorting.changed) - kept
    return {**sorting.counts(), "changed": changed, "kept": kept, "unreadable": len(unreadable)}
