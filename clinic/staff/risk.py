"""Whether a client counts as at risk, and why, in words: what decides which ladder is climbed when they cannot be reached.

Not known is not low, and a level that was written down says nothing of what came after it (DECISIONS 27).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.clients.models import Client
from emergency.models import Incident, SessionEntry
from intake.models import Formulation, Screening
from intake.queries import formulations

LOW = "low"
SINCE = (SessionEntry.What.SIGNAL, SessionEntry.What.MEANS_CHANGED)
OPEN_NOW = _("A crisis view is open now.")
WORDS = {
    SessionEntry.What.SIGNAL: _("The client gave the privacy signal"),
    SessionEntry.What.MEANS_CHANGED: _("Means were written down as changed"),
    "incident": _("There was an incident"),
    "screening": _("An answer in a questionnaire was positive for self-harm"),
}


@dataclass(frozen=True)
class Reason:
    """Something that came after the level was written down; without `at` it is so now."""

    words: str
    at: datetime | None = None


@dataclass(frozen=True)
class Risk:
    """What the newest formulation says, with its date, and what speaks for worry since."""

    level: str = ""
    words: str = ""
    at: datetime | None = None
    since: tuple[Reason, ...] = ()

    @property
    def raised(self) -> bool:
        """Only a level of low with nothing after it is low."""
        return self.level != LOW or bool(self.since)


def risk_of(client: Client) -> Risk:
    """Four queries, whatever there is."""
    newest = formulations(client).first()
    since = tuple(_since(client, newest))
    return Risk(newest.level, newest.level_words, newest.at, since) if newest else Risk(since=since)


def _since(client: Client, newest: Formulation | None) -> Iterator[Reason]:
    """One reason of each kind, the newest; what is under way counts whenever it began."""
    after = {"at__gt": newest.at} if newest else {}
    crisis = Q(ended_at=None) | Q(number__isnull=False, **({"opened_at__gt": newest.at} if newest else {}))
    incident = Incident.objects.filter(crisis, client=client).order_by("-ended_at", "-opened_at").first()  # open ones first
    if incident is not None:
        yield Reason(str(OPEN_NOW)) if incident.ended_at is None else Reason(str(WORDS["incident"]), incident.opened_at)
    lines = SessionEntry.objects.filter(session__client=client, what__in=SINCE, **after)
    for entry in lines.order_by("what", "-at").distinct("what"):
        yield Reason(str(WORDS[SessionEntry.What(entry.what)]), entry.at)
    positive = Screening.objects.filter(client=client, positive_at__isnull=False)
    positive = positive.filter(positive_at__gt=newest.at) if newest else positive
    found = positive.order_by("-positive_at").first()
    if found is not None:
        yield Reason(str(WORDS["screening"]), found.positive_at)
