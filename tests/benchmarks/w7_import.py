"""W7: a list of hospitals into the directory, against the bare statements that such a list needs at least."""

import csv
import io
import subprocess
import sys
import tempfile
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction

from clinic.accounts.models import Clinic
from clinic.audit.actors import system
from clinic.audit.log import enrol
from clinic.db.context import clinic_context
from emergency.models import Coverage, Resource, ResourceChange, ResourceWord
from tests.benchmarks.rounds import Bench, Goal, took
from tests.cast import Cast

HEADINGS = ["id", "name", "phone", "town", "county", "state", "zip", "hours", "lat", "lon"]


def run(bench: Bench, cast: Cast, *, rows: int) -> None:
    few_rows = rows // 4
    with tempfile.TemporaryDirectory() as folder:
        long, short = _list(Path(folder) / "long.csv", rows), _list(Path(folder) / "short.csv", few_rows)
        rounds = max(1, min(bench.rounds, 3))
        ratios: list[float] = []
        dry: list[float] = []
        for number in range(rounds):
            clinic = _clinic(f"Import {number}")
            floor = took(lambda: _floor(long, clinic))  # noqa: B023 - called at once
            rehearsed = took(lambda: _import(long, clinic, "--dry-run"))  # noqa: B023
            real = took(lambda: _import(long, clinic))  # noqa: B023
            assert ratios or _made(clinic) == _floor(long, _clinic("Floor")), "both sides write the same rows"
            ratios.append(real / floor)
            dry.append(rehearsed / real)
        bench.add(
            Goal(
                "W7a",
                f"{rows:,} rows read, compared and written, with areas, words, history and a report by row",
                "COPY, a check of the rows, and the same entries, areas, words and history by four statements",
                2.5,
                tuple(ratios),
            )
        )
        bench.add(Goal("W7b", "its dry run", "the real one", 0.7, tuple(dry)))
        idle = _memory("shell", "-c", "from clinic.clients.postcodes import look_up; look_up('86001')")  # as a web process starts
        few, many = (
            _memory("import_resources", str(file), "--clinic", _clinic(f"Memory {at}").name, "--source", "A list")
            for at, file in enumerate((short, long))
        )
        bench.count("W7c", f"memory at its highest for {rows:,} rows, as a multiple of that for {few_rows:,}", many / few, 1.1)
        bench.count("W7d", "MB that the import of the long list adds to an idle process", many - idle, 64)


def _list(file: Path, rows: int) -> Path:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for at in range(rows):
        place = [f"Town {at % 900}", f"County {at % 300}", "AZ", f"{10000 + at % 20000}"]
        phone = f"({200 + at // 10000 % 700}) 555-{at % 10000:04d}"
        writer.writerow(
            [at, f"Elm Hospital {at}", phone, *place, "Mon-Fri 9 am to 5 pm", f"{30 + at % 900 / 100}", f"{-110 - at % 700 / 100}"]
        )
    file.write_text(out.getvalue())
    return file


def _clinic(name: str) -> Clinic:
    clinic = Clinic.objects.create(name=name, phone="(415) 555-0100")
    with clinic_context(clinic.id):
        enrol(system(clinic.id))
    return clinic


def _import(file: Path, clinic: Clinic, *flags: str) -> None:
    call_command(
        "import_resources",
        str(file),
        "--clinic",
        clinic.name,
        "--source",
        "A list",
        *flags,
        stdout=io.StringIO(),
        stderr=io.StringIO(),
    )


AREAS = "'us|az|county:' || c, 'us|*|county:' || c, 'us|az|town:' || t, 'us|*|town:' || t, 'us|at:' || zip"
WORDS = (
    "'elm', 'hospital', id, 'elmhospital' || id, 'town', split_part(town, ' ', 2), 'county', split_part(county, ' ', 2), zip, digits,"
    " right(digits, 7), right(digits, 4)"
)
MADE = (Resource, Coverage, ResourceWord, ResourceChange)


def _floor(file: Path, clinic: Clinic) -> list[int]:
    """What such rows cost at least: COPY into a table of words, a look for empty and double rows, one INSERT for each table, their keys
    checked as a commit does; taken back at the end. How many rows each table got."""
    columns = ", ".join(f"{heading} text" for heading in HEADINGS)
    with clinic_context(clinic.id), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 0")
        cursor.execute(f"create temporary table list ({columns}) on commit drop")
        with file.open() as rows:
            cursor.copy_expert("copy list from stdin with (format csv, header)", rows)
        cursor.execute("select count(*) from list where name = '' or phone !~ '[0-9]{3}'")
        cursor.execute("select id from list group by id having count(*) > 1")
        cursor.execute(
            "create temporary table read on commit drop as select gen_random_uuid() key, list.*, regexp_replace(phone, '[^0-9]', '', 'g') digits,"
            " lower(replace(county, ' ', '')) c, lower(replace(town, ' ', '')) t from list"
        )
        cursor.execute(
            "insert into emergency_resource (id, clinic_id, made_by_id, made_at, kind, name, phone, phone_menu, admin_phone, sms, sms_keyword, tty,"
            " relay, chat_url, street, town, county, region, postcode, country_code, reach, also_covers, latitude, longitude, hours, opening,"
            " time_zone, languages, eligibility, note, source, source_id, source_url, origin, version, how_verified)"
            " select key, %s, %s, now(), 'hospital', name, phone, '', '', '', '', '', '', '', '', town, county, state, zip, 'US', 'county',"
            " '[]', lat::float, lon::float, hours, '{}', '', '', '', '', 'floor', id, '', 'import', 1, '' from read",
            [clinic.pk, system(clinic.id).id],
        )
        for table, column, each in (("emergency_coverage", "area", AREAS), ("emergency_resourceword", "word", WORDS)):
            cursor.execute(
                f"insert into {table} (id, clinic_id, resource_id, {column}) select gen_random_uuid(), %s, key, made"
                f" from read cross join lateral (select distinct made from unnest(array[{each}]) made) one",
                [clinic.pk],
            )
        cursor.execute(
            "insert into emergency_resourcechange (id, clinic_id, resource_id, at, by_id, what, changes)"
            " select gen_random_uuid(), %s, key, now(), %s, 'imported', '{}' from read",
            [clinic.pk, system(clinic.id).id],
        )
        cursor.execute("set constraints all immediate")
        made = _made(clinic)
        transaction.set_rollback(True)
    return made


def _made(clinic: Clinic) -> list[int]:
    with clinic_context(clinic.id):
        return [model.objects.count() for model in MADE]


# Read by the process itself: what the system counts for a child begins with what its parent had.
_TELLS = """
import runpy
runpy.run_path("manage.py", run_name="__main__")
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def _memory(*command: str) -> float:
    """MB at the highest point of a command in a process of its own."""
    done = subprocess.run([sys.executable, "-c", _TELLS, *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return int(done.stdout.split()[-1]) / 1024
