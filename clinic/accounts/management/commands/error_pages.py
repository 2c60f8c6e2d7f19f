"""Writes the static error pages: they answer when the application cannot, and they always carry the help numbers."""

from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.loader import render_to_string

from clinic.accounts.countries import codes, country
from clinic.web.error_pages import FOLDER


class Words(NamedTuple):
    """What one page says; `way_on` is the text of its link, if it has one."""

    heading: str
    text: tuple[str, ...] = ()
    way_on: str = ""


SAVED = "What said saved is kept. If you just sent something, go back and send it again."
STAFF = {
    400: Words("That did not work", ("Go back and try again.",), "Today"),
    403: Words(
        "That was not sent",
        ("This page may have been open for too long.", "Go back, load the page again, then try once more."),
        "Today",
    ),
    404: Words("Page not found", (), "Today"),
    410: Words("This link no longer works", ("Ask for a new one.",)),
    429: Words("Too many tries", ("Wait 10 minutes, then try again.",)),
    500: Words("Sorry, that did not work", (SAVED, "Try again."), "Today"),
    503: Words("Sorry, we cannot show this now", (SAVED, "Try again in a few minutes.")),
}
RECORD = Words(
    "Page not found",
    ("If this is the record of a client: you do not have this record.", "If you are covering, look the client up by name."),
    "Open as cover",
)
CLIENT = {
    400: Words("That did not work", ("Go back and try again.",), "Go to my page"),
    403: Words("That was not sent", ("Go back, load the page again, then try once more.",), "Go to my page"),
    404: Words("This page is not here", (), "Go to my page"),
    410: Words("This link no longer works", ("Ask for a new one.",)),
    429: Words("Too many tries", ("Wait 10 minutes or call the clinic.",)),
    500: Words("Sorry, that did not work", (SAVED, "Try again."), "Go to my page"),
    503: Words("Sorry, this page is not working now", (SAVED, "Try again in a few minutes.")),
}


def pages() -> dict[Path, str]:
    """Every error page: where it lies and what it must hold."""
    made = {FOLDER / f"staff-{status}.html": _page(words, "Handrail", "/") for status, words in STAFF.items()}
    made[FOLDER / "staff-404-record.html"] = _page(RECORD, "Handrail", "/clients/find/")
    for code in codes():
        for status, words in CLIENT.items():
            file = FOLDER / f"client-{status}-{code.lower()}.html"
            made[file] = _page(words, "My page", "/my/", country=country(code))
    return made


def _page(words: Words, title: str, home: str, **more: object) -> str:
    text = render_to_string("errors/page.html", {"words": words, "title": title, "home": home, **more})
    lines = (line.rstrip() for line in text.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


class Command(BaseCommand):
    """Run it after a change to a country pack or to templates/errors/page.html, and commit what it wrote."""

    help = "Write the static error pages under static/errors from the country packs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only say whether the files are up to date.")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = pages()
        found = {file: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.html")}
        if options["check"] and found != wanted:
            raise CommandError("The error pages are out of date. Run: manage.py error_pages")
        if not options["check"]:
            self._write(wanted, found)

    def _write(self, wanted: dict[Path, str], found: dict[Path, str]) -> None:
        for file in found.keys() - wanted.keys():
            file.unlink()
        FOLDER.mkdir(parents=True, exist_ok=True)
        for file, text in wanted.items():
            file.write_text(text, encoding="utf-8")
        self.stdout.write(f"{len(wanted)} error pages written.")
