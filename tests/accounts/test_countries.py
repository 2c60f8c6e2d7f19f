"""A wrong number in a plan can cost a life: every number of a pack has a source, and no country shows another's."""

import csv
import re
from pathlib import Path

import pytest

from clinic.accounts import countries
from clinic.accounts.countries import Country, Line, UnknownCountry, codes, country, dialled

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "emergency" / "starter" / "national_resources.csv"
KINDS = {"emergency", "crisis_line", "text_line"}


def sourced(code: str) -> list[dict[str, str]]:
    with SOURCES.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["country"] == code and row["kind"] in KINDS]


def every_line() -> list[tuple[Country, Line]]:
    return [(country(code), line) for code in codes() for line in country(code).lines]


def test_the_starter_file_holds_all_rows_with_a_source() -> None:
    with SOURCES.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 77
    assert all(row["source"].startswith("http") and (row["phone"] or row["sms"]) for row in rows)


@pytest.mark.parametrize("code", codes())
def test_the_emergency_number_has_a_source(code: str) -> None:
    numbers = {row["phone"] for row in sourced(code) if row["kind"] == "emergency"}
    assert country(code).emergency.number in numbers


@pytest.mark.parametrize(("pack", "line"), every_line())
def test_every_line_has_a_source(pack: Country, line: Line) -> None:
    rows = [row for row in sourced(pack.code) if row["kind"] == line.kind]
    assert any(row["phone"] == line.number and row["sms"] == line.sms for row in rows)
    if line.keyword:
        assert any(re.search(rf"\b{line.keyword}\b", row["sms_keyword"]) for row in rows)
    if line.menu:
        assert any(row["phone"] == line.number and row["phone_menu"] in line.menu and row["phone_menu"] for row in rows)


@pytest.mark.parametrize("code", codes())
def test_every_number_in_the_words_is_a_number_of_the_pack(code: str) -> None:
    pack = country(code)
    known = {pack.emergency.number} | {line.number for line in pack.lines} | {line.sms for line in pack.lines}
    words = pack.help_now
    for number in sorted(known - {""}, key=len, reverse=True):
        words = words.replace(number, "")
    assert not re.search(r"\d{2,}", words)
    assert pack.emergency.number in pack.danger_now
    assert pack.crisis_line.number in pack.talk_to_someone


@pytest.mark.parametrize(("pack", "line"), every_line())
def test_short_numbers_are_dialled_as_written(pack: Country, line: Line) -> None:
    for number, tel in ((line.number, line.tel), (line.sms, line.sms_tel)):
        assert tel == number.replace(" ", "").replace("-", "")
    assert line.tel or line.sms_tel


def test_nothing_is_added_to_a_number() -> None:
    assert dialled("988") == "988"
    assert dialled("116 123") == "116123"
    assert dialled("+44 20 7946 0958") == "+442079460958"


def test_a_client_in_the_united_kingdom_meets_neither_911_nor_988() -> None:
    text = (countries.FOLDER / "gb.json").read_text(encoding="utf-8")
    assert "911" not in text
    assert "988" not in text
    pack = country("GB")
    assert [pack.emergency.number, *(line.number or line.sms for line in pack.lines)] == [
        "999",
        "111",
        "116 123",
        "85258",
    ]
    assert pack.crisis_line.menu == "then press 2"


def test_no_pack_prefixes_a_short_code() -> None:
    assert not [file.name for file in countries.FOLDER.glob("*.json") if re.search(r"\+1\d{3,6}\b", file.read_text())]


def test_each_country_has_its_own_words_and_paper() -> None:
    us, gb, ca = country("US"), country("gb"), country("CA")
    assert (us.paper, gb.paper, ca.paper) == ("Letter", "A4", "Letter")
    assert (us.postcode_word, gb.postcode_word) == ("ZIP code", "Postcode")
    assert (us.emergency_department, gb.emergency_department) == ("emergency room", "A&E")
    assert us.text_line is us.crisis_line
    assert gb.text_line is not None
    assert gb.text_line.sms == "85258"
    assert len(us.regions) == 56
    assert {"Arizona", "Puerto Rico"} <= {region.name for region in us.regions}
    assert len(ca.regions) == 13


def test_an_unknown_country_is_refused_with_the_choice() -> None:
    with pytest.raises(UnknownCountry, match="CA, GB, US"):
        country("XX")


@pytest.mark.parametrize("code", ["../us", "", "U"])
def test_a_code_is_never_a_path(code: str) -> None:
    with pytest.raises(UnknownCountry):
        country(code)


@pytest.mark.parametrize("code", codes())
def test_the_words_are_easy_to_read(code: str) -> None:
    sentences = [part for part in re.split(r"[.?] ?", country(code).help_now) if part]
    assert all(len(part.split()) <= 12 for part in sentences)
