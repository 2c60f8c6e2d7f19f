"""Reads about the PDFs of versions."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils import timezone

from clinic.clients.models import Client
from safetyplans.models import DocumentFailure, PlanDocument, PlanVersion, Withdrawal
from safetyplans.queries import plan_of, version_numbered

AT_ONCE = 10


def stored(version: PlanVersion, *, style: str, paper: str) -> PlanDocument | None:
    """The PDF of this version in its language; None while it is not made."""
    return PlanDocument.objects.filter(version=version, style=style, paper=paper, language=version.language).first()


def failed(version: PlanVersion, *, style: str, paper: str) -> DocumentFailure | None:
    """The last failure to make a PDF that is still missing; None when it is on its way. Ask after `stored`."""
    return DocumentFailure.objects.filter(version=version, style=style, paper=paper, language=version.language).first()


def is_withdrawn(version: PlanVersion) -> bool:
    """Whether this version is out of force for good, so that no PDF is made of it any more."""
    return Withdrawal.objects.filter(version=version).exists()


def printable_version(client: Client, number: int) -> PlanVersion:
    """A version of the client's open plan, withdrawn ones too; Http404 otherwise."""
    plan = plan_of(client)
    if plan is None:
        raise Http404
    version = version_numbered(plan, number)
    version.plan, version.clinic = plan, plan.clinic
    return version


def missing() -> list[tuple[UUID, str, str]]:
    """Version, style and paper of PDFs to be made now, those of the newest versions first; at most AT_ONCE.

    Withdrawn versions get none; what failed waits for its time.
    """
    found = [
        (made_at, version_id, style, paper)
        for style in PlanDocument.Style.values
        for paper in PlanDocument.Paper.values
        for made_at, version_id in _without(style, paper)
    ]
    newest_first = sorted(found, key=lambda each: each[0], reverse=True)
    return [(version_id, style, paper) for _, version_id, style, paper in newest_first[:AT_ONCE]]


def _without(style: str, paper: str) -> list[tuple[datetime, UUID]]:
    same = {"version": OuterRef("pk"), "style": style, "paper": paper, "language": OuterRef("language")}
    versions = PlanVersion.objects.filter(
        ~Exists(PlanDocument.objects.filter(**same)),
        ~Exists(DocumentFailure.objects.filter(**same, again_at__gt=timezone.now())),
        withdrawals=None,
    )
    return list(versions.order_by("-made_at").values_list("made_at", "pk")[:AT_ONCE])
