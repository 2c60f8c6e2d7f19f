"""What a member of staff does at a computer, in the words of the journeys.

`is_on` names the page by its heading and waits until it is all there, for before that no script hears a key; it looks once
at each page for what nobody should meet: see `fit_for_everybody`.
Each verb counts what a person would press, as SCREENS 5.2 counts: a click is a press of the pointer, Enter or Space, a key
is every key that writes no letter, and text is free.
"""

import os
import re
import time
from base64 import b32decode
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import resolve
from django_otp.oath import totp
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

from clinic.accounts.models import Membership
from tests import factories
from tests.fit import fit_for_everybody
from tests.sweep.pages import PAGES

SWEPT = {name for names in PAGES.values() for name in names}  # tests/sweep/test_pages_fit.py looks at these
LEFT = (
    "htmx:sendAbort",
    "htmx:afterRequest",
)  # a page that was left while it asked; every other failure is told by a name of its own
PATIENCE = 15_000
PRESSES = ("Enter", "Space", "Control+Enter")
MOST_TABS = 40


@dataclass(frozen=True)
class Measured:
    """What a stretch of work took: presses of the pointer, Enter or Space; keys that write no letter; seconds of the machine."""

    clicks: int
    keys: int
    seconds: float

    def __sub__(self, before: "Measured") -> "Measured":
        return Measured(self.clicks - before.clicks, self.keys - before.keys, round(self.seconds - before.seconds, 1))


@dataclass
class Desk:
    """A browser in front of one person; `complaints` are what its console said."""

    context: BrowserContext
    site: str
    page: Page = field(init=False)
    complaints: list[str] = field(default_factory=list)
    pressed: int = 0
    keyed: int = 0

    def measured(self) -> Measured:
        """All that was pressed up to now; take the difference of two."""
        return Measured(self.pressed, self.keyed, time.monotonic())

    def __post_init__(self) -> None:
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda problem: self.complaints.append(str(problem)))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(LEFT):
            self.complaints.append(f"{urlsplit(self.page.url).path}: {message.text}")

    def opens(self, address: str) -> "Desk":
        self.page.goto(address if "://" in address else self.site + address)
        return self

    def clicks(self, words: str, within: str = "body") -> "Desk":
        """A button or a link by its words."""
        here = self.page.locator(within)
        return self.clicks_on(here.get_by_role("button", name=words).or_(here.get_by_role("link", name=words)).first)

    def clicks_on(self, thing: Locator) -> "Desk":
        self.pressed += 1
        thing.click()
        return self

    def writes(self, label: str, words: str) -> "Desk":
        """Into the box with the pointer, then the words instead of what stood there."""
        self.pressed += 1
        self.box(label).fill(words)
        return self

    def types(self, words: str) -> "Desk":
        """With real keys, where the focus is."""
        self.page.keyboard.type(words)
        return self

    def presses(self, *keys: str) -> "Desk":
        for key in keys:
            self.keyed += 1
            self.pressed += key in PRESSES
            self.page.keyboard.press(key)
        return self

    def tabs_to(self, thing: Locator) -> "Desk":
        """As many Tabs as it takes from where the focus is."""
        thing = thing.first
        thing.wait_for()
        for _ in range(MOST_TABS):
            self.presses("Tab")
            if thing.evaluate("each => each === document.activeElement"):
                return self
        raise AssertionError(f"not reached with {MOST_TABS} Tabs: {thing}")

    def chooses(self, answer: str, of: str = "") -> "Desk":
        """A radio button, a tick or a line of a list, by its words; `of` is the question."""
        question = self.page.get_by_role("group", name=re.compile(rf"^{re.escape(of)}")).first if of else self.page.locator("main")
        found = question.get_by_label(answer).first
        self.pressed += 1
        found.check()
        return self

    def picks(self, label: str, answer: str) -> "Desk":
        self.pressed += 2  # it opens, and closes on the answer
        self.box(label).select_option(label=answer)
        return self

    def box(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$")).first

    def adds(self, *lines: str) -> "Desk":
        """Type lines into the step of a plan: Enter after each, saved while typing."""
        self.has_scripts().clicks_on(self.page.get_by_label("Add item").last).types(lines[0])
        for words in lines[1:]:
            self.presses("Enter").types(words)
        return self.has_saved()

    def has_scripts(self) -> "Desk":
        """The editor of a plan hears keys from now on."""
        expect(self.page.locator("html.scripted")).to_be_attached(timeout=PATIENCE)
        return self

    def has_saved(self) -> "Desk":
        expect(self.page.get_by_role("status").first).to_have_text("All changes saved", timeout=PATIENCE)
        return self

    def sees(self, *words: str) -> "Desk":
        for each in words:
            expect(self.page.locator("body")).to_contain_text(each, timeout=PATIENCE)
        return self

    def never_sees(self, *words: str) -> "Desk":
        html = self.page.content()
        met = [each for each in words if each in html]
        assert met == [], met
        return self

    def is_on(self, heading: str) -> "Desk":
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading, timeout=PATIENCE)
        self.page.wait_for_load_state()
        name = resolve(urlsplit(self.page.url).path).url_name
        if name not in SWEPT and first_to_look_at(f"{name} {heading}"):
            fit_for_everybody(self.page)
        return self

    def is_at(self, end: str) -> "Desk":
        """The address, as far as it is the same for everybody; wherever on the page it leads."""
        self.page.wait_for_url(re.compile(rf"{re.escape(end)}(#.*)?$") if end != "/" else f"{self.site}/")
        return self

    def signs_in(self, member: Membership, code: str) -> "Desk":
        self.opens("/sign-in/").writes("Work e-mail", member.user.email).writes("Password", factories.PASSWORD)
        return self.clicks("Continue").writes("Code from your app", code).clicks("Sign in", "main")

    def no_complaints(self) -> None:
        assert self.complaints == [], self.complaints


def first_to_look_at(screen: str) -> bool:
    """Whether no journey of this run has looked at it, in whatever process: a look takes seconds."""
    seen = Path(os.environ["TEST_RUN"], "looked-at-" + sha256(screen.encode()).hexdigest())
    try:
        seen.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def code_now(key: str = "") -> str:
    """The six digits a phone shows: for the key as it stands on the page, or that of the cast."""
    seed = b32decode(key.replace(" ", "")) if key else bytes.fromhex(factories.SEED)
    return f"{totp(seed):06d}"
