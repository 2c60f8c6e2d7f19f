"""The base pages in a browser: Leave page, focus, storage, size and axe."""

from collections.abc import Callable
from pathlib import Path

import django_htmx
import pytest
from playwright.sync_api import Page, Route, expect

from clinic.accounts.countries import country
from tests.fit import violations
from tests.web.pages import PersonForm, rendered

pytestmark = pytest.mark.urls("tests.web.pages")

SITE = "http://page.test"
STATIC = Path(__file__).resolve().parents[2] / "static"
SECRET = "Walk Luna to the water tower"
HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
BODIES = {
    "portal.html": f"<h1>Hi Rosa. Start here.</h1><p>{SECRET}</p>{{% crispy form %}}",
    "base.html": '<h1>Clients</h1>{% crispy form %}<div id="here"><button class="btn" hx-post="/refused/" hx-target="#here">Try</button></div>',
    "plain.html": "<h1>Sign in</h1>{% crispy form %}",
}


@pytest.fixture
def site(page: Page) -> Callable[..., Page]:
    """Serves one base page with a form under its real policy; nothing else answers."""
    html = {"/exit/": "<!doctype html><title>Weather</title><h1>Weather</h1>"}

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(SITE).partition("?")[0]
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            file = file if file.exists() else HTMX / file.name
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        elif path == "/refused/":
            route.fulfill(status=422, body=html[path], content_type="text/html; charset=utf-8")
        elif path in html:
            policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
            route.fulfill(
                body=html[path],
                content_type="text/html; charset=utf-8",
                headers={"Content-Security-Policy": policy, "Cache-Control": "no-store"},
            )
        else:
            route.fulfill(status=404, body="")

    def open_page(base: str = "portal.html", problems: bool = False) -> Page:
        form = PersonForm({} if problems else None, country="US")
        source = f'{{% extends "{base}" %}}{{% load crispy_forms_tags %}}{{% block title %}}Clients{{% endblock %}}{{% block content %}}{BODIES[base]}{{% endblock %}}'
        clinic = {"name": "Juniper", "phone": "(415) 555-0100", "country": country("US")}
        ana = {"name": "Ana", "tel": "(928) 555-0177"}
        html["/refused/"] = rendered("{{ form|as_crispy_errors }}", form=PersonForm({}, prefix="late"))
        html["/my/"] = rendered(source, form=form, clinic=clinic, country=country("US"), first_contact=ana, demo=True)
        page.route(f"{SITE}/**", serve)
        page.goto(f"{SITE}/my/")
        return page

    return open_page


def stored(page: Page) -> str:
    return str(page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})"))


def test_leave_page_and_back(site: Callable[..., Page]) -> None:
    page = site()
    assert SECRET in page.inner_text("body")
    page.click("#leave")
    page.wait_for_url("**/exit/")
    page.go_back()
    page.wait_for_selector(".closed-page")
    assert SECRET not in page.content()
    assert page.inner_text("body") == "This page was closed. Open again"
    assert stored(page) == '{"left":"1"}'
    page.reload()
    page.wait_for_selector(".closed-page")
    assert SECRET not in page.inner_text("body")
    page.click("text=Open again")
    expect(page.locator("body")).to_contain_text(SECRET)
    assert stored(page) == "{}"


def test_opening_the_page_anew_is_never_in_the_way(site: Callable[..., Page]) -> None:
    page = site()
    page.click("#leave")
    page.wait_for_url("**/exit/")
    page.goto(f"{SITE}/my/")
    assert SECRET in page.inner_text("body")


def test_shift_three_times_leaves(site: Callable[..., Page]) -> None:
    page = site()
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    assert page.inner_text("#exit-status") == "Press Shift again to leave"
    assert page.url == f"{SITE}/my/"
    page.keyboard.press("Shift")
    page.wait_for_url("**/exit/")


def test_capital_letters_do_not_leave(site: Callable[..., Page]) -> None:
    page = site()
    page.focus("#id_name")
    for letter in "ABCD":
        page.keyboard.down("Shift")
        page.keyboard.press(letter)
        page.keyboard.up("Shift")
    page.keyboard.press("Shift")
    page.keyboard.type("x")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    assert page.url == f"{SITE}/my/"


def test_the_error_summary_has_the_focus_and_leads_to_the_field(site: Callable[..., Page]) -> None:
    page = site("base.html", problems=True)
    page.wait_for_selector("[data-error-summary]:focus")
    page.click("text=Choose when we may call Ana >> nth=0")
    expect(page.locator("#id_permission_0")).to_be_focused()


@pytest.mark.parametrize("problems", [False, True])
@pytest.mark.parametrize("base", BODIES)
def test_pages_fit_and_pass_axe(site: Callable[..., Page], base: str, problems: bool) -> None:
    page = site(base, problems)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    for width, height in ((1366, 768), (360, 640), (320, 256)):
        for theme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert violations(page) == []
    low = "[...document.querySelectorAll('.btn, input:not([type=radio], [type=checkbox], [type=hidden]), select, .choice')]"
    assert page.evaluate(f"{low}.filter(e => e.offsetHeight && e.offsetHeight < 44).length") == 0
    assert complaints == []


def test_a_refused_fragment_is_shown_and_leaves_nothing_in_storage(site: Callable[..., Page]) -> None:
    page = site("base.html")
    page.click("text=Try")
    page.wait_for_selector("#here [data-error-summary]:focus")
    assert stored(page) == "{}"
