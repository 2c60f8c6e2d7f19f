"""Takes the pictures of the README: a demo of its own on a free port, looked at with Debian's Chromium. See bin/screenshots."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).resolve().parent
PROJECT = PICTURES.parent.parent
CHROMIUM = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
COLOURS = 128  # a page has few; the files stay small
STYLES = ("full", "large", "card", "support", "er", "chart")
FIRST_COPY = """
from clinic.db.context import clinic_context
from clinic.demo.clinic import existing
from clinic.demo.rosa import NAME
from safetyplans.models import PlanVersion
with clinic_context(existing().pk):
    first = PlanVersion.objects.filter(number=1).select_related("plan__client")
    print("copy:" + next(each.copy_token for each in first if each.plan.client.name == NAME))
"""
A_LIST = """Name,Phone,Kind,Town,State,Open
Pine County crisis team,(928) 555-0121,Mobile crisis team,Flagstaff,AZ,24 hours
Flagstaff 911 center,(928) 555-0111,Direct 911 or dispatch line,Flagstaff,AZ,Day and night
Canyon walk-in clinic,(928) 555-0133,Urgent care,Page,AZ,Daily 8 am to 8 pm
Number to be told,,Crisis line,Page,AZ,
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def demo() -> Iterator[dict[str, str]]:
    """Sign-in links of a fresh demo by persona, and the token of an old paper, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="handrail-shots-") as folder, (Path(folder) / "said").open("w+") as said:
        command = [sys.executable, "manage.py", "up", "--demo", "--port", str(free_port())]
        where = {**os.environ, "HANDRAIL_VAR": f"{folder}/var"}
        running = subprocess.Popen(command, cwd=PROJECT, env=where, stdout=said)
        try:
            links = _links(running, Path(said.name))
            yield {**links, "copy": _first_copy(where)}
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(30)


def _links(running: subprocess.Popen[bytes], said: Path) -> dict[str, str]:
    while "Ctrl-C" not in said.read_text():
        if running.poll() is not None:
            sys.exit("The demo did not start.")
        time.sleep(0.2)
    return dict(re.findall(r"^  (\S.*?), .*\n\s+(http\S+)$", said.read_text(), re.MULTILINE))


def _first_copy(where: dict[str, str]) -> str:
    """What the square on a paper of Rosa's first version says; the paper itself cannot be read without a camera."""
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", FIRST_COPY]
    said = subprocess.run(command, cwd=PROJECT, env=where, capture_output=True, text=True, check=True).stdout
    return said.split("copy:")[1].strip()


def keep(picture: Image.Image, file: Path) -> None:
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


class Camera:
    """One browser and the folder its pictures go to."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.folder = browser, folder

    def staff(self, link: str) -> Page:
        page = self.browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
        page.goto(link)
        return page

    def phone(self, colours: str = "dark") -> Page:
        look = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 1.5, "color_scheme": colours}
        return self.browser.new_context(**look, is_mobile=True, has_touch=True).new_page()  # type: ignore[arg-type]

    def take(self, page: Page, name: str) -> None:
        page.wait_for_load_state("networkidle")
        heading = page.locator("h1").first
        if heading.count() and "not found" in heading.inner_text():
            sys.exit(f"There is no page for the picture {name}.")
        keep(Image.open(BytesIO(page.screenshot())), self.folder / f"{name}.png")


PAGES = (  # name of the picture, address below the record
    ("client", ""),
    ("editor", "plan/edit/alone/"),
    ("together", "plan/together/alone/"),
    ("check", "plan/check/"),
    ("compare", "plan/compare/?a=1&b=2"),
    ("hand-over", "plan/share/"),
    ("screenings", "screenings/"),
    ("formulations", "intake/formulations/compare/"),
    ("intake", "intake/"),
)
BELOW = {"hand-over": "Hand it over", "screenings": "PHQ-9"}  # what is looked at stands further down


def therapist(camera: Camera, link: str) -> Page:
    """Today, a client's record and what hangs on it, the lock; the record stays open."""
    page = camera.staff(link)
    camera.take(page, "today")
    page.get_by_role("link", name="Clients").first.click()
    page.get_by_role("link", name="Rosa Alvarez").first.click()
    page.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}/$"))
    record = page.url
    for name, below in PAGES:
        page.goto(record + below)
        if name in BELOW:
            page.locator("h2", has_text=BELOW[name]).first.evaluate("title => title.scrollIntoView({block: 'start'})")
        camera.take(page, name)
    page.goto(record)
    return page


def mailed(page: Page, home: str) -> str:
    """The link of the newest check-in in the demo's mailbox."""
    for _ in range(60):
        page.goto(f"{home}demo/mail/")
        link = page.locator("a[href*='/c/']").first
        if link.count():
            return link.get_attribute("href") or ""
        time.sleep(1)
    sys.exit("The check-in did not come.")


def check_in(camera: Camera, link: str) -> None:
    """The first of the three questions; then they are all answered."""
    page = camera.phone("light")
    page.goto(link)
    camera.take(page, "check-in")
    for answer in ("Sister's place", "I am alone", "Call the number that ends in"):
        page.get_by_label(answer).check()
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state()


