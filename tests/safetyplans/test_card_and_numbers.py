"""The card to carry and the contacts file: what the client picks and names, and nothing lost on the way."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse

from clinic.accounts.countries import country
from clinic.audit.models import Event
from clinic.web.errors import Conflict, Http404
from safetyplans import paper as sheets
from safetyplans.actions.card import choose_for_card
from safetyplans.card import LINES_AT_MOST, NUMBERS_AT_MOST, Card, card_of
from safetyplans.contacts_file import Entry, contacts_file, entries, renamed
from safetyplans.cuts import as_made
from safetyplans.models import Item, Plan, PlanVersion
from safetyplans.reach import Reach
from tests import factories
from tests.cast import Cast, browser_of
from tests.portal.visits import arrive, shared_plan
from tests.safetyplans.test_documents import full_plan


def card(version: PlanVersion) -> Card:
    return card_of(version.content, as_made(version.content), country("US"))


def page_of(plan: Plan, name: str = "plan-card") -> str:
    return reverse(name, kwargs={"client": plan.client_id})


# The card


def test_without_a_choice_the_first_ones_stand_there(cast: Cast) -> None:
    made = card(factories.version(full_plan(cast)))
    assert [reach.name for reach in made.numbers] == ["Ana Alvarez", "Tío Beto", "Northern line", "Coconino mobile crisis team"]
    assert made.signs == ("Up after 2 am, scrolling",)
    assert made.can == ("Walk Luna to the water tower", "Sister's place")
    assert made.matters == ()


@pytest.mark.feature("D7")
def test_what_the_client_picks_stands_there_from_the_next_version_on(cast: Cast) -> None:
    plan = full_plan(cast)
    first = factories.version(plan)
    beto = next(item for item in plan.items.all() if item.contact and item.contact.name == "Tío Beto")
    pills = next(item for item in plan.items.all() if "pills" in item.text)
    lee = browser_of(cast.lee)
    assert "Tío Beto, (928) 555-0113" in lee.get(page_of(plan)).content.decode()
    answer = lee.post(page_of(plan), {"numbers": [str(beto.pk)], "lines": [str(pills.pk)]})
    assert (answer.status_code, answer["Location"]) == (302, page_of(plan, "plan-check"))
    assert Event.objects.filter(action="plan.card", client_id=cast.rosa.id).count() == 1
    second = factories.version(Plan.objects.get(pk=plan.pk))
    assert [reach.name for reach in card(second).numbers] == ["Tío Beto", "Coconino mobile crisis team"]
    assert (card(second).signs, card(second).can) == ((), ("The pills are with Ana",))
    assert card(first).numbers[0].name == "Ana Alvarez", "a version stays as it was made"
    shown = lee.get(page_of(plan)).content.decode()
    assert re.search(rf'value="{beto.pk}"[^>]*checked|checked[^>]*value="{beto.pk}"', shown)


def test_no_more_than_fits_can_be_picked(cast: Cast) -> None:
    plan = factories.plan(cast.rosa)
    items = [factories.item(plan, "internal_coping", f"Thing {place}") for place in range(LINES_AT_MOST + 1)]
    answer = browser_of(cast.lee).post(page_of(plan), {"lines": [str(item.pk) for item in items]})
    assert answer.status_code == 422
    assert "Choose 6 at most. You have chosen 7" in answer.content.decode()
    assert not Item.objects.filter(on_card=True).exists()


def test_only_who_may_write_picks(cast: Cast) -> None:
    plan = full_plan(cast)
    with pytest.raises(Http404):
        choose_for_card(by=cast.sam.actor, plan=plan, chosen=[])
    plan.closed_at = plan.made_at
    with pytest.raises(Conflict):
        choose_for_card(by=cast.lee.actor, plan=plan, chosen=[])


def test_numbers_are_never_cut_however_long_the_names(cast: Cast) -> None:
    plan = factories.plan(cast.rosa)
    for place in range(9):
        person = factories.contact(cast.rosa, f"Maximiliana Alexandrovna Brandt-Kowalski {place}", phone=f"(928) 555-01{place}0")
        factories.item(plan, "support_contacts", contact=person)
    for _ in range(8):
        factories.item(plan, "internal_coping", "a word and " * 900)
    made = card(factories.version(plan))
    assert len(made.numbers) == NUMBERS_AT_MOST
    assert [reach.phone for reach in made.numbers] == [f"(928) 555-01{place}0" for place in range(7)]
    assert all(reach.name.endswith("…") for reach in made.numbers)
    assert all(text.endswith("…") and len(text) < 120 for text in made.can)


def test_signal_and_safe_word_cannot_be_picked(cast: Cast) -> None:
    plan = full_plan(cast)
    Item.objects.filter(purpose=Item.Purpose.SIGNAL).update(on_copy=True, on_card=True)
    assert "left ear" not in browser_of(cast.lee).get(page_of(plan)).content.decode()
    assert "left ear" not in sheets.page(factories.version(plan), style="card", paper="a4").html


# The contacts file


def read_back(content: bytes) -> list[dict[str, str]]:
    """A small reader of vCard 3.0: unfolds, splits, unescapes."""
    text = content.decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    cards: list[dict[str, str]] = []
    for line in text.replace("\r\n ", "").split("\r\n")[:-1]:
        name, value = line.split(":", 1)
        if name == "BEGIN":
            cards.append({})
        cards[-1][name] = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value)
    assert all((card["BEGIN"], card["VERSION"], card["END"]) == ("VCARD", "3.0", "VCARD") for card in cards)
    return cards


def test_the_file_holds_every_number_of_the_copy_as_it_is_dialled(cast: Cast) -> None:
    found = entries(as_made(factories.version(full_plan(cast)).content), country("US"))
    cards = {card["FN"]: card for card in read_back(contacts_file(found))}
    assert list(cards) == ["Ana Alvarez", "Tío Beto", "Northern line", "Coconino mobile crisis team", "988 Suicide & Crisis Lifeline",
                           "Crisis Text Line"]  # fmt: skip
    assert cards["Ana Alvarez"]["TEL;TYPE=VOICE"] == "+19285550177"
    assert cards["988 Suicide & Crisis Lifeline"]["TEL;TYPE=VOICE"] == "988"
    assert cards["Crisis Text Line"]["TEL;TYPE=CELL"] == "741741"
    assert cards["Crisis Text Line"]["NOTE"] == "text HOME"
    assert cards["Northern line"]["NOTE"] == "then press 3, text CALM"
    assert not any("sister" in str(card) for card in cards.values())


@pytest.mark.parametrize(
    "name", ["A; B, C\\D", "one\ntwo", "阿娜" * 40, "Æ" * 60, "أنا ألفاريز", "🐕‍🦺" * 12, "x" * 75, "END:VCARD"]
)
def test_any_name_comes_back_as_it_was_typed(name: str) -> None:
    entry = Entry("a", Reach("-", phone="(928) 555-0177"), "US")
    [card] = read_back(contacts_file(renamed([entry], {"a": name})))
    assert (card["FN"], card["TEL;TYPE=VOICE"]) == (name, "+19285550177")


def names_on(browser: Browser, address: str) -> dict[str, str]:
    page = browser.get(address).content.decode()
    return {tag["name"]: tag.get("value", "") for tag in inputs(page) if tag.get("type") == "text"}


def inputs(page: str) -> list[dict[str, Any]]:
    return [dict(re.findall(r'(\w[\w-]*)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", page)]


@pytest.mark.parametrize("where", ["staff", "phone"])
def test_names_can_be_changed_and_entries_left_out(cast: Cast, where: str) -> None:
    plan, _ = shared_plan(cast.lee, cast.rosa)
    browser, address = {
        "staff": lambda: (browser_of(cast.lee), page_of(plan, "plan-numbers")),
        "phone": lambda: (arrive(cast.lee, cast.rosa), reverse("my-numbers-file")),
    }[where]()
    names = names_on(browser, address)
    assert len(names) >= 3
    first, *others = names
    before = Event.objects.count()
    answer = browser.post(address, {first: "Bakery, Main St", others[-1]: "Taxi", "unknown": "Nobody", uuid4().hex: "Nobody"})
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="my-numbers.vcf"'
    assert answer["Cache-Control"] == "no-store"
    assert [card["FN"] for card in read_back(answer.content)] == ["Bakery, Main St", "Taxi"]
    assert names_on(browser, address) == names, "nothing of it is kept"
    if where == "phone":
        assert Event.objects.count() == before
    empty = browser.post(address, dict.fromkeys(names, " "))
    assert empty.status_code == 422
    assert "Keep at least one name" in empty.content.decode()
