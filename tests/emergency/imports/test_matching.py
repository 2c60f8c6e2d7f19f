"""Which column feeds which field."""

import pytest

from emergency.imports import matching
from emergency.imports.reader import read_sheet
from tests.emergency.imports import lists


def guessed(data: bytes) -> dict[str, str]:
    sheet = read_sheet(data)
    mapped = matching.guess(sheet.header, [row.cells for row in sheet.rows[:50]])
    return {key: sheet.header[column] for key, column in mapped.items()}


def test_the_hospitals_match_by_themselves() -> None:
    assert guessed(lists.hospitals()) == {
        "name": "name", "phone": "phone", "kind": "hospital_type", "emergency_services": "emergency_services",
        "street": "address", "town": "city", "county": "county", "region": "state", "postcode": "zip",
        "source_id": "facility_id", "latitude": "lat", "longitude": "lon",
    }  # fmt: skip


def test_other_words_and_another_order() -> None:
    assert guessed(lists.RENAMED) == {
        "region": "State", "phone": "Telephone Number", "town": "City/Town", "name": "Facility Name",
        "emergency_services": "Emergency Services", "postcode": "ZIP Code", "source_id": "CCN",
    }  # fmt: skip


def test_words_of_another_language() -> None:
    found = guessed(lists.SEMICOLONS)
    assert (found["name"], found["phone"], found["postcode"]) == ("Einrichtung", "Telefon", "PLZ")
    assert (found["street"], found["town"], found["kind"]) == ("Straße", "Ort", "Art")


def test_the_fax_is_never_the_phone() -> None:
    assert guessed(b"Name,Fax,Fax phone,Voice\nElm,9285550101,9285550102,9285550103\n")["phone"] == "Voice"


def test_a_column_of_numbers_is_the_phone_even_without_a_word() -> None:
    rows = b"Wer,Wohin\n" + b"".join(b"Elm %d,928-555-01%02d\n" % (at, at) for at in range(9))
    assert guessed(rows)["phone"] == "Wohin"


def test_coordinates_and_amounts_are_no_phones() -> None:
    assert "phone" not in guessed(b"name,lat,beds\nElm,-85.363631123,120\nOak,31.216303123,80\n")


def test_what_must_be_chosen_is_said() -> None:
    header = ("a", "b")
    assert matching.problems({}, header) == [
        "Choose the column that holds the name",
        "Choose the column that holds the phone number",
    ]
    assert matching.problems({"name": 0, "phone": 1}, header) == []
    assert matching.problems({"name": 0, "sms": 1}, header) == []
    assert matching.problems({"name": 0, "phone": 0}, header) == ["“a” is chosen twice: for Name and Phone"]
    assert matching.problems({"name": 0, "phone": 7}, header) == ["A chosen column is not in this file"]


def test_a_remembered_matching_survives_a_new_order() -> None:
    first, second = ("Name", "Phone No", "Ort"), ("Ort", "Phone No", "Name")
    assert matching.header_key(first) == matching.header_key(second)
    names = matching.to_names({"name": 0, "phone": 1, "town": 2}, first)
    assert matching.from_names(names, second) == {"name": 2, "phone": 1, "town": 0}
    assert matching.from_names({"name": "gone", "nonsense": "ort"}, second) == {}


@pytest.mark.parametrize("heading", ["", "💥", "=1+1", "x" * 5000])
def test_any_heading_is_survived(heading: str) -> None:
    assert matching.guess((heading,), [("",)]) == {}
