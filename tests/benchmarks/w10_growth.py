"""W10: the same pages and look-ups in a clinic, in one ten times as large and in one a hundred times as large, in turns."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection
from django.test import Client as Browser
from django.urls import reverse

from clinic.accounts.models import Clinic
from clinic.clients.models import Client, Place
from clinic.db.context import clinic_context
from emergency import distance, matching, queries
from emergency.coverage import Spot
from emergency.models import Resource, TherapySession
from safetyplans.digests import owed
from safetyplans.models import PlanVersion, Review
from tests import factories
from tests.benchmarks import databases, generator
from tests.benchmarks.rounds import Bench, Goal, took
from tests.cast import Cast, browser_of

TIMES = 30
DUE = 60
TEN, HUNDRED = 1.3, 2.0  # what must not be passed with ten, with a hundred times as much
Asked = dict[str, Callable[[], object]]
Spent = dict[str, list[list[float]]]


def run(bench: Bench, cast: Cast, *, clients: int, resources: int) -> None:
    with clinic_context(cast.elm.id):
        home = _known(cast)
    present = str(connection.settings_dict["NAME"])
    sizes = [(max(1, clients // part), max(1, resources // part)) for part in (100, 10, 1)]
    names = [f"bench_{number}" for number in range(len(sizes))]
    asked: list[Asked] = []
    for name, (some, entries) in zip(names, sizes, strict=True):
        databases.use(present)
        databases.copy(name)
        databases.use(name)
        generator.fill(cast, clients=some, resources=entries)
        generator.analyze()
        asked.append(_asked(cast, home, browser_of(cast.lee)))
    spent = _measured(bench, names, asked)
    for number, (what, times) in enumerate(spent.items(), start=1):
        for at, word, limit in ((1, "ten", TEN), (2, "a hundred", HUNDRED)):
            ratios = tuple(later / sooner for sooner, later in zip(times[0], times[at], strict=True))
            with_so_many = f"{what}, with {sizes[at][0]:,} clients and {sizes[at][1]:,} entries"
            against = f"the same with {word.replace('ten', 'a tenth').replace('a hundred', 'a hundredth')} of both"
            bench.add(Goal(f"W10.{number}{'ab'[at - 1]}", with_so_many, against, limit, ratios))


def _known(cast: Cast) -> Place:
    """What is the same in every size: a client with a place, a plan and a session, and 60 reviews that are due."""
    home: Place = factories.place(cast.rosa)
    factories.resource(cast.ada)
    factories.version(factories.plan(cast.rosa))
    for number in range(DUE):
        plan = factories.plan(factories.client(cast.lee, f"Due {number}"))
        factories.version(plan)
        Review.objects.create(clinic_id=cast.elm.id, plan=plan, due_on=cast.elm.today, opened_by_id=cast.lee.id)
    return home


def _asked(cast: Cast, home: Place, lee: Browser) -> Asked:
    """Pages as a therapist opens them, and what lies under them, which a page's own work would hide."""
    pages = {
        "Today": reverse("today"),
        "the page of a client": reverse("client", args=[cast.rosa.pk]),
        "the crisis page": reverse("crisis", args=[cast.rosa.pk]),
        "a step of a plan": reverse("plan-edit", kwargs={"client": cast.rosa.pk, "step": "help"}),
        "an entry of the directory": reverse("resource", args=[_entry(cast)]),
    }
    return {what: partial(_page, lee, address) for what, address in pages.items()} | {
        "a caseload": partial(_in_clinic, cast, lambda: list(Client.objects.visible_to(cast.lee.actor))),
        "what serves a place": partial(_in_clinic, cast, lambda: matching.covering([home], "US")),
        "the nearest five": partial(_in_clinic, cast, lambda: distance.nearest(35.2, -111.6, ["emergency_department"])),
        "a key of a search": partial(_in_clinic, cast, lambda: queries.as_typed("cocon", [Spot.of(home, "US")])),
        "the sessions of a client": partial(_in_clinic, cast, lambda: list(TherapySession.objects.filter(client=cast.rosa))),
        "the newest version of a plan": partial(
            _in_clinic, cast, lambda: list(PlanVersion.objects.filter(plan__client=cast.rosa).order_by("-number")[:1])
        ),
        f"the nightly look for reviews, {DUE} of them due": partial(
            _in_clinic, cast, lambda: owed(Clinic.objects.get(pk=cast.elm.pk), cast.elm.today)
        ),
    }


def _entry(cast: Cast) -> Any:
    with clinic_context(cast.elm.id):
        return Resource.objects.filter(name="Coconino mobile crisis team").values_list("pk", flat=True)[0]


def _page(browser: Browser, address: str) -> None:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def _in_clinic(cast: Cast, ask: Callable[[], object]) -> object:
    with clinic_context(cast.elm.id):
        return ask()


def _measured(bench: Bench, names: list[str], asked: list[Asked]) -> Spent:
    """Seconds by what was asked, by size, by round. The sizes take turns; nobody is timed with a connection that is new."""
    spent: Spent = {what: [[] for _ in names] for what in asked[0]}
    for _ in range(bench.rounds):
        for what in spent:
            for at, name in enumerate(names):
                databases.use(name)
                ask = asked[at][what]
                ask()
                spent[what][at].append(took(ask, TIMES))
    return spent
