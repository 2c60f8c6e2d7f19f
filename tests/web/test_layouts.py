"""The three base pages: what every page has, and what none may have."""

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from django import forms

from clinic.accounts.countries import codes, country
from clinic.web.forms import ClinicForm, Line
from tests.web.pages import ids, rendered, tree, with_class, words

pytestmark = pytest.mark.urls("tests.web.pages")

STATIC = Path(__file__).resolve().parents[2] / "static"
BASES = ["base.html", "portal.html", "plain.html"]
NAV = [{"name": "client-list", "label": "Clients", "current": True}, {"name": "no-such-page", "label": "Gone", "current": False}]
CLINIC = {"name": "Juniper", "phone": "(415) 555-0100", "country": country("US")}


class NameForm(ClinicForm):
    name = Line(label="Name")


def page(base: str, **context: object) -> Element:
    source = (
        f'{{% extends "{base}" %}}{{% block title %}}Clients{{% endblock %}}{{% block content %}}<h1>Hello</h1>{{% endblock %}}'
    )
    return tree(rendered(source, clinic=CLINIC, nav=NAV, country=country("US"), **context))


def title(root: Element) -> str:
    return words(next(root.iter("title")))


@pytest.mark.parametrize("base", BASES)
def test_nothing_inline_and_nothing_from_elsewhere(base: str) -> None:
    root = page(base)
    assert not list(root.iter("style"))
    for element in root.iter():
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")], element.attrib
        if element.tag == "script":
            assert element.get("src", "").startswith("/static/")
        if element.tag == "link":
            assert element.get("href", "").startswith("/static/")


@pytest.mark.parametrize("base", BASES)
def test_the_first_stop_of_the_keyboard_leads_to_the_content(base: str) -> None:
    root = page(base)
    first = next(element for element in root.iter() if element.tag in {"a", "button", "input"})
    assert (words(first), first.get("href")) == ("Skip to content", "#content")
    assert "content" in ids(root)
    assert next(root.iter("html")).get("lang") == "en"


@pytest.mark.parametrize(
    ("base", "plain"), [("base.html", "Clients – Juniper"), ("portal.html", "My page"), ("plain.html", "Clients")]
)
def test_the_title_says_when_there_is_a_problem(base: str, plain: str) -> None:
    assert title(page(base, form=NameForm())) == plain
    assert title(page(base, any_name=NameForm({"name": "Ana"}))) == plain
    assert title(page(base, any_name=NameForm({}))) == f"Error: {plain}"
    rows = forms.formset_factory(NameForm)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1"}
    assert title(page(base, rows=rows(data))) == f"Error: {plain}"


def test_the_title_does_not_wake_lazy_objects() -> None:
    from django.utils.functional import SimpleLazyObject

    def never() -> object:
        raise AssertionError("woken")

    assert title(page("plain.html", user=SimpleLazyObject(never))) == "Clients"


def test_staff_header_shows_known_pages_and_signs_out_by_post() -> None:
    root = page("base.html")
    nav = with_class(root, "site-nav")[0]
    assert [(link.get("href"), link.get("aria-current"), words(link)) for link in nav.iter("a")] == [
        ("/clients/", "page", "Clients")
    ]
    out = next(form for form in root.iter("form") if form.get("action") == "/sign-out/")
    assert out.get("method") == "post"
    assert [field.get("name") for field in out.iter("input")] == ["csrfmiddlewaretoken"]
    assert "tel:+14155550100" in {link.get("href") for link in root.iter("a")}


def test_htmx_keeps_no_history_and_evaluates_nothing() -> None:
    root = page("base.html")
    config = next(meta.get("content", "") for meta in root.iter("meta") if meta.get("name") == "htmx-config")
    for setting in (
        '"allowEval":false',
        '"historyCacheSize":0',
        '"includeIndicatorStyles":false',
        '{"code":"409|422","swap":true}',
    ):
        assert setting in config
    assert next(root.iter("body")).get("hx-history") == "false"


@pytest.mark.parametrize("code", codes())
def test_client_pages_carry_leave_page_and_the_numbers_of_the_country(code: str) -> None:
    here = country(code)
    source = '{% extends "portal.html" %}{% block content %}<h1>Hello</h1>{% endblock %}'
    root = tree(rendered(source, country=here, first_contact={"name": "Ana", "tel": "+1 928 555 0177"}))
    leave = [link for link in root.iter("a") if words(link) == "Leave page"]
    assert {(link.get("href"), link.get("rel")) for link in leave} == {("/exit/", "nofollow noreferrer")}
    assert len(leave) == 2
    bar = with_class(root, "bar")[0]
    assert [link.get("href") for link in bar.iter("a")] == ["tel:+19285550177", "#lines", f"tel:{here.emergency.tel}"]
    panel = next(element for element in root.iter() if element.get("id") == "lines")
    hrefs = [link.get("href") for link in panel.iter("a")]
    for line in here.lines:
        assert not line.tel or f"tel:{line.tel}" in hrefs
        assert not line.sms or f"sms:{line.sms_tel}" in hrefs
        assert line.language_option in words(panel)
    for link in [*bar.iter("a"), *panel.iter("a")]:
        digits = re.sub(r"\D", "", (link.get("href") or "").partition(":")[2])
        assert digits.removeprefix("1") in re.sub(r"\D", "", words(link)), "the number must stand in the row as text"


def test_client_pages_name_nobody() -> None:
    root = page("portal.html", client="Rosa")
    assert title(root) == "My page"
    assert "Juniper" not in words(root)
    robots = next(meta.get("content", "") for meta in root.iter("meta") if meta.get("name") == "robots")
    assert "noindex" in robots


def test_the_demo_is_called_a_demo_on_every_page() -> None:
    for base in BASES:
        assert words(with_class(page(base, demo=True), "demo")[0]).startswith("Demo: made-up people.")
        assert not with_class(page(base, demo=False), "demo")


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(char * 2 for char in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def palettes() -> dict[str, dict[str, str]]:
    css = (STATIC / "css" / "tokens.css").read_text()
    blocks = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", block)) for block in re.findall(r"\{([^{}]+)\}", css)]
    light, chosen, device = (block for block in blocks if "bg" in block)
    assert chosen == device, "dark by choice and dark by device differ"
    return {"light": light, "dark": {**light, **chosen}}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_can_be_read(theme: str) -> None:
    colours = palettes()[theme]
    text = [(ink, ground) for ink in ("ink", "muted", "link", "call", "danger") for ground in ("bg", "surface")]
    text += [(f"{kind}-ink", f"{kind}-bg") for kind in ("warn", "ok", "info")] + [
        ("on", "primary"),
        ("on", "call"),
        ("on-head", "head"),
    ]
    assert {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 1)
        for pair in text
        if contrast(colours[pair[0]], colours[pair[1]]) < 7
    } == {}
    for ground in ("bg", "surface"):
        assert contrast(colours["line"], colours[ground]) >= 3.8
    assert contrast(colours["focus"], colours["focus-ring"]) >= 7
