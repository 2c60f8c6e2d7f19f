"""The directory as a file: safe to open, and the same again when it is imported."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from clinic.audit.models import Event
from clinic.db.context import clinic_context
from emergency import exports
from emergency.actions import directory, imports
from emergency.actions.imports import Choice
from emergency.import_queries import sort_upload
from emergency.imports.reader import read_sheet
from emergency.models import Resource, ResourceImport
from tests import factories
from tests.cast import Cast, browser_of, seen_ahead

FULL = {
    "kind": "professional", "name": "=cmd|' /C calc'!A0", "phone": "+1 928 555 0101", "phone_menu": "press 2", "admin_phone": "928 555 0102",
    "sms": "741741", "sms_keyword": "HOME", "tty": "928 555 0103", "relay": "711, ask for Jo", "chat_url": "https://example.org/chat",
    "street": "1 Elm St", "town": "Flagstaff", "county": "Coconino", "region": "AZ", "postcode": "86001", "country_code": "US",
    "reach": "zip", "also_covers": ["86004", "Mohave County", "Page, AZ"], "hours": "Mon to Fri 9 am to 5 pm", "time_zone": "America/Phoenix",
    "languages": "English; Navajo", "may_dispatch": False, "comes_to_home": True, "eligibility": "Adults", "note": "Ask for Jo,\nthe nurse",
    "source_url": "https://example.org/list",
}  # fmt: skip


def exported(browser: Browser) -> bytes:
    answer = browser.get("/directory/export/")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def uploaded(by: object, content: bytes) -> ResourceImport:
    sheet = read_sheet(content)
    upload = imports.upload_list(by=by, file_name="d.csv", content=content, sheet=sheet, source="Elm list")  # type: ignore[arg-type]
    return imports.match_columns(by=by, upload=upload, columns=upload.columns)  # type: ignore[arg-type]


def every_kind(cast: Cast) -> None:
    directory.add_resource(by=cast.ada.actor, facts=FULL)
    for at, kind in enumerate(Resource.Kind.values):
        facts = {"kind": kind, "name": f"{kind} hospital", "phone": f"928 555 01{at + 10}", "county": "Coconino", "region": "AZ"}
        directory.add_resource(by=cast.ada.actor, facts={**facts, "country_code": "US"})
    directory.add_resource(
        by=cast.ada.actor, facts={"kind": "psap", "name": "Office only", "admin_phone": "928 555 0199", "country_code": "US"}
    )


@pytest.mark.feature("H6")
def test_the_exported_list_is_read_again_as_it_was(cast: Cast) -> None:
    every_kind(cast)
    before = list(Resource.objects.order_by("name").values_list("name", "version"))
    content = exported(browser_of(cast.ada))
    same = uploaded(cast.ada.actor, content)
    assert same.columns.keys() == set(exports.KEYS), "each heading is known by itself"
    assert sort_upload(same).counts() == {"new": 0, "changed": 0, "unchanged": len(before), "duplicate": 0, "unreadable": 0}
    assert list(Resource.objects.order_by("name").values_list("name", "version")) == before

    with clinic_context(cast.oak.id):
        there = uploaded(cast.dov.actor, content)
        sorting = sort_upload(there)
        assert sorting.counts()["new"] == len(before), [each.words for each in sorting.unreadable]
        imports.confirm_import(by=cast.dov.actor, upload=there, seen=sorting.counts(), choice=Choice())
        made = Resource.objects.get(kind="professional", postcode="86001")
        told = {name: getattr(made, name) for name in FULL}
    assert told == {**FULL, "note": "Ask for Jo, the nurse"}


def test_what_was_changed_in_the_file_is_found_by_the_entry(cast: Cast) -> None:
    entry = directory.add_resource(by=cast.ada.actor, facts={**FULL, "name": "Elm team"})
    content = exported(browser_of(cast.ada)).replace(b"Elm team", b"Elm crisis team").replace(b"928 555 0101", b"928 555 0109")
    [change] = sort_upload(uploaded(cast.ada.actor, content)).changed
    assert change.known.key == entry.pk
    assert {each.field: each.new for each in change.differences} == {"name": "Elm crisis team", "phone": "+1 928 555 0109"}


@pytest.mark.feature("H6")
def test_no_cell_runs_in_a_spreadsheet_and_the_export_is_told(cast: Cast) -> None:
    directory.add_resource(by=cast.ada.actor, facts=FULL)
    retired = factories.resource(cast.ada, "Retired one")
    directory.retire_resource(by=cast.ada.actor, resource=retired)
    rows = list(csv.DictReader(StringIO(exported(browser_of(cast.ada)).decode("utf-8-sig"))))
    assert [row["Name"] for row in rows] == ["'" + str(FULL["name"])]
    assert rows[0]["Phone"] == "+1 928 555 0101"
    assert Event.objects.filter(action="directory.export", actor_id=cast.ada.pk).count() == 1
    for who in (cast.lee, cast.sam, cast.kay):
        assert browser_of(who).get("/directory/export/").status_code == 404


def test_it_costs_the_same_number_of_queries_for_a_thousand(cast: Cast) -> None:
    ada = seen_ahead(browser_of(cast.ada))
    factories.resource(cast.ada, "First")

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            b"".join(ada.get(address))
        return len(queries)

    addresses = "/directory/export/", "/directory/?words=line&open=on"
    few = [cost(address) for address in addresses]
    known = {"clinic_id": cast.elm.id, "kind": "crisis_line", "country_code": "US", "made_by_id": cast.ada.pk}
    Resource.objects.bulk_create(Resource(**known, name=f"Line {at}", phone="988", opening={"always": True}) for at in range(1000))
    assert [cost(address) for address in addresses] == few