def in_session(camera: Camera, link: str) -> None:
    """From the check-in to the crisis view, wide and on a phone; an incident of weeks ago. Another sign-in: its bar is on every page."""
    page = camera.staff(link)
    home = page.url
    page.get_by_role("button", name="Send check-in").first.click()
    page.wait_for_url("**/send/")
    check_in(camera, mailed(page, home))
    page.goto(home)
    page.get_by_role("button", name="Start session").first.click()
    page.get_by_role("button", name="Yes, confirmed").click()
    page.get_by_text("Confirmed", exact=False).first.wait_for()
    page.evaluate("scrollTo(0, 0)")
    camera.take(page, "session")
    page.locator("#to-crisis").click()
    page.locator(".crisis-over").wait_for()
    camera.take(page, "crisis")
    phone = camera.phone()
    phone.goto(link)
    phone.locator("#to-crisis").click()
    phone.locator(".crisis-over").wait_for()
    camera.take(phone, "crisis-phone")
    page.goto(f"{home}incidents/")
    page.locator("main table a").last.click()
    page.wait_for_url(re.compile(r"/incidents/[0-9a-f-]{36}/"))
    camera.take(page, "incident")


def locked(camera: Camera, staff: Page) -> None:
    """The last picture of a therapist: only a password opens it again."""
    staff.locator("header summary", has_text="Account").click()
    staff.locator("form[data-lock-now] button").click()
    staff.locator("input[type=password]").first.wait_for()
    camera.take(staff, "lock")


def come_in(page: Page, link: str, code: str) -> None:
    """The way a client comes in: the link, then the code that was told."""
    page.goto(link)
    page.locator("main form button[type=submit]").click()
    page.get_by_role("textbox").first.fill(code)
    page.locator("main form button[type=submit]").click()


def client(camera: Camera, staff: Page, record: str) -> None:
    """The client's page, after the question about the phone; then the questions of a link, on another phone."""
    staff.goto(f"{record}phone/")
    staff.locator("button[name=way][value=shown]").click()
    code = staff.locator("p.big").inner_text()
    page = camera.phone()
    come_in(page, staff.locator("p.small", has_text="/l/").inner_text(), code)
    page.locator("main form input[type=radio]").first.check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/my/")
    camera.take(page, "phone")


def questions(camera: Camera, staff: Page, record: str) -> None:
    """One question of the intake as a client meets it who has answered none."""
    staff.goto(f"{record.split('/clients/')[0]}/clients/")
    staff.get_by_role("link", name="Leah Moss").first.click()
    staff.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}/$"))
    staff.goto(f"{staff.url}intake/send/")
    staff.locator("input[type=checkbox][value=needs]").check()
    staff.locator("button[name=way][value=shown]").click()
    code = staff.locator("p.big").inner_text()
    page = camera.phone("light")
    come_in(page, staff.locator("p.small", has_text="/l/").inner_text(), code)
    page.wait_for_url("**/my/questions/**")
    if not re.search(r"/questions/[0-9]+/", page.url):
        page.locator("main form button[type=submit], main a.btn").first.click()
    camera.take(page, "question")


def copy(camera: Camera, record: str, token: str) -> None:
    """What a paper's square leads to, when a newer version is in force."""
    page = camera.phone("light")
    page.goto(f"{record.split('/clients/')[0]}/v/{token}/")
    camera.take(page, "copy")


def papers(camera: Camera, staff: Page, record: str) -> None:
    """The first page of every style."""
    for style in STYLES:
        picture = subprocess.run(
            ["pdftoppm", "-png", "-r", "60", "-l", "1", "-"], input=_pdf(staff, record, style), capture_output=True, check=True
        )
        keep(Image.open(BytesIO(picture.stdout)), camera.folder / f"pdf-{style}.png")


def _pdf(staff: Page, record: str, style: str) -> bytes:
    for _ in range(60):
        answer = staff.request.get(f"{record}plan/2.pdf?style={style}&paper=letter")
        if answer.headers["content-type"] == "application/pdf":
            return answer.body()
        time.sleep(1)
    sys.exit(f"The PDF {style} was not made.")


def admin(camera: Camera, link: str) -> None:
    page = camera.staff(link)
    home = page.url
    page.goto(f"{home.split('/', 3)[0]}//{home.split('/', 3)[2]}/directory/")
    camera.take(page, "directory")
    directory = page.url
    page.goto(f"{directory}coverage/")
    camera.take(page, "coverage")
    page.goto(directory.replace("/directory/", "/manage/protocols/"))
    camera.take(page, "steps")
    page.goto(directory.replace("/directory/", "/manage/wording/care/"))
    camera.take(page, "wording")
    page.goto(directory)
    page.goto(f"{page.url}import/")
    page.locator("input[type=file]").set_input_files({"name": "list.csv", "mimeType": "text/csv", "buffer": A_LIST.encode()})
    page.locator("input[name=source]").fill("County list, November")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/match/")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/check/")
    camera.take(page, "import")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    program = next(path for path in CHROMIUM if Path(path).exists())
    with demo() as links, sync_playwright() as playwright:
        camera = Camera(playwright.chromium.launch(executable_path=program), folder)
        staff = therapist(camera, links["Dr. Lee"])
        record = staff.url
        client(camera, staff, record)
        questions(camera, staff, record)
        copy(camera, record, links["copy"])
        papers(camera, staff, record)
        locked(camera, staff)
        in_session(camera, links["Dr. Lee"])
        admin(camera, links["Ada Novak"])


main()
