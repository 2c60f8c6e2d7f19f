"""The country pack: numbers, words and paper of a country, as data. A new country is one more JSON file here.

Pages, PDFs and the static error pages take every number from here and from the directory, never from their own text,
so that a client in London never meets the numbers of Chicago. The sources stand in emergency/starter/national_resources.csv.
The sentences are English and plain; whoever shows one runs it through gettext.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent


class UnknownCountry(LookupError):
    """There is no pack for this code; the message names those there are."""


@dataclass(frozen=True)
class Emergency:
    """The one number for danger now."""

    label: str
    number: str

    @property
    def tel(self) -> str:
        """What a tel: link dials: the number exactly as a person would press it."""
        return dialled(self.number)


@dataclass(frozen=True)
class Line:
    """A crisis line. Menu digits and keywords stand apart from the number, because no link can press or type them."""

    kind: str  # as in the directory: crisis_line or text_line
    name: str
    number: str = ""
    sms: str = ""
    keyword: str = ""
    menu: str = ""
    hours: str = ""
    language_option: str = ""
    relay: str = ""
    note: str = ""
    chat_url: str | None = None

    @property
    def tel(self) -> str:
        """What a tel: link dials; empty for a line that takes texts only."""
        return dialled(self.number)

    @property
    def sms_tel(self) -> str:
        """Where an sms: link writes to; empty for a line that takes calls only. Short codes stay short."""
        return dialled(self.sms)


@dataclass(frozen=True)
class Region:
    """A state, province or territory."""

    code: str
    name: str


@dataclass(frozen=True)
class Country:
    """One country pack."""

    code: str
    name: str
    emergency: Emergency
    lines: tuple[Line, ...]
    danger_now: str
    talk_to_someone: str
    emergency_department: str
    paper: str
    date_format: str
    phone_region: str
    phone_example: str
    address_example: str
    town_example: str
    postcode_word: str
    postcode_example: str
    region_word: str
    regions: tuple[Region, ...]

    @property
    def help_now(self) -> str:
        """The two sentences every client page, PDF and error page carries."""
        return f"{self.danger_now} {self.talk_to_someone}"

    @property
    def crisis_line(self) -> Line:
        """The line named first."""
        return self.lines[0]

    @property
    def text_line(self) -> Line | None:
        """The first line that answers texts."""
        return next((line for line in self.lines if line.sms), None)


def dialled(number: str) -> str:
    """Only what a phone can dial. Nothing is added: a short code with a country prefix reaches nobody."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


@cache
def codes() -> tuple[str, ...]:
    """The codes of the countries there is a pack for."""
    return tuple(sorted(file.stem.upper() for file in FOLDER.glob("*.json")))


@cache
def country(code: str) -> Country:
    """The pack of this country (upper or lower case), or UnknownCountry."""
    if code.upper() not in codes():
        raise UnknownCountry(f"There is no country pack for {code!r}. There are: {', '.join(codes())}.")
    return _read(json.loads((FOLDER / f"{code.lower()}.json").read_text(encoding="utf-8")))


def _read(pack: dict[str, Any]) -> Country:
    return Country(
        **{
            **pack,
            "emergency": Emergency(**pack["emergency"]),
            "lines": tuple(Line(**line) for line in pack["lines"]),
            "regions": tuple(Region(code, name) for code, name in pack["regions"].items()),
        }
    )
