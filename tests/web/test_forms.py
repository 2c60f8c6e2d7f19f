"""What people type is kept, cleaned of tricks, and answered in plain words."""

import unicodedata
from typing import Any

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from clinic.accounts.countries import country
from clinic.web.forms import ClinicForm, DayField, Line, PhoneField, Words, clean_words
from clinic.web.numbers import diallable, grouped
from clinic.web.whole_numbers import number_of
from tests.web.pages import PersonForm, ids, rendered, tree, with_class, words

FILLED = {
    "name": "Ana", "number": "928 555 0142", "permission": "any", "town": "Flagstaff", "state": "AZ", "agreed": "on", "seen": "3",
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Walk   Luna ", "Walk Luna"),
        ("two\nlines", "two lines"),
        ("tab\there", "tab here"),
        ("nul\x00byte", "nulbyte"),
        ("\u202e2410 555\u202c", "2410 555"),
        ("Jose\u0301", "José"),
        ("a\x01\u0301", "á"),
        ("🌊 مرحبا", "🌊 مرحبا"),
    ],
)
def test_a_line_is_one_clean_line(typed: str, kept: str) -> None:
    assert Line().clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("9999-12-31", "Enter a year between 1900 and 2200"),
        ("0001-01-01", "Enter a year between 1900 and 2200"),
        ("2201-01-01", "Enter a year between 1900 and 2200"),
        ("tomorrow", "Enter a date, like 2026-11-30"),
    ],
)
def test_a_date_is_one_that_somebody_can_mean(typed: str, words: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        DayField().clean(typed)
    assert refused.value.messages == [words]
    assert [DayField().clean(day).isoformat() for day in ("1900-01-01", "2200-12-31")] == ["1900-01-01", "2200-12-31"]


@pytest.mark.parametrize(
    ("said", "number"),
    [("7", 7), ("0", 0), ("12", 12), ("13", None), ("9" * 5000, None), ("", None), ("-1", None), ("²", None), ("1.0", None)],
)
def test_a_number_is_read_when_it_can_be_one_of_ours(said: str, number: int | None) -> None:
    assert number_of(said, 12) == number


def test_words_keep_their_line_breaks() -> None:
    assert Words().clean("one\r\n two\r\rthree\u2028four\x0b \n") == "one\n two\n\nthree\nfour"


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_words(text)
    assert clean_words(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not {unicodedata.category(char) for char in once if char != "\n"} & {"Cc", "Cs"}


def test_too_many_words_are_told_and_never_cut_off() -> None:
    form = PersonForm({**FILLED, "note": "x" * 51}, country="US")
    assert form.errors == {"note": ["Use 50 characters at most. You have 51 now"]}
    assert "maxlength" not in str(form["note"])


@pytest.mark.parametrize(
    "number",
    ["988", "911", "741741", "13 11 14", "116 123", "(928) 555-0142", "+44 20 7946 0958", "928-555-0142 ext 12", "928.555.0142"],
)
def test_a_phone_number_is_kept_as_typed(number: str) -> None:
    assert PhoneField(country="US").clean(number) == number


@pytest.mark.parametrize(
    "number", ["call Ana", "555-0142", "12", "1-800-FLOWERS", "928 555 0142; 911", "javascript:alert(1)", "928 555 01424242", "+"]
)
def test_what_nobody_can_dial_is_refused_with_an_example(number: str) -> None:
    with pytest.raises(forms.ValidationError, match="Enter a phone number, like 928 555 0142"):
        PhoneField(country="US").clean(number)


@pytest.mark.parametrize("number", ["929 55", "988", "741741"])
def test_a_persons_number_is_no_short_code(number: str) -> None:
    with pytest.raises(forms.ValidationError, match="Enter a phone number, like 928 555 0142"):
        PhoneField(country="US", short_codes=False).clean(number)
    assert PhoneField(country="US", short_codes=False).clean("(928) 555-0142") == "(928) 555-0142"


def test_an_empty_number_and_an_optional_one() -> None:
    with pytest.raises(forms.ValidationError, match=r"^\['Enter a phone number'\]$"):
        PhoneField().clean("  ")
    assert PhoneField(required=False).clean("") == ""


@pytest.mark.parametrize("where", ["GB", country("GB")])
def test_the_form_tells_its_phone_fields_the_country(where: Any) -> None:
    assert "number" not in PersonForm({**FILLED, "number": "020 7946 0958"}, country=where).errors
    assert "number" in PersonForm({**FILLED, "number": "020 7946 0958"}, country="US").errors


@pytest.mark.parametrize(
    ("number", "code", "dialled", "read"),
    [
        ("(928) 555-0142", "US", "+19285550142", "(928) 555-0142"),
        ("9285550142", "US", "+19285550142", "(928) 555-0142"),
        ("9285550142", "", "9285550142", "9285550142"),
        ("928 555 0142 ext 12", "US", "+19285550142", "(928) 555-0142 ext. 12"),
        ("928 555 0142 ext 12", "", "9285550142", "928 555 0142 ext 12"),
        ("988", "US", "988", "988"),
        ("741741", "US", "741741", "741741"),
        ("116 123", "GB", "116123", "116 123"),
        ("+44 20 7946 0958", "US", "+442079460958", "+44 20 7946 0958"),
        ("020 7946 0958", "GB", "+442079460958", "020 7946 0958"),
        ("", "US", "", ""),
    ],
)
def test_numbers_are_dialled_and_read(number: str, code: str, dialled: str, read: str) -> None:
    assert (diallable(number, code), grouped(number, code)) == (dialled, read)


def test_messages_say_what_to_do() -> None:
    class Everything(ClinicForm):
        town = Line(label="Town")
        mail = forms.EmailField(label="E-mail")
        day = DayField(label="Day")
        choice = forms.ChoiceField(label="State", choices=[("AZ", "Arizona")])
        several = forms.MultipleChoiceField(label="Days", choices=[("1", "Monday")])
        agreed = forms.BooleanField(label="Rosa said yes")
        own = Line(label="Own", error_messages={"required": "Enter what Rosa calls it"})

    empty = Everything({}).errors
    assert empty["town"] == ["Fill in “Town”"]
    assert empty["choice"] == ["Choose an answer for “State”"]
    assert empty["agreed"] == ["Tick “Rosa said yes” to go on"]
    assert empty["own"] == ["Enter what Rosa calls it"]
    wrong = Everything(
        {"town": "a", "mail": "x", "day": "tomorrow", "choice": "XX", "several": ["9"], "agreed": "on", "own": "b"}
    ).errors
    assert wrong["mail"] == ["Enter an e-mail address, like name@example.org"]
    assert wrong["day"] == ["Enter a date, like 2026-11-30"]
    assert wrong["choice"] == ["Choose one of the answers for “State”"]
    assert wrong["several"] == ["Choose one of the answers for “Days”"]


def test_one_tag_gives_the_whole_form() -> None:
    html = rendered("{% crispy form %}", form=PersonForm(country="US", cancel_url="/back/", submit_label="Save Ana"))
    page = tree(html)
    form = next(page.iter("form"))
    assert form.get("method") == "post"
    assert "novalidate" in form.attrib
    assert [token.get("value") for token in page.iter("input") if token.get("name") == "csrfmiddlewaretoken"] == ["the-token"]
    assert [words(button) for button in page.iter("button")] == ["Save Ana"]
    assert [(link.get("href"), words(link)) for link in page.iter("a")] == [("/back/", "Go back")]
    names = {element.get("name") for element in page.iter() if element.get("name")}
    assert set(PersonForm.base_fields) <= names, "a field outside the layout is missing"
    assert not [element for element in page.iter() if "required" in element.attrib]
    assert "*" not in html


def test_only_optional_fields_are_marked() -> None:
    page = tree(rendered("{% crispy form %}", form=PersonForm()))
    marked = {words(element) for element in [*page.iter("label"), *page.iter("legend")] if "(optional)" in words(element)}
    assert marked == {"E-mail (optional)", "Can help with (optional)", "Check again on (optional)", "Note (optional)"}


def test_errors_stand_on_top_and_at_the_field() -> None:
    page = tree(rendered("{% crispy form %}", form=PersonForm({"mail": "x"})))
    summary = with_class(page, "summary")[0]
    links = {link.get("href", "")[1:]: words(link) for link in summary.iter("a")}
    assert words(next(summary.iter("h2"))) == "There is a problem"
    assert "Choose when we may call Ana" in links.values()
    assert words(summary).count("Fill in “Seen”") == 1, "a hidden field's problem must not vanish"
    assert set(links) <= set(ids(page))
    at_fields = [words(error).removeprefix("Error: ") for error in with_class(page, "error")]
    assert sorted(at_fields) == sorted(links.values())


def test_every_field_points_at_its_hint_and_error() -> None:
    page = tree(rendered("{% crispy form %}", form=PersonForm({})))
    known = ids(page)
    assert len(known) == len(set(known))
    described = [element.get("aria-describedby", "").split() for element in page.iter() if element.get("aria-describedby")]
    assert described
    assert {name for names in described for name in names} <= set(known)
    name = next(element for element in page.iter("input") if element.get("name") == "name")
    assert name.get("aria-invalid") == "true"
    assert name.get("aria-describedby", "").split() == ["id_name_helptext", "id_name_error"]
    group = next(element for element in page.iter("fieldset") if "id_permission_error" in element.get("aria-describedby", ""))
    assert words(next(group.iter("legend"))) == "When may we call Ana?"


def test_words_of_people_never_become_markup() -> None:
    form = PersonForm({"name": "<script>alert(1)</script>", "number": '"><b>'}, submit_label="Remove <i>Ana</i> {{ form }}")
    html = rendered("{% crispy form %}", form=form)
    assert "<script>" not in html
    assert "<b>" not in html
    assert "Remove &lt;i&gt;Ana&lt;/i&gt; {{ form }}" in html


def test_a_file_form_sends_files() -> None:
    class Upload(ClinicForm):
        file = forms.FileField(label="CSV file")

    assert 'enctype="multipart/form-data"' in rendered("{% crispy form %}", form=Upload())


def test_a_password_can_be_shown_once_the_script_is_there() -> None:
    class SignIn(ClinicForm):
        password = forms.CharField(label="Password", widget=forms.PasswordInput)

    page = tree(rendered("{% crispy form %}", form=SignIn()))
    button = next(button for button in page.iter("button") if button.get("data-reveal"))
    assert (button.get("type"), button.get("data-reveal"), words(button)) == ("button", "id_password", "Show Password")
    assert "hidden" in button.attrib
