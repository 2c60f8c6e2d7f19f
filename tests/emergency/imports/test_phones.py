"""Numbers as dialled: short codes stay short, menu digits stay apart."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emergency.imports.phones import Phone, UnreadablePhone, read_phone


@pytest.mark.parametrize(
    ("text", "country", "phone"),
    [
        ("988", "US", Phone("988", "988")),
        ("988 press 1", "US", Phone("988", "988", "press 1")),
        ("988, then press 2", "US", Phone("988", "988", "press 2")),
        ("988 (option 2)", "US", Phone("988", "988", "option 2")),
        ("741741", "US", Phone("741741", "741741")),
        ("116 123", "GB", Phone("116 123", "116123")),
        ("(800) 555-0100 ext. 12", "US", Phone("(800) 555-0100", "18005550100", "ext. 12")),
        ("3347938701", "US", Phone("3347938701", "13347938701")),
        ("+1 334 793 8701", "US", Phone("+1 334 793 8701", "13347938701")),
        ("1-334-793-8701", "PR", Phone("1-334-793-8701", "13347938701")),
        ("3347938701.0", "US", Phone("3347938701", "13347938701")),
        ("'+44 1632 960 142", "US", Phone("+44 1632 960 142", "441632960142")),
        ("01632 960 142", "GB", Phone("01632 960 142", "441632960142")),
        ("1-800-273-TALK", "US", Phone("1-800-273-TALK", "18002738255")),
        ("９２８５５５０１４２", "US", Phone("9285550142", "19285550142")),
    ],
)
def test_numbers_as_lists_write_them(text: str, country: str, phone: Phone) -> None:
    assert read_phone(text, country) == phone


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "phone is missing"),
        ("  ", "phone is missing"),
        ("none", "phone cannot be read"),
        ("8", "phone cannot be read"),
        ("+1988", "phone cannot be read"),
        ("3600000000", "phone cannot be read"),
        ("3.34794E+09", "phone cannot be read"),
        ("=1+1", "phone cannot be read"),
        ("555-0142", "phone has no area code"),
        ("928-555-0142 / 928-555-0143", "there is more than one phone number in the cell"),
        ("9285550142 or 9285550143", "there is more than one phone number in the cell"),
    ],
)
def test_what_cannot_be_dialled_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(UnreadablePhone, match=reason):
        read_phone(text, "US")


@given(st.from_regex(r"[1-9][0-9]{1,5}", fullmatch=True), st.sampled_from(["US", "GB", "DE", "NL", "KR"]))
def test_a_short_code_is_never_given_a_country(code: str, country: str) -> None:
    assert read_phone(code, country) == Phone(code, code)


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(UnreadablePhone):
        assert read_phone(text, "US").digits.isdecimal()


@pytest.mark.parametrize("text", ["1 " * 30, "(" * 60, "1-" * 30 + "x", "press " * 10, "1" * 10_000])
def test_no_cell_is_slow(text: str) -> None:
    began = time.thread_time()
    with pytest.raises(UnreadablePhone):
        read_phone(text, "US")
    assert time.thread_time() - began < 0.05
