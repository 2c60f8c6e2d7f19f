"""The editor and the other staff pages of a plan, through the address they have."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from safetyplans.models import Item, Plan
from safetyplans.steps import STEPS
from tests import factories
from tests.cast import Cast, browser_of


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return factories.plan(cast.rosa)


def address(name: str, plan: Plan, **kwargs: Any) -> str:
    return reverse(name, kwargs={"client": plan.client_id, **kwargs})


@pytest.mark.parametrize("step", [step.slug for step in STEPS])
def test_every_step_has_a_page(cast: Cast, plan: Plan, step: str) -> None:
    factories.contact(cast.rosa)
    factories.place(cast.rosa)
    factories.resource(cast.ada)
    answer = browser_of(cast.lee).get(address("plan-edit", plan, step=step))
    assert answer.status_code == 200, answer.content.decode()[:2000]


def test_a_save_answers_with_the_status_line_only(cast: Cast, plan: Plan) -> None:
    item = factories.item(plan, "internal_coping", "Walk")
    sent = {"text": "Walk Luna to the water tower", "version": "1", "operation": str(uuid4())}
    answer = browser_of(cast.lee).post(address("plan-item-save", plan, item=item.id), sent)
    assert answer.status_code == 200
    assert len(answer.content) <= 512
    assert "All changes saved" in answer.content.decode()
    assert "Luna" not in answer.content.decode()
    assert Item.objects.get(pk=item.pk).text == sent["text"]
