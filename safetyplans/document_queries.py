"""Reads about the PDFs of versions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from clinic.clients.models import Client
from clinic.db.prepared import Given, PreparedRead
from safetyplans.models import DocumentFailure, DocumentRequest, PlanDocument, PlanVersion, Withdrawal
from safetyplans.queries import plan_of, version_numbered

AT_ONCE = 10
MOST = 2**31 - 1  # of the column that numbers versions; what an address asks for may be larger
AT_FINISH = (PlanDocument.Style.FULL, PlanDocument.Style.LARGE, PlanDocument.Style.CARD)


def stored(version: PlanVersion, *, style: str, paper: str) -> PlanDocument | None:
    """The PDF of this version in its language; None while it is not made."""
    return PlanDocument.objects.filter(version=version, style=style, paper=paper, language=version.language).first()


def _of_a_client() -> QuerySet[PlanDocument]:
    version = {"version__number": Given("number"), "version__plan__client": Given("client"), "version__plan__closed_at": None}
    wanted = PlanDocument.objects.filter(**version, style=Given("style"), paper=Given("paper"), language=F("version__language"))
    return wanted.select_related("version")


OF_A_CLIENT = PreparedRead("document_of_a_client", _of_a_client)


def stored_for(client: Client, number: int, *, style: str, paper: str) -> PlanDocument | None:
    """The PDF of a version of the client's open plan, with the version, in one prepared statement; None while it is not made."""
    return OF_A_CLIENT.first(client=client.pk, number=number, style=style, paper=paper) if number <= MOST else None


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


def made_by_itself(version: PlanVersion, style: str, paper: str) -> bool:
    """Whether this PDF is made when the version is finished, without anybody asking."""
    return style in AT_FINISH and paper == version.clinic.country.paper.lower()


def missing(paper: str) -> list[tuple[UUID, str, str]]:
    """Version, style and paper of PDFs to be made now, those of the newest versions first; at most AT_ONCE.

    The client's own on the clinic's `paper`, and what was asked for. Withdrawn versions get none; what failed waits for its time.
    """
    found = [(made_at, id, style, paper) for style in AT_FINISH for made_at, id in _without(style, paper)]
    newest_first = sorted([*found, *_asked_for()], key=lambda each: each[0], reverse=True)
    return list(dict.fromkeys((id, style, paper) for _, id, style, paper in newest_first))[:AT_ONCE]


def _without(style: str, paper: str) -> list[tuple[datetime, UUID]]:
    same = {"version": OuterRef("pk"), "style": style, "paper": paper, "language": OuterRef("language")}
    versions = PlanVersion.objects.filter(*_not_made(same), withdrawals=None)
    return list(versions.order_by("-made_at").values_list("made_at", "pk")[:AT_ONCE])


def _asked_for() -> list[tuple[datetime, UUID, str, str]]:
    same = {name: OuterRef(name) for name in ("version", "style", "paper", "language")}
    asked = DocumentRequest.objects.filter(*_not_made(same), version__withdrawals=None).order_by("-version__made_at", "at")
    return list(asked.values_list("version__made_at", "version", "style", "paper")[:AT_ONCE])


def _not_made(same: dict[str, Any]) -> list[Q]:
    return [
        Q(~Exists(PlanDocument.objects.filter(**same))),
        Q(~Exists(DocumentFailure.objects.filter(**same, again_at__gt=timezone.now()))),
    ]
