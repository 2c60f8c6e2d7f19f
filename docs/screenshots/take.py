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
    """Sign-in links of a fresh demo by persona, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="handrail-shots-") as folder, (Path(folder) / "said").open("w+") as said:
        command = [sys.executable, "manage.py", "up", "--demo", "--port", str(free_port())]
        running = subprocess.Popen(command, cwd=PROJECT, env={**os.environ, "HANDRAIL_VAR": f"{folder}/var"}, stdout=said)
        try:
            yield _links(running, Path(said.name))
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(30)


def _links(running: subprocess.Popen[bytes], said: Path) -> dict[str, str]:
    while "Ctrl-C" not in said.read_text():
        if running.poll() is not None:
            sys.exit("The demo did not start.")
        time.sleep(0.2)
    return dict(re.findall(r"^  (\S.*?), .*\n\s+(http\S+)$", said.read_text(), re.MULTILINE))


def keep(picture: Image.Image, file: Path) -> None:
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


class Camera:
    """One browser and the folder its pictures go to."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.folder = browser, folder

    def staff(self, link: str) -> Page:
        page = self.browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        page.goto(link)
        return page

    def phone(self) -> Page:
        look = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 1.5, "color_scheme": "dark"}
        return self.browser.new_context(**look, is_mobile=True, has_touch=True).new_page()  # type: ignore[arg-type]

    def take(self, page: Page, name: str) -> None:
        page.wait_for_load_state("networkidle")
        if "not found" in page.locator("h1").inner_text():
            sys.exit(f"There is no page for the picture {name}.")
        keep(Image.open(BytesIO(page.screenshot())), self.folder / f"{name}.png")


def therapist(camera: Camera, link: str) -> Page:
    """Today, a client's record, the editor, the check page; the record stays open."""
    page = camera.staff(link)
    camera.take(page, "today")
    page.get_by_role("link", name="Clients").first.click()
    page.get_by_role("link", name="Rosa Alvarez").first.click()
    page.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}/$"))
    record = page.url
    camera.take(page, "client")
    page.goto(f"{record}plan/edit/signs/")
    camera.take(page, "editor")
    page.goto(f"{record}plan/check/")
    camera.take(page, "check")
    page.goto(record)
    return page


def client(camera: Camera, staff: Page, record: str) -> None:
    """The way a client comes in: the link shown on the call, the code, the question about the phone."""
    staff.goto(f"{record}phone/")
    staff.locator("button[name=way][value=shown]").click()
    code = staff.locator("p.big").inner_text()
    page = camera.phone()
    page.goto(staff.locator("p.small", has_text="/l/").inner_text())
    page.get_by_role("button", name="Open your page").click()
    page.get_by_role("textbox").first.fill(code)
    page.locator("main form button[type=submit]").click()
    page.locator("main form input[type=radio]").first.check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/my/")
    camera.take(page, "phone")


def paper(camera: Camera, staff: Page, record: str) -> None:
    staff.goto(record)
    address = staff.locator("a[href*='.pdf']").first.get_attribute("href") or ""
    for _ in range(60):
        answer = staff.request.get(staff.evaluate("a => new URL(a, location).href", address))
        if answer.headers["content-type"] == "application/pdf":
            picture = subprocess.run(
                ["pdftoppm", "-png", "-r", "80", "-l", "1", "-"], input=answer.body(), capture_output=True, check=True
            )
            keep(Image.open(BytesIO(picture.stdout)), camera.folder / "pdf.png")
            return
        time.sleep(1)
    sys.exit("The PDF was not made.")


def admin(camera: Camera, link: str) -> None:
    page = camera.staff(link)
    home = page.url
    page.goto(f"{home.split('/', 3)[0]}//{home.split('/', 3)[2]}/directory/")
    camera.take(page, "directory")
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
        paper(camera, staff, record)
        admin(camera, links["Ada Novak"])


main()
