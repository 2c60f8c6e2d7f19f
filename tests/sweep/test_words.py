"""After a journey through real pages and processes, nothing that lies around holds a word of it.

Sealed columns, links and codes are for the people they are meant for: the raw database, Redis, logs, mail, sessions, stored
PDFs and the profiles of both browsers hold none of the planted words. Directory entries are open data and not among them.
"""

import base64
import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg2
import pytest
import redis
from django.contrib.sessions.models import Session
from django.db import connection
from playwright.sync_api import BrowserType, expect

from clinic.clients.models import Client, PageInvitation
from clinic.db.context import clinic_context
from clinic.devservers.mailsink import MailSink, mails_in
from clinic.devservers.postgres import SUPERUSER
from emergency.actions.check_in_links import send
from safetyplans.models import PlanDocument
from tests import factories
from tests.cast import Cast
from tests.journeys.conftest import handrail, mail_to  # noqa: F401 - fixtures
from tests.journeys.steps import PATIENCE, Desk, code_now
from tests.scene import planted
from tests.servers import Processes, eventually

TYPED = (
    "name", "legal", "place", "street", "there", "door", "ana", "relation", "note", "marco", "reason", "call words", "mail words",
    "past_crises", "past_signs", "what_helped", "past_harm", "hospital", "stressors", "triggers", "substances", "means_words",
    "protective", "device", "platform", "who_can_hear", "signal", "safe_word", "after_signal", "reply_time", "messages_for",
    "channels", "emergency_only", "after_hours", "item", "second item", "declined", "password", "wrong password", "mailbox",
    "must_not", "not_involve", "risk_words", "medical", "failed", "observed", "crisis", "decided",
    "session note", "moved to", "said street", "crisis note", "crisis street", "with whom", "happened", "told to", "told", "told why",
)  # fmt: skip
WORDS = {name: planted("sweep", number) for number, name in enumerate(TYPED)}
PHONES = {
    "own phone": "(928) 555-0131",
    "ana's phone": "(928) 555-0132",
    "other phone": "(928) 555-0133",
    "backup": "(928) 555-0134",
}
EMAIL = f"{WORDS['mailbox']}@example.org"
NEVER_SHOWN = {"password", "wrong password"}
MAY_BE_IN_MAIL = frozenset({"mailbox", "token", "questions token"})  # whom it goes to, and the link itself


def forms(words: dict[str, str]) -> dict[str, list[bytes]]:
    """Each word as it could lie around: as typed, and numbers as bare digits."""
    digits = {name: re.sub(r"\D", "", number) for name, number in PHONES.items()}
    return {name: [text.encode(), *([digits[name].encode()] if name in digits else [])] for name, text in words.items()}


def found(blob: bytes, words: dict[str, str], but: frozenset[str] = frozenset()) -> set[str]:
    """Names of the words that stand in it, in any letter case."""
    lower = blob.lower()
    return {name for name, ways in forms(words).items() if any(way.lower() in lower for way in ways)} - but


@pytest.fixture
def redis_traffic(handrail: str) -> Iterator[list[bytes]]:  # noqa: F811
    """Every command Redis gets, with the bodies of tasks decoded."""
    heard: list[bytes] = []
    monitor = redis.from_url(os.environ["REDIS_URL"]).monitor()
    monitor.__enter__()

    def listen() -> None:
        with suppress(Exception):  # ends when the connection is closed below
            for command in monitor.listen():
                heard.append(str(command).encode())

    threading.Thread(target=listen, daemon=True).start()
    yield heard
    with suppress(Exception):
        monitor.__exit__(None, None, None)


def decoded(traffic: list[bytes]) -> bytes:
    raw = b"\n".join(traffic)
    bodies = [base64.b64decode(body) for body in re.findall(rb'body\W+([A-Za-z0-9+/]{16,}={0,2})"', raw)]
    assert any(b"null" in body for body in bodies), "no task was seen on its way through Redis"
    return raw + b"\n".join(bodies)


