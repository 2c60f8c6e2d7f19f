"""Reads about how a plan came to the client: the link, the phone, the first opening."""

from dataclasses import dataclass
from datetime import date, datetime

from clinic.clients.models import Device, PageInvitation
from safetyplans.models import Plan, PlanVersion, VersionOpening


@dataclass(frozen=True)
class Arrival:
    """How far the plan has come since it was shared; what is None has not happened yet."""

    invitation: PageInvitation | None
    device: Device | None
    opened_on: date | None

    @property
    def confirmed_at(self) -> datetime | None:
        """When the code was given: the link is spent then."""
        return self.invitation.used_at if self.invitation else None


def arrival(plan: Plan, version: PlanVersion) -> Arrival:
    """The newest link, the newest phone that still opens the page, the first opening of this version. Three queries."""
    opening = VersionOpening.objects.filter(version=version).first()
    return Arrival(
        invitation=PageInvitation.objects.filter(client=plan.client).order_by("-made_at").first(),
        device=Device.objects.filter(client=plan.client, ended_at=None).order_by("-made_at").first(),
        opened_on=opening.opened_on if opening else None,
    )
