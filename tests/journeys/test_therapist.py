"""Journey (a): a therapist from her invitation to a plan in force, shared, and on paper."""

import re
import time
from collections.abc import Callable
from email.message import EmailMessage
from io import BytesIO

import pypdf
import pytest
from playwright.sync_api import expect

from clinic.db.context import clinic_context
from tests import factories
from tests.cast import Cast
from tests.fit import fit_for_everybody
from tests.journeys.steps import Desk, code_now

NEW = "mara.lind@example.org"
ITEMS = ["I stop answering my sister", "Awake after two, scrolling", "Walk Luna to the water tower", "Cold water, count to 30"]
MORE = ["Late calls from work", "Nursing school in the fall", "Ana keeps the spare pills", "I answer texts on workdays"]
NUMBERS = ["928) 555-0177", "928) 555-0188", "877) 555-0190", "988", "741741", "911"]
SIGNAL, SAFE_WORD = "I touch my left ear", "marmalade"
REASON, WISH, SAYS_FIRST = "The first one, made together", "No uniform at the door", "I take Luna to the water tower"
Record = Callable[[str, object], None]


@pytest.mark.feature("A1", "A2", "B1", "B4", "B5", "B6", "B9", "B12", "M1")
def test_mara_from_her_invitation_to_a_plan_in_force(
    stage: Cast, a_desk: Callable[[], Desk], mail_to: Callable[[str], EmailMessage], record_testsuite_property: Record
) -> None:
    # given a clinic with a checked number for Coconino County
    with clinic_context(stage.elm.id):
        factories.resource(stage.ada)

    # when the admin invites a therapist
    ada = a_desk().signs_in(stage.ada, code_now())
    ada.clicks("Staff").is_on("Staff").clicks("Invite a person").is_on("Invite a person")
    address = f"{time.time_ns()}.{NEW}"
    ada.writes("Work e-mail", address).writes("Name", "Mara Lind").chooses("Therapist:").clicks("Invite", "main").is_on("Invited")

    # then a mail arrives that says nothing but that, and its link leads her in
    link = re.search(r"https?://\S+", mail_to(address).get_content())
    assert link
    mara = join(a_desk(), link[0])

    # when she adds a client in three fields and goes through the intake, following what the pages offer
    before = mara.measured()
    mara.clicks("Clients", "nav").is_on("Clients").clicks("Add a client").is_on("Add a client")
    mara.writes("Name to use", "Rosa").writes("Legal name", "Rosa Alvarez").writes("Phone number", "(928) 555-0142")
    mara.clicks("Add client", "main").is_on("Intake")
    record = mara.page.url.removesuffix("intake/")
    intake(mara)

    # and writes the plan with her: suggestions are picked, words typed, people and numbers picked
    write_plan(mara)

    # and reads it with her once, answers what the page asks, puts it in force and shows it on the call
    mara.clicks("Check and share").is_on("Check the plan of Rosa").sees(*ITEMS, *MORE, "(928) 555-0177", "(877) 555-0190")
    assert mara.page.locator("input[name=answer]:checked").count() == 0
    mara.sees("Before you share (optional)").clicks("Talked about it: ", "#hints").sees("Show answered ones")
    mara.writes("What changed, and why?", REASON).chooses("Took part in making it").chooses("In 14 days")
    mara.clicks("Put this plan in force").is_on("Share the plan").clicks("Share with Rosa")
    mara.sees("Not possible: no e-mail address is known")
    mara.clicks("Show link and code").is_on("Show this on the call")
    expect(mara.page.get_by_alt_text("The link as a QR code")).to_be_visible()

    # and hands it over: Rosa found the way alone, and says what she will do
    mara.clicks("Plan", ".subnav").clicks("Sharing", "main").sees("3. Hand it over", "Link shown on the call")
    fit_for_everybody(mara.page)
    mara.chooses("Yes", "Rosa found “Call Ana” without help").writes("“In your own words: what will you do first?”", SAYS_FIRST)
    mara.clicks("Record it").sees("Talked about on").clicks("Plan", ".subnav").is_on("Plan")
    record_testsuite_property("U28", mara.measured() - before)
    mara.sees("Version 1", REASON, "Took part in making it", "Shared, not opened yet", SAYS_FIRST)
    mara.clicks("Overview", ".subnav").is_on("Rosa").sees("Version 1 is in force", "Ana Alvarez", "Coconino mobile crisis team")
    mara.opens("/").is_on("Today")

    # then the PDF, made by the worker, holds every word meant for the client and every number, and is fit for a screen reader
    reads_well(the_pdf(mara, record))
    mara.no_complaints()
    ada.no_complaints()


def join(desk: Desk, link: str) -> Desk:
    """From the link in the mail to Today, with an authenticator app and recovery codes."""
    desk.opens(link).is_on("Join Elm Street").clicks("Continue").is_on("Join Elm Street")
    desk.writes("New password", "four words in a row").clicks("Join", "main").is_on("Set up your second step")
    desk.page.get_by_text("You cannot scan it?").click()
    desk.writes("Six-digit code the app shows now", code_now(desk.page.locator("#key").inner_text())).clicks("Finish")
    desk.is_on("Your recovery codes")
    codes = desk.page.locator(".codes code").all_inner_texts()
    assert len(set(codes)) == 10
    return desk.clicks("I have kept them, continue").is_on("Today")


