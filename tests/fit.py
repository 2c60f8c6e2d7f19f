"""What a page must never do to anybody: break a rule that axe knows, or be wider than the screen."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

Rules = Mapping[str, object]
Look = tuple[int, int, str, Rules]
RULES: Rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
UNCOLOURED: Rules = {**RULES, "rules": {"color-contrast": {"enabled": False}}}
COLOURS: Rules = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
# every rule where a page is narrow; at the other size and in the other theme what depends on them
LOOKS: tuple[Look, ...] = ((360, 740, "dark", RULES), (1366, 768, "light", COLOURS))
NARROWEST = 320
# a client's thumb: buttons, and every link that is no part of a sentence
TOO_LOW = """() => [...document.querySelectorAll(".btn, summary, .choice, input[type=text], main a")].filter((each) => {
  if (!each.offsetHeight || each.offsetHeight >= 44) return false;
  if (each.localName !== "a" || each.matches(".btn")) return true;
  const around = each.closest("p, li, dd, div, nav, section, main").cloneNode(true);
  for (const link of around.querySelectorAll("a")) link.remove();
  return !/\\w/.test(around.textContent);
}).map((each) => each.outerHTML)"""
# nothing a client reads is smaller than this
TOO_SMALL = """() => [...document.querySelectorAll("body *")].filter((each) => each.offsetHeight && !each.closest(".vh, .skip")
  && [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()) && parseFloat(getComputedStyle(each).fontSize) < 16)
  .map((each) => each.outerHTML)"""
FOUND = """rules => axe.run({...rules, resultTypes: ["violations"], preload: false})
  .then(({violations}) => violations.map(({id, nodes}) => `${id}: ${nodes.slice(0, 3).map((node) => node.target).join(", ")}`))"""
TOO_WIDE = """most => [...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > most + 1)
  .slice(-4).map((each) => `${each.localName}.${each.className} in ${each.parentElement.className}`)"""


def violations(page: Page, rules: Rules = RULES) -> list[str]:
    """What axe objects to on the page as it stands, each with where."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(FOUND, dict(rules))
    return found


def too_wide(page: Page, width: int) -> list[str]:
    """What sticks out at this width."""
    page.set_viewport_size({"width": width, "height": 740})
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{wide} wide at {width}: {page.evaluate(TOO_WIDE, width)}"] if wide > width else []


def faults(page: Page, looks: Sequence[Look] = LOOKS) -> list[str]:
    """All there is to say of a page: how wide it is where it is narrowest, then each look."""
    wrong = too_wide(page, NARROWEST)
    for width, height, theme, rules in looks:
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        wrong += too_wide(page, width)
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 0)")  # what a sticky bar covers half is not too small
        wrong += [f"at {width}, {theme}: {each}" for each in violations(page, rules)]
    return wrong


def fit_for_everybody(page: Page, looks: Sequence[Look] = LOOKS) -> None:
    """No violation, nothing wider than the page, at both sizes in both themes, once it is all there."""
    page.wait_for_load_state()
    wrong = faults(page, looks)
    assert wrong == [], f"{urlsplit(page.url).path}: {wrong}"
