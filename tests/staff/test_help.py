"""The help page: every part is found from the pages it is about, and each link leads somewhere the reader may go."""

import re

import pytest
from django.urls import get_resolver, reverse

from clinic.accounts.context import HELP
from tests.cast import Cast, browser_of


@pytest.mark.parametrize("who", ["lee", "sam", "ada", "kay"])
def test_links_of_the_help_page_lead_somewhere(cast: Cast, who: str) -> None:
    browser = browser_of(getattr(cast, who))
    page = browser.get(reverse("help")).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', main)) <= set(ids)
    assert {section for _, section in HELP} <= set(ids)
    for address in set(re.findall(r'href="(/[^"#]*)', main)):
        assert browser.get(address).status_code == 200, address


def test_pages_point_to_their_own_section(cast: Cast) -> None:
    names = [name for name in get_resolver().reverse_dict if isinstance(name, str)]
    firsts = {next((start for start, _ in HELP if name.startswith(start)), "") for name in names}
    assert {start for start, _ in HELP} <= firsts, "each line is the first to fit some page"
    lee = browser_of(cast.lee)
    listing = lee.get(reverse("session-list", kwargs={"client": cast.rosa.pk})).content.decode()
    assert f'href="{reverse("help")}#sessions">Help with this page' in listing
    assert f'href="{reverse("help")}">Help<' in lee.get(reverse("today")).content.decode()