def intake(desk: Desk) -> None:
    """Contact and safety, a place, a person, stress, video, privacy: everything is saved as typed, nothing is required."""
    desk.clicks("Contact and safety", "main").is_on("Contact and safety").clicks("Record which ways are safe")
    desk.is_on("How is it safe to reach them?").picks("Phone call: is it safe?", "Safe").clicks("Save", "main").is_on("Intake")
    desk.clicks("Places", ".subnav").clicks("Add a place", "main").is_on("Add a place")
    desk.writes("What they call this place", "My sister's").writes("Street, number, apartment", "418 Birch St, Apt 3B")
    desk.writes("Town", "Flagstaff").writes("State", "Arizona").writes("County", "Coconino").clicks("Save place").is_on("Places")
    desk.clicks("Contacts", ".subnav")
    for name, relation, phone, allows in (
        ("Ana Alvarez", "sister", "(928) 555-0177", "Any time"),
        ("Chris", "friend", "(928) 555-0188", "Only in a crisis"),
    ):
        desk.is_on("Contacts").clicks("Add a person", "main").is_on("Add a person")
        desk.writes("Name", name).writes("Who are they to the client?", relation).writes("Phone number", phone)
        desk.chooses(allows, "When may we call them?").clicks("Save person").is_on("Contacts").sees(name)
    desk.clicks("Intake", ".subnav").clicks("When help has to come", "main")
    desk.writes("What must not be done?", WISH).clicks("Completed, next section").is_on("What has happened before")
    desk.writes("How could one tell that it was getting hard?", "\n".join(ITEMS[:2]))
    desk.writes("What helped then, even a little?", ITEMS[2]).clicks("Completed, next section").is_on("Stress now")
    desk.writes("What tends to set a hard time off?", MORE[0]).writes("What would make the place safer?", MORE[2])
    desk.clicks("Completed, next section").is_on("What makes it harder, what holds")
    desk.writes("What keeps the client going?", MORE[1]).clicks("Completed, next section").is_on("Other needs")
    for title in ("Does video suit this client?", "Trying it out"):
        desk.clicks("Skip for now").sees(title)
    desk.clicks("Skip for now").is_on("Video and phone")
    desk.writes("Which number do we use when the video stops?", "(928) 555-0142").picks("Who calls whom?", "The therapist calls")
    desk.picks("After how many minutes?", "2 minutes").clicks("Completed, next section").is_on("Privacy")
    desk.writes("A signal for “someone is listening”", SIGNAL).writes("A word that means the same", SAFE_WORD)
    desk.clicks("Completed, next section").is_on("Rules for our sessions").clicks("Skip for now").is_on("Hours and limits")
    desk.clicks("Back to all sections").clicks("Check answers", "main").is_on("Check answers").sees(SIGNAL, WISH, *ITEMS[:3])
    desk.clicks("Start plan with these answers")


def write_plan(desk: Desk) -> None:
    """Every step that has something to say."""
    desk.is_on("What can set it off").clicks(f"Add “{MORE[0]}”").clicks("Save and continue to “Signs”").is_on(
        "Step 1. Signs it is getting hard"
    )
    for words in ITEMS[:2]:
        desk.clicks(f"Add “{words}”")
    desk.clicks("Save and continue to “On my own”").is_on("Step 2.").clicks(f"Add “{ITEMS[2]}”").adds(ITEMS[3])
    desk.clicks("Save and continue to “Around”").is_on("Step 3.").clicks("Add Chris, friend")
    desk.clicks("Save and continue to “Help”").is_on("Step 4.").clicks("Add Ana Alvarez, sister").sees("(928) 555-0177")
    desk.clicks("Save and continue to “Care team”").is_on("Step 5.").clicks("Add Coconino mobile crisis team")
    for step, words in (("Safer", MORE[2]), ("Matters", MORE[1])):
        desk.clicks(f"Save and continue to “{step}”").clicks(f"Add “{words}”").sees(words)
    desk.clicks("Save and continue to “Video”").is_on("For our video calls")
    desk.clicks(f"Add “{SIGNAL}”").sees("Not on the client's phone or paper").clicks(f"Add “{SAFE_WORD}”")
    desk.clicks("Add “If the video stops").sees("my therapist calls me")
    desk.clicks("Save and continue to “How we work”").is_on("How we work together").adds(MORE[3])


def the_pdf(desk: Desk, record: str) -> pypdf.PdfReader:
    """The PDF as it comes to the browser, once the worker has made it."""
    end = time.monotonic() + 90
    while True:
        answer = desk.context.request.get(f"{record}plan/1.pdf?paper=letter")
        if answer.headers["content-type"] == "application/pdf":
            assert answer.headers["content-disposition"] == 'inline; filename="my-plan.pdf"'
            return pypdf.PdfReader(BytesIO(answer.body()))
        assert answer.status == 202
        assert time.monotonic() < end, "no PDF within 90 seconds"
        time.sleep(0.5)


def reads_well(pdf: pypdf.PdfReader) -> None:
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert [words for words in (*ITEMS, *MORE, "my therapist calls me at", "Ana Alvarez", "Chris") if words not in text] == []
    assert [number for number in NUMBERS if number not in text] == []
    assert [words for words in (SIGNAL, SAFE_WORD, "Rosa", "Mara", "Elm Street", "Birch St") if words in text] == []
    assert "/StructTreeRoot" in pdf.root_object
    assert pdf.root_object["/MarkInfo"]["/Marked"]
    assert pdf.root_object["/Lang"].startswith("en")
    assert pdf.metadata is not None
    assert pdf.metadata.title == "My plan"
