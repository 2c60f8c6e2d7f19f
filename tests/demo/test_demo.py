"""The demo clinic: made through the real actions, relative to today, and reachable only where it is a demo."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import NoReverseMatch, include, path, reverse
from django.utils import timezone

from clinic.accounts.models import Clinic
from clinic.clients.models import Client, Todo
from clinic.db.context import set_clinic
from clinic.demo import links, rosa
from clinic.demo.clinic import make
from clinic.demo.people import CLIENTS
from clinic.demo.queries import personas
from emergency.models import Guardianship, Resource
from intake.models import CareDecision, Consent, Formulation, IntakeInvitation, Screening, ScreeningWatch
from intake.queries import answers
from intake.sections import SECTIONS
from safetyplans.models import HandOver, Plan, PlanVersion, Review
from tests.cast import Cast

urlpatterns = [path("", include("clinic.urls")), path("", include("clinic.demo.urls"))]
demo_urls = pytest.mark.urls(__name__)


@pytest.fixture
def demo(db: None) -> Clinic:
    clinic = make()
    set_clinic(clinic.pk)
    return clinic


def test_there_are_people_at_every_stage_and_one_has_something_on_every_page(demo: Clinic) -> None:
    assert Client.objects.count() == len(CLIENTS) == 12
    assert Client.objects.exclude(closed_at=None).count() == 1
    assert Plan.objects.in_force().count() >= 5
    assert Plan.objects.exclude(declined_at=None).count() == 1
    today = timezone.localdate()
    assert Review.objects.waiting().filter(due_on__gte=today - timedelta(days=1), due_on__lte=today + timedelta(days=1)).exists()
    assert Review.objects.overdue(today - timedelta(days=7)).count() == 1
    assert {resource.check_state for resource in Resource.objects.listed()} >= {"checked", "reported", "never"}
    assert {role for member in personas() for role in member.roles} == {"admin", "therapist", "supervisor", "auditor"}

    client = next(each for each in Client.objects.all() if each.name == rosa.NAME)
    told = answers(client)
    assert {section.slug for section in SECTIONS if any(told.get(question.key) for question in section.questions)} == {
        section.slug for section in SECTIONS if section.questions
    }
    assert Formulation.objects.filter(client=client).count() == 2
    assert [row.decision for row in CareDecision.objects.filter(client=client).order_by("at")] == ["more_support", "suits"]
    assert Screening.objects.filter(client=client, instrument="phq9").exclude(finished_at=None).count() == 5
    assert [row.result is None for row in Screening.objects.filter(client=client).exclude(finished_at=None)].count(True) == 1
    assert not Todo.objects.waiting().filter(client=client).exists()
    plan = Plan.objects.get(client=client)
    assert (plan.number, PlanVersion.objects.get(plan=plan, number=2).reason) == (2, rosa.WHY)
    assert HandOver.objects.filter(version__plan=plan, version__number=2).exists()
    assert {item.sign for item in plan.items.kept()} >= {"thought", "behaviour", "body"}
    assert Consent.objects.due(timezone.localdate()).count() == 1
    assert Guardianship.objects.kept().count() == 1
    assert [row.way for row in IntakeInvitation.objects.open()] == ["email"]
    assert ScreeningWatch.objects.filter(ended_at=None).exists()


def test_it_looks_the_same_in_400_days(db: None, time_machine: object) -> None:
    time_machine.move_to(timezone.now() + timedelta(days=400))  # type: ignore[attr-defined]
    set_clinic(make().pk)
    soonest = min(Review.objects.waiting().values_list("due_on", flat=True))
    assert (date.today() - soonest).days in (8, 9, 10)


@demo_urls
@pytest.mark.usefixtures("demo")
def test_a_link_signs_the_persona_in_with_its_second_factor_for_30_minutes(settings: object, time_machine: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    browser = Browser()
    address = links.link(personas()[0]).removeprefix("http://localhost:8000")
    answer = browser.get(address)
    assert answer.status_code == 302
    page = browser.get(reverse("today"))
    assert "Rosa A." in page.content.decode()
    assert "made-up people" in page.content.decode()
    time_machine.move_to(timezone.now() + timedelta(minutes=31))  # type: ignore[attr-defined]
    assert Browser().get(address).status_code == 410


@demo_urls
@pytest.mark.usefixtures("demo")
def test_elsewhere_the_link_opens_nothing(settings: object) -> None:
    address = links.link(personas()[0]).removeprefix("http://localhost:8000")
    elsewhere: list[tuple[bool, dict[str, str]]] = [
        (False, {}), (True, {"REMOTE_ADDR": "192.0.2.1"}), (True, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}),
    ]  # fmt: skip
    for on, more in elsewhere:
        settings.DEMO = on  # type: ignore[attr-defined]
        browser = Browser()
        assert browser.get(address, **more).status_code == 404, more
        assert browser.get(reverse("demo-mail"), **more).status_code == 404, more
        assert browser.get(reverse("today")).status_code == 302, more


@demo_urls
def test_a_real_clinic_has_no_personas(cast: Cast, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    answer: HttpResponse = Browser().get(links.link(cast.lee).removeprefix("http://localhost:8000"))  # type: ignore[assignment]
    assert answer.status_code == 404


def test_without_the_demo_setting_there_is_no_such_address(db: None) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("demo-mail")
    assert Browser().get("/demo/mail/").status_code == 404


@demo_urls
def test_the_command_makes_it_once(db: None, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    out = StringIO()
    call_command("demo", stdout=out)
    call_command("demo", stdout=out)
    assert Clinic.objects.filter(is_demo=True).count() == 1
    assert out.getvalue().count("Dr. Lee") == 2
