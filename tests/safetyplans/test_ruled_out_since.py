"""Somebody the client has ruled out after a version was made: nothing that is handed on sends anybody to them."""

import re

import pytest
from django.test import Client as Browser
from django.urls import reverse

from clinic.web.errors import Conflict
from emergency.models import Contact
from safetyplans.actions import drafts, hand_overs, shares
from safetyplans.models import HandOver, Plan, PlanDocument
from tests import factories
from tests.cast import Cast, browser_of
from tests.portal.visits import arrive


@pytest.fixture
def plan(cast: Cast) -> Plan:
    made = drafts.start(by=cast.lee.actor, client=cast.rosa)
    factories.item(made, "warning_signs", "I stop answering", sign="behaviour")
    factories.item(made, "support_contacts", contact=factories.contact(cast.rosa))
    factories.contact(cast.rosa, "Marco Diaz", permission="any", phone="(928) 555-0199")
    factories.version(made)
    made.refresh_from_db()
    return made


@pytest.fixture
def lee(cast: Cast) -> Browser:
    return browser_of(cast.lee)


def rule_out(name: str) -> None:
    person = next(each for each in Contact.objects.all() if each.name == name)
    person.do_not_contact, person.do_not_contact_reason = True, "The client said so today"
    person.save(update_fields=["do_not_contact", "do_not_contact_reason"])


def paper(plan: Plan, name: str, style: str) -> str:
    return reverse(name, kwargs={"client": plan.client_id, "version": plan.number}) + f"?style={style}"


@pytest.mark.parametrize("style", ["er", "support"])
@pytest.mark.parametrize("page", ["plan-pdf", "plan-print"])
def test_no_paper_for_others_names_them(cast: Cast, plan: Plan, lee: Browser, page: str, style: str) -> None:
    assert lee.get(paper(plan, page, style)).status_code < 300
    rule_out("Marco Diaz")  # who is not in the plan itself
    answer = lee.get(paper(plan, page, style))
    assert answer.status_code == 409
    assert "Marco Diaz" in answer.content.decode()
    assert lee.get(paper(plan, page, "chart")).status_code < 300  # the record of what was said stays


@pytest.mark.parametrize("style", ["full", "large", "card"])
def test_no_copy_of_the_clients_own_names_them_either(cast: Cast, plan: Plan, lee: Browser, style: str) -> None:
    shares.share(by=cast.lee.actor, plan=plan)
    version, phone = plan.versions.get(), arrive(cast.lee, cast.rosa)
    made = {"style": style, "paper": "letter", "language": "en", "sha256": "0" * 64, "pdf": b"%PDF-1.7 words"}
    PlanDocument.objects.create(clinic=cast.elm, version=version, **made)
    mine = f"/my/page.pdf?style={style}&paper=letter"
    assert phone.get(mine).content.startswith(b"%PDF")
    rule_out("Marco Diaz")  # stands on no copy: theirs stay as they are
    assert phone.get(mine).status_code == 200
    assert "style=full" in phone.get("/my/print/").content.decode()
    rule_out("Ana Alvarez")
    refused, choices = phone.get(mine), phone.get("/my/print/")
    assert (refused.status_code, choices.status_code) == (409, 200)
    for page in (refused.content.decode(), choices.content.decode()):
        assert "would still name somebody" in page
        assert not re.search(r"\bAna\b", page)
        assert "page.pdf" not in page
        assert reverse("my-numbers-file") in page
    for page in ("plan-pdf", "plan-print"):
        answer = lee.get(paper(plan, page, style))
        assert answer.status_code == 409
        assert "Ana Alvarez" in answer.content.decode()
    assert lee.get(paper(plan, "plan-print", "chart")).status_code == 200


def test_the_contacts_file_leaves_them_out(cast: Cast, plan: Plan, lee: Browser) -> None:
    page = reverse("plan-numbers", kwargs={"client": plan.client_id})
    assert "Ana Alvarez" in lee.get(page).content.decode()
    rule_out("Ana Alvarez")
    assert "Ana Alvarez" not in lee.get(page).content.decode()


def test_a_plan_whose_only_person_is_ruled_out_is_not_shared(cast: Cast, plan: Plan) -> None:
    rule_out("Ana Alvarez")
    with pytest.raises(Conflict, match="Nobody to call"):
        shares.share(by=cast.lee.actor, plan=plan)


def test_the_kind_of_a_sign_stands_in_the_version(cast: Cast, plan: Plan) -> None:
    written = plan.versions.get().content["steps"]
    assert [item["sign"] for step in written if step["key"] == "warning_signs" for item in step["items"]] == ["behaviour"]


def test_a_plan_handed_over_without_a_link_says_so(cast: Cast, plan: Plan, lee: Browser) -> None:
    shares.share(by=cast.lee.actor, plan=plan)
    page = reverse("plan-share", kwargs={"client": plan.client_id})
    assert "No link sent yet." in lee.get(page).content.decode()
    hand_overs.record_hand_over(by=cast.lee.actor, version=plan.versions.get(), found=HandOver.Found.YES)
    body = lee.get(page).content.decode()
    assert "Handed over without a link." in body
    assert "No link sent yet." not in body


def test_the_preview_and_the_check_page_say_what_the_client_reads(cast: Cast, plan: Plan, lee: Browser) -> None:
    factories.item(plan, "professionals", resource=factories.resource(cast.ada, hours="Mon to Fri, 9 to 5"))
    for step, words in (("help", "sister"), ("pros", "Mon to Fri, 9 to 5")):
        body = lee.get(reverse("plan-edit", kwargs={"client": plan.client_id, "step": step})).content.decode()
        assert words in body.split("data-preview")[1].split("</ul>")[0]
    check = lee.get(reverse("plan-check", kwargs={"client": plan.client_id})).content.decode()
    assert check.split("<main")[1].lower().count("in danger now") == 1


def test_the_hand_over_does_not_ask_for_them(cast: Cast, plan: Plan, lee: Browser) -> None:
    shares.share(by=cast.lee.actor, plan=plan)
    page = reverse("plan-share", kwargs={"client": plan.client_id})
    assert "Call Ana" in lee.get(page).content.decode()
    rule_out("Ana Alvarez")
    body = lee.get(page).content.decode()
    assert "Call Ana" not in body
    assert "found the numbers without help" in body
