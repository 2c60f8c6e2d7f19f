"""W10: the same questions to a clinic with little, and again when it has a hundred times as much."""

from collections.abc import Callable

from clinic.clients.models import Client
from clinic.db.context import clinic_context
from emergency import matching, queries
from emergency.coverage import Spot
from emergency.models import TherapySession
from safetyplans.models import Plan, PlanVersion
from tests import factories
from tests.benchmarks import generator
from tests.benchmarks.rounds import Bench, Goal, took
from tests.cast import Cast

TIMES = 60
SMALL = 100


def run(bench: Bench, cast: Cast, *, clients: int, resources: int) -> None:
    generator.fill(cast, clients=max(1, clients // SMALL), resources=max(1, resources // SMALL))
    generator.analyze()
    with clinic_context(cast.elm.id):
        asked = _pages(cast)
        before = {what: [took(ask, TIMES) for _ in range(bench.rounds)] for what, ask in asked.items()}
    generator.fill(cast, clients=clients, resources=resources)
    generator.analyze()
    with clinic_context(cast.elm.id):
        for number, (what, ask) in enumerate(asked.items(), start=1):
            after = [took(ask, TIMES) for _ in range(bench.rounds)]
            ratios = tuple(later / sooner for later, sooner in zip(sorted(after), sorted(before[what]), strict=True))
            bench.add(
                Goal(
                    f"W10.{number}",
                    f"{what}, with {clients:,} clients and {resources:,} entries",
                    f"the same with a {SMALL}th of both",
                    2.0,
                    ratios,
                )
            )


def _pages(cast: Cast) -> dict[str, Callable[[], object]]:
    """What pages look up by key."""
    home = factories.place(cast.rosa)
    factories.resource(cast.ada)
    plan: Plan = factories.plan(cast.rosa)
    factories.version(plan)
    return {
        "a caseload": lambda: list(Client.objects.visible_to(cast.lee.actor)),
        "what serves a place": lambda: matching.covering([home], "US"),
        "the nearest five": lambda: matching.nearest(35.2, -111.6, ["emergency_department"]),
        "a key of a search": lambda: queries.as_typed("cocon", Spot.of(home, "US")),
        "the sessions of a client": lambda: list(TherapySession.objects.filter(client=cast.rosa)),
        "the versions of a plan": lambda: list(PlanVersion.objects.filter(plan=plan).order_by("-number")[:1]),
    }
