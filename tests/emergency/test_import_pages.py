"""Lists into the directory through the pages, as an admin does it."""

from io import BytesIO

import pytest
from django.db import connection, connections
from django.test import Client as Browser

from clinic.audit.models import Event
from clinic.db.context import clinic_context
from emergency.models import Resource, ResourceChange, ResourceImport
from tests import factories
from tests.cast import Cast, browser_of
from tests.emergency.imports import lists


def upload(browser: Browser, content: bytes, source: str = "CMS hospitals", name: str = "list.csv") -> ResourceImport:
    file = BytesIO(content)
    file.name = name
    answer = browser.post("/directory/import/", {"file": file, "source": source})
    assert answer.status_code == 302, answer.content.decode()
    return ResourceImport.objects.defer("content").latest("made_at")


def match(browser: Browser, made: ResourceImport, **columns: int) -> str:
    chosen = {key: str(at) for key, at in {**made.columns, **columns}.items()}
    answer = browser.post(f"/directory/import/{made.pk}/match/", chosen)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)


def confirm(browser: Browser, made: ResourceImport, **choice: object) -> dict[str, int]:
    page = browser.get(f"/directory/import/{made.pk}/check/")
    assert page.status_code == 200
    answer = browser.post(f"/directory/import/{made.pk}/check/", {"seen": page.context["seen"], **choice})
    assert answer.status_code == 302, answer.content.decode()
    assert browser.get(answer.url).status_code == 200
    made.refresh_from_db()
    return {key: made.result[key] for key in ("added", "updated", "unchanged", "duplicate", "unreadable")}


def run(browser: Browser, content: bytes, source: str = "CMS hospitals", **choice: object) -> dict[str, int]:
    made = upload(browser, content, source)
    match(browser, made)
    return confirm(browser, made, **choice)


@pytest.fixture
def ada(cast: Cast) -> Browser:
    return browser_of(cast.ada)


def planned_among_a_few(cast: Cast) -> None:
    """PostgreSQL has learned that the directory is tiny, and how to check its keys best: by reading all of it."""
    with clinic_context(cast.oak.id):
        for number in range(8):
            if number == 2:
                with connections["owner"].cursor() as owner:
                    owner.execute("analyze emergency_resource")
            factories.resource(cast.dov, f"Team {number}")
            with connection.cursor() as cursor:
                cursor.execute("set constraints all immediate")
                cursor.execute("set constraints all deferred")


@pytest.mark.feature("H6")
@pytest.mark.django_db(databases=["default", "owner"])
def test_the_hospitals_come_in_and_a_second_run_changes_nothing(cast: Cast, ada: Browser) -> None:
    planned_among_a_few(cast)
    assert run(ada, lists.hospitals()) == {"added": 5379, "updated": 0, "unchanged": 0, "duplicate": 1, "unreadable": 1}
    assert Resource.objects.filter(adopted_at=None, verified_at=None, origin="import").count() == 5379
    before = set(Resource.objects.values_list("pk", "version"))
    assert run(ada, lists.hospitals()) == {"added": 0, "updated": 0, "unchanged": 5379, "duplicate": 1, "unreadable": 1}
    assert set(Resource.objects.values_list("pk", "version")) == before
    assert ResourceChange.objects.count() == 5379
    assert Event.objects.filter(action="directory.import", count=5379).count() == 1
    page = ada.get("/directory/").content.decode()
    assert "Suggested, not verified" in page
    assert "5379 only suggested" in page


def test_nothing_is_written_before_it_is_confirmed(ada: Browser) -> None:
    made = upload(ada, lists.RENAMED)
    match(ada, made)
    page = ada.get(f"/directory/import/{made.pk}/check/").content.decode()
    assert "2 new" in page
    assert Resource.objects.count() == 0
    ada.post(f"/directory/import/{made.pk}/cancel/")
    made = ResourceImport.objects.get(pk=made.pk)
    assert (made.state, made.content, Resource.objects.count()) == ("cancelled", None, 0)


