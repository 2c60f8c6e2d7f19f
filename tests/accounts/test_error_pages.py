"""Error pages of the client surface always carry the numbers of the country and stand alone."""

import re

import pytest
from pytest_django import Settings

from clinic.accounts.countries import codes, country
from clinic.accounts.management.commands.error_pages import pages
from clinic.web.error_pages import FOLDER, STATUSES, error_page

BLAME = re.compile(r"\b(invalid|forbidden|illegal|oops|denied|bad request|[45]\d\d)\b", re.IGNORECASE)


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html.split("</head>")[1])


def test_the_files_are_what_the_country_packs_say() -> None:
    found = {file: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.html")}
    assert found == pages(), "Run: manage.py error_pages"


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("status", STATUSES)
def test_every_client_page_carries_the_numbers_of_the_country(status: int, code: str) -> None:
    html = error_page("client", status, code).read_text(encoding="utf-8")
    pack = country(code)
    assert pack.danger_now in html
    assert pack.talk_to_someone in html
    assert f'href="tel:{pack.emergency.tel}"' in html
    for line in pack.lines:
        assert line.name.replace("&", "&amp;") in html
        assert not line.tel or f'href="tel:{line.tel}"' in html
        assert not line.sms_tel or f'href="sms:{line.sms_tel}"' in html
        assert line.menu in html
    assert 'href="/exit/" rel="nofollow noreferrer"' in html


@pytest.mark.parametrize("status", STATUSES)
def test_no_british_page_shows_911_or_988(status: int) -> None:
    html = error_page("client", status, "GB").read_text(encoding="utf-8")
    assert "911" not in html
    assert "988" not in html


def test_no_page_blames_shows_a_code_or_breaks_the_policy() -> None:
    for file in FOLDER.glob("*.html"):
        html = file.read_text(encoding="utf-8")
        assert not BLAME.search(words(html)), file.name
        assert "<style" not in html
        assert "style=" not in html
        assert "<script" not in html
        assert "//" not in html, f"{file.name} points to another host"


@pytest.mark.parametrize("surface", ["staff", "client"])
@pytest.mark.parametrize("status", [*STATUSES, 402, 405, 413, 418, 501, 502, 504])
@pytest.mark.parametrize("code", [*codes(), "us", "XX", ""])
def test_there_is_a_file_for_every_case(surface: str, status: int, code: str) -> None:
    assert error_page(surface, status, code).is_file()


def test_an_unknown_country_gets_the_default_one(settings: Settings) -> None:
    settings.DEFAULT_COUNTRY = "GB"
    assert error_page("client", 404, "XX").name == "client-404-gb.html"


def test_the_neutral_title_of_client_pages() -> None:
    for file in FOLDER.glob("client-*.html"):
        assert "<title>My page</title>" in file.read_text(encoding="utf-8")