def whole_database() -> bytes:
    """Every row of every table as the superuser reads it, sealed columns as the bytes they are."""
    host = parse_qs(urlsplit(os.environ["DATABASE_URL"]).query)["host"][0]
    parts: list[bytes] = []
    with psycopg2.connect(host=host, user=SUPERUSER, dbname=connection.settings_dict["NAME"]) as opened, opened.cursor() as cursor:
        cursor.execute("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"select * from {table}")
            for row in cursor:
                parts += [bytes(value) if isinstance(value, memoryview) else str(value).encode() for value in row]
    return b"\n".join(parts)


def files_in(*folders: Path) -> bytes:
    return b"\n".join(file.read_bytes() for folder in folders for file in sorted(folder.rglob("*")) if file.is_file())


@pytest.fixture
def desk_with_profile(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    tmp_path: Path,
    handrail: str,  # noqa: F811
) -> Callable[[str], Desk]:
    """A browser that keeps its profile in a folder, as people's browsers do."""

    def start(name: str) -> Desk:
        context = browser_type.launch_persistent_context(tmp_path / "profiles" / name, **browser_type_launch_args)
        return Desk(context, handrail)

    return start


class Eyes:
    """What stood on the pages: the words must have been there, or their absence elsewhere says nothing."""

    def __init__(self) -> None:
        self.seen = b""

    def read(self, desk: Desk, *addresses: str) -> None:
        for address in addresses:
            desk.opens(address)
            values = desk.page.eval_on_selector_all("input, textarea", "all => all.map(each => each.value).join(' ')")
            self.seen += f"{desk.page.content()} {values}".encode()


def a_session_with_rosa(lee: Desk, record: str) -> None:
    """Everything a therapist types about a client."""
    word = WORDS
    lee.opens(f"{record}edit/").writes("Name to use", word["name"]).writes("Legal name", word["legal"])
    lee.writes("Phone number", PHONES["own phone"]).writes("E-mail", EMAIL).clicks("Save", "main")
    lee.opens(f"{record}contact-safety/")
    for channel, words in (("call", "call words"), ("email", "mail words")):
        lee.page.locator(f"#id_{channel}_safe").select_option("yes")
        lee.page.fill(f"#id_{channel}_words", word[words])
    lee.clicks("Save", "main")
    lee.opens(f"{record}locations/new/").writes("What they call this place", word["place"])
    lee.writes("Street, number, apartment", word["street"]).writes("Town", "Flagstaff").writes("State", "AZ")
    lee.writes("Who else is there?", word["there"]).writes("How to get in", word["door"]).clicks("Save place").sees(word["door"])
    lee.opens(f"{record}contacts/new/").writes("Name", word["ana"]).writes("Who are they to the client?", word["relation"])
    lee.writes("Phone number", PHONES["ana's phone"]).writes("Another number", PHONES["other phone"])
    lee.chooses("Any time", "When may we call them?").writes("Note", word["note"]).clicks("Save person").sees(word["ana"])
    lee.opens(f"{record}contacts/new/").writes("Name", word["marco"]).chooses("Do not contact this person")
    lee.writes("Why not?", word["reason"]).clicks("Save person").sees(word["marco"])
    intake(lee, record)
    plan(lee, record)


def intake(lee: Desk, record: str) -> None:
    sections = {
        "history": ("past_crises", "past_signs", "what_helped", "past_harm", "hospital"),
        "stressors": ("stressors", "triggers", "substances", "means_words"),
        "wishes": ("must_not", "not_involve"),
        "factors": ("risk_words", "protective"),
        "needs": ("medical",),
        "rehearsal": ("device", "platform", "failed"),
        "tech": (),
        "privacy": ("who_can_hear", "signal", "safe_word", "after_signal"),
        "hours": ("reply_time", "channels", "messages_for", "emergency_only", "after_hours"),
    }
    for section, keys in sections.items():
        lee.opens(f"{record}intake/{section}/")
        if section == "tech":
            lee.page.fill("#id_backup_phone", PHONES["backup"])
        for key in keys:
            lee.page.fill(f"#id_{key}", WORDS[key])
        lee.clicks("Save for later").is_at("/intake/")
    lee.opens(f"{record}observations/").chooses("Sees no way forward").chooses("The client told me")
    lee.writes("In your words", WORDS["observed"]).writes("Which day was it?", "2026-01-05").clicks("Record observation")
    lee.sees(WORDS["observed"]).opens(f"{record}intake/formulations/new/").writes(
        "What kind of crisis could come?", WORDS["crisis"]
    )
    lee.chooses("I do not say a level").clicks("Record with today").sees(WORDS["crisis"])
    lee.opens(f"{record}intake/care/").chooses("Teletherapy suits").writes("Why?", WORDS["decided"]).clicks("Record decision")
    lee.sees(WORDS["decided"])


def plan(lee: Desk, record: str) -> None:
    word = WORDS
    lee.opens(f"{record}plan/").clicks("Start the plan").is_at("/plan/edit/triggers/")
    lee.opens(f"{record}plan/edit/alone/").adds(word["item"], word["second item"])
    lee.opens(f"{record}plan/edit/signs/").clicks(f"Add “{word['past_signs']}”").sees("Item 1")
    lee.opens(f"{record}plan/edit/help/").clicks(f"Add {word['ana']}").sees(PHONES["ana's phone"])
    lee.opens(f"{record}plan/edit/video/").clicks(f"Add “{word['safe_word']}”").sees("Not on the client's phone")
    lee.opens(f"{record}plan/edit/safer/").page.get_by_text("Nothing for this step?").click()
    lee.page.fill("#reason", word["declined"])
    lee.clicks("Not for now").sees("does not want this step")
    lee.opens(f"{record}plan/check/").chooses("Took part in making it").chooses("In 7 days").clicks("Put this plan in force")
    lee.is_at("/plan/share/")


def a_crisis_with_rosa(lee: Desk, phone: Desk, eyes: Eyes, record: str, link: str) -> None:
    """What is written while a session goes wrong, and afterwards."""
    word, page = WORDS, lee.page
    lee.opens("/").clicks("Start session").sees("Note for this session")
    session = page.url
    page.wait_for_load_state()  # before that no script hears what is typed
    page.fill("#note-words", word["session note"])
    page.locator("#note-words").blur()
    lee.sees("All changes saved").clicks("Different place").sees("Where is").page.wait_for_load_state()
    lee.writes("Street and number, or what you can see there", word["moved to"]).writes("Town", "Flagstaff")
    lee.picks("State or country", "Arizona").page.locator("#id_region").blur()
    lee.clicks("Yes, confirmed", "#numbers").sees("Note for this session")
    eyes.read(lee, session)

    phone.opens(link).chooses("Somewhere else").page.get_by_text("Somewhere else? You can type where").click()
    phone.writes("Street and number", word["said street"]).writes("Town", "Page")
    phone.clicks("Continue").chooses("I am alone").clicks("Continue").chooses("I will say it on the call").clicks("Done")
    phone.sees("Thank you")
    lee.opens(session).clicks_on(page.locator("[data-crisis-go]").first)
    page.get_by_label("Add a note").fill(word["crisis note"])
    lee.presses("Enter")
    expect(page.locator("[data-log] li:not(.waiting)", has_text=word["crisis note"])).to_be_visible(timeout=PATIENCE)
    eyes.read(lee, f"{record}crisis/")
    lee.opens(f"{record}crisis/place/").writes("Street and number, or what you can see there", word["crisis street"])
    lee.writes("Town", "Page").page.locator("#id_region").select_option("AZ")
    lee.clicks("Client is here now").sees(word["crisis street"])

    lee.opens(f"{record}crisis/end/").chooses("With family or a friend").writes("Who is with the client now?", word["with whom"])
    page.fill("#id_next_day", "2036-01-05")
    page.fill("#id_next_time", "10:00")
    lee.clicks("End crisis view", "main").sees(word["crisis note"])
    incident = page.url
    lee.opens(f"{incident}report/").writes("What happened", word["happened"]).chooses("Danger, no harm")
    lee.clicks("Hand in for sign-off").sees(word["happened"])
    lee.opens(f"{incident}disclosure/").writes("Told to", word["told to"]).writes("What was told", word["told"])
    lee.writes("Why", word["told why"]).chooses("The client agreed").clicks("Add the disclosure").sees(word["told why"])
    eyes.read(lee, incident, f"{record}crisis/print/", f"{record}sessions/")


@pytest.mark.feature("M5")
def test_nothing_that_lies_around_holds_a_word(
    stage: Cast,
    processes: Processes,
    handrail: str,  # noqa: F811
    desk_with_profile: Callable[[str], Desk],
    mail_to: Callable[[str], EmailMessage],  # noqa: F811
    mail_sink: MailSink,
    redis_traffic: list[bytes],
    tmp_path: Path,
) -> None:
    # given a therapist who mistypes her password once, and then works with a client for an hour
    stage.elm.exit_url = f"{handrail}/healthz/"  # nothing outside is reached from tests
    stage.elm.save(update_fields=["exit_url"])
    stage.lee.user.set_password(WORDS["password"])
    stage.lee.user.save()
    lee, eyes = desk_with_profile("therapist"), Eyes()
    record = f"{lee.site}/clients/{stage.rosa.pk}/"
    lee.opens("/sign-in/").writes("Work e-mail", stage.lee.user.email).writes("Password", WORDS["wrong password"])
    lee.clicks("Continue").sees("do not go together").writes("Password", WORDS["password"]).clicks("Continue")
    lee.writes("Code from your app", code_now()).clicks("Sign in", "main").is_at("/")
    a_session_with_rosa(lee, record)
    pages = ("", "edit/", "contact-safety/", "locations/", "contacts/", "intake/check/", "plan/", "plan/edit/safer/", "nowhere/")
    pages += ("observations/", "intake/formulations/", "intake/care/")
    eyes.read(lee, *(f"{record}{page}" for page in pages), f"{lee.site}/clients/", f"{lee.site}/today-nowhere/")

    # when the link goes by mail and the client opens the page on a phone
    lee.opens(f"{record}plan/share/").clicks("Share with").clicks("Send the link").sees("Tell the client this code")
    code = lee.page.locator(".big").inner_text().strip()
    letter = mail_to(EMAIL).get_content()
    link = re.search(r"https?://\S+/l/([^/\s]+)/", letter)
    assert link
    words = {**WORDS, **PHONES, "token": link[1], "seed": factories.SEED}
    phone = desk_with_profile("client")
    phone.opens(link[0]).clicks("Open your page").writes("Your code", code).clicks("Go on")
    phone.chooses("No. Let this phone open my page").clicks("Open my page").sees(WORDS["item"])
    eyes.read(phone, "/my/", "/my/numbers/", "/my/phone/", "/my/nowhere/")
    phone.opens(link[0]).sees(WORDS["item"]).page.locator("#leave").click()
    phone.is_at("/healthz/")

    # and the next session, with its questions by link, becomes a crisis
    with clinic_context(stage.elm.id):
        session = factories.session(stage.lee, Client.objects.get(pk=stage.rosa.pk), minutes_from_now=20)
        send(by=stage.lee.actor, session=session)
    questions = f"/c/{questions_of(mail_sink)}/"
    words["questions token"] = questions.split("/")[2]
    a_crisis_with_rosa(lee, phone, eyes, record, questions)

    # then every word was on a page,
    assert set(words) - found(eyes.seen, words) == {*NEVER_SHOWN, "token", "seed", "questions token"}
    with clinic_context(stage.elm.id):
        eventually(lambda: PlanDocument.objects.exists(), "the PDF", 90)
        assert PlanDocument.objects.first().pdf.startswith(b"%PDF")  # type: ignore[union-attr]
        assert PageInvitation.objects.get().used_at is not None
    for desk in (lee, phone):
        desk.context.close()
    processes.stop()

    # and none of them is anywhere else
    database = whole_database()
    assert str(stage.rosa.pk).encode() in database
    assert found(database, words) == set()
    assert b"%PDF" not in database
    assert b"/l/" + link[1].encode() not in database
    assert questions.encode() not in database
    sessions = str([session.get_decoded() for session in Session.objects.all()])
    assert str(stage.lee.user_id) in sessions
    assert found(sessions.encode(), words) == set()
    assert found(decoded(redis_traffic), words) == set()
    logs = log_files(tmp_path)
    assert b"view=" in logs
    assert found(logs, words) == set()
    mails = "".join(f"{mail.items()} {mail.get_content()}" for mail in mails_in(mail_sink.folder))
    assert found(mails.encode(), words, MAY_BE_IN_MAIL) == set()
    assert re.search(rf"(?<!\d){code}(?!\d)", letter) is None
    profiles = files_in(tmp_path / "profiles")
    # a page kept in a cache could be packed, so look at addresses too
    assert set(re.findall(rb"localhost:\d+/([a-z]+)", profiles)) - {b"healthz"} == {b"static"}
    assert found(profiles, words) == set()


def questions_of(mail_sink: MailSink) -> str:
    """The token of the link with the questions before a session, once its mail is there."""
    link = re.compile(r"/c/([^/\s]+)/")

    def tokens() -> list[str]:
        return [told[1] for mail in mails_in(mail_sink.folder) if (told := link.search(mail.get_content()))]

    eventually(lambda: bool(tokens()), "the questions before the session", 60)
    return tokens()[-1]


def log_files(folder: Path) -> bytes:
    """What web, worker, PostgreSQL and Redis wrote."""
    servers = Path(os.environ["HANDRAIL_VAR"]) / "log"
    return b"\n".join(file.read_bytes() for file in [*folder.glob("*.log"), *servers.glob("*.log")])