@pytest.mark.parametrize(
    ("content", "added", "unreadable"),
    [(lists.SEMICOLONS, 3, 0), (lists.RENAMED, 2, 0), (lists.LINE_BREAKS, 2, 1)],
    ids=["semicolons in Windows-1252", "renamed with a title row", "BOM with line breaks"],
)
def test_files_it_was_not_written_for(ada: Browser, content: bytes, added: int, unreadable: int) -> None:
    result = run(ada, content, source="County list")
    assert (result["added"], result["unreadable"]) == (added, unreadable)
    assert run(ada, content, source="County list")["added"] == 0


def test_accents_reach_the_directory_and_the_reading_is_told(ada: Browser) -> None:
    made = upload(ada, lists.SEMICOLONS)
    page = ada.get(f"/directory/import/{made.pk}/match/").content.decode()
    assert "Windows-1252" in page
    match(ada, made)
    confirm(ada, made)
    assert Resource.objects.filter(name="Café Röslein Krisendienst", kind="mobile_crisis").exists()


def test_the_row_that_cannot_be_read_is_named_with_its_line(ada: Browser) -> None:
    made = upload(ada, lists.LINE_BREAKS)
    match(ada, made)
    assert "Row 5: phone is missing" in ada.get(f"/directory/import/{made.pk}/check/").content.decode()


def test_only_exceptions_are_sent_back(ada: Browser) -> None:
    result = run(ada, lists.SEMICOLONS, leave_out="3-4")
    assert result["added"] == 1
    assert Resource.objects.get().name == "Klinik Große Linde"
    assert run(ada, lists.SEMICOLONS, out=["3"])["added"] == 1


@pytest.mark.parametrize("typed", ["fourteen", "3-", "1-999999", "-3", "9" * 20])
def test_rows_to_leave_out_that_cannot_be_read_are_asked_again(ada: Browser, typed: str) -> None:
    made = upload(ada, lists.SEMICOLONS)
    match(ada, made)
    address = f"/directory/import/{made.pk}/check/"
    seen = ada.get(address).context["seen"]
    answer = ada.post(address, {"seen": seen, "leave_out": typed, "out": ["3"]})
    page = answer.content.decode()
    assert "There is a problem" in page or typed == "3-"
    assert ('id="out-3" checked' in page) == (typed != "3-")


def test_a_duplicate_can_be_added_all_the_same(ada: Browser) -> None:
    content = b"id,name,phone,town\n1,Elm,928 555 0101,Page\n2,Elm,928 555 0101,Page\n"
    assert run(ada, content, **{"in": ["3"]})["added"] == 2
    assert run(ada, content)["unchanged"] == 2


def test_a_changed_number_is_taken_over_and_told(ada: Browser, cast: Cast) -> None:
    run(ada, b"id,name,phone\n1,Elm,928 555 0101\n")
    assert run(ada, b"id,name,phone\n1,Elm,928 555 0199\n")["updated"] == 1
    entry = Resource.objects.get()
    assert (entry.phone, entry.version, entry.made_by_id) == ("928 555 0199", 2, cast.ada.id)
    told = ResourceChange.objects.get(what="updated")
    assert told.changes == {"phone": ["928 555 0101", "928 555 0199"]}


def test_an_entry_of_the_clinics_own_stays_unless_ticked(ada: Browser) -> None:
    run(ada, b"id,name,phone\n1,Elm,928 555 0101\n")
    entry = Resource.objects.get()
    ada.post(f"/directory/{entry.pk}/verify/", {"result": "right", "how": "called", "confirmed": ["number"], "seen_version": "1"})
    other = b"id,name,phone\n1,Elm,928 555 0199\n"
    assert run(ada, other)["updated"] == 0
    entry.refresh_from_db()
    assert (entry.phone, entry.is_checked) == ("928 555 0101", True)
    assert run(ada, other, **{"in": ["2"]})["updated"] == 1
    entry.refresh_from_db()
    assert (entry.phone, entry.check_state) == ("928 555 0199", Resource.Check.NEVER)


def test_the_columns_can_be_chosen_otherwise_and_are_remembered(ada: Browser) -> None:
    content = b"alpha,beta,gamma\nElm,x,928 555 0101\n"
    made = upload(ada, content)
    answer = ada.post(f"/directory/import/{made.pk}/match/", {"name": ""})
    assert "Choose the column that holds the name" in answer.content.decode()
    match(ada, made, name=0, phone=2)
    assert confirm(ada, made)["added"] == 1
    again = upload(ada, b"gamma,alpha,beta\n928 555 0102,Oak,y\n")
    assert again.columns == {"name": 1, "phone": 0}


def test_a_directory_that_moved_meanwhile_is_looked_at_again(ada: Browser) -> None:
    first, second = upload(ada, lists.RENAMED), upload(ada, lists.RENAMED)
    match(ada, first)
    match(ada, second)
    seen = ada.get(f"/directory/import/{second.pk}/check/").context["seen"]
    confirm(ada, first)
    answer = ada.post(f"/directory/import/{second.pk}/check/", {"seen": seen})
    assert answer.status_code == 409
    assert Resource.objects.count() == 2


def test_a_list_is_added_once(ada: Browser) -> None:
    made = upload(ada, lists.RENAMED)
    match(ada, made)
    confirm(ada, made)
    for step in ("match", "check", "cancel"):
        assert ada.post(f"/directory/import/{made.pk}/{step}/", {"seen": "{}"}).status_code == 409
    assert ResourceImport.objects.get(pk=made.pk).content is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"name,phone\n", "no rows"),
        (b'name,phone\n"Elm,1\n', "Row 2: a quotation mark is opened here and never closed."),
        (b"PK\x03\x04", "Excel"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
        (b"x" * 12_000_000, "at most 10 MB"),
    ],
    ids=["empty", "header", "quote", "excel", "10 MB and one", "12 MB"],
)
def test_a_file_that_is_no_list_is_refused_in_words(ada: Browser, content: bytes, words: str) -> None:
    file = BytesIO(content)
    file.name = "list.csv"
    page = ada.post("/directory/import/", {"file": file, "source": "x"})
    assert page.status_code == 200
    assert words in page.content.decode()
    assert ResourceImport.objects.count() == 0


def test_columns_that_are_missing_or_used_twice_are_asked_for(ada: Browser) -> None:
    made = upload(ada, b"alpha,beta\nElm,928 555 0101\n")
    assert "name" not in made.columns
    address = f"/directory/import/{made.pk}/match/"
    page = ada.post(address, {"phone": "1"}).content.decode()
    assert "Choose the column that holds the name" in page
    assert "Elm" in page
    assert ada.get(f"/directory/import/{made.pk}/check/").url == address, "nothing is checked before that"
    assert match(ada, made, name=0, phone=1).endswith("/check/")
    assert confirm(ada, made)["added"] == 1


def test_formulas_are_kept_as_words(ada: Browser) -> None:
    made = upload(ada, b'name,phone,note\n=cmd|calc,928 555 0101,"=HYPERLINK(""x"")"\n')
    match(ada, made)
    assert confirm(ada, made)["added"] == 1
    assert Resource.objects.get().name == "=cmd|calc"


def test_only_admins_import_and_only_in_their_clinic(cast: Cast, ada: Browser) -> None:
    made = upload(ada, lists.RENAMED)
    for who in (cast.lee, cast.sam, cast.kay, cast.dov):
        browser = browser_of(who)
        for step in ("match", "check", "done"):
            assert browser.get(f"/directory/import/{made.pk}/{step}/").status_code == 404
        if who is not cast.dov:
            assert browser.get("/directory/import/").status_code == 404
