"""Asking for the PDFs of a version, and making them. The worker or a command makes them, never a request."""

from datetime import timedelta
from hashlib import sha256

from django.db import connection, transaction
from django.http import Http404
from django.utils import timezone

from clinic.audit.actors import Actor, Kind
from clinic.audit.log import record
from clinic.audit.models import Outcome
from clinic.clients.queries import may_read
from safetyplans import paper as sheets
from safetyplans.cuts import CUTS
from safetyplans.document_queries import made_by_itself, stored
from safetyplans.models import DocumentFailure, DocumentRequest, PlanDocument, PlanVersion

WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 1440)]  # after the 1st, 2nd, … failure


@transaction.atomic
def request_document(*, by: Actor, version: PlanVersion, style: str, paper: str) -> DocumentRequest | None:
    """Have this PDF made by the next round of the worker. Asking again, or for one that is made by itself, changes nothing.

    A client may ask for their own copies only, and leaves no event: those would tell when somebody read the plan.
    """
    if not may_read(by, version.plan.client) or (by.kind is Kind.CLIENT and not CUTS[style].for_client):
        raise Http404
    if made_by_itself(version, style, paper):
        return None
    asked, is_new = DocumentRequest.objects.get_or_create(
        version=version,
        style=style,
        paper=paper,
        language=version.language,
        defaults={"clinic_id": version.clinic_id, "by_id": by.id},
    )
    if is_new and by.kind is not Kind.CLIENT:
        record(by=by, action="document.request", client_id=version.plan.client_id, on=version, version=version.number)
    return asked


@transaction.atomic
def make_document(*, by: Actor, version: PlanVersion, style: str, paper: str) -> PlanDocument | None:
    """The PDF of this version, rendered in a process of its own and kept sealed. None when it stands, or another worker is at it.

    Whatever goes wrong leaves nothing behind: `RenderFailed` with a plain sentence, or another error.
    """
    _check_system(by)
    if not _claimed(version, style, paper) or stored(version, style=style, paper=paper):
        return None
    pdf = sheets.pdf(version, style=style, paper=paper)
    made = PlanDocument.objects.create(
        clinic_id=by.clinic_id,
        version=version,
        style=style,
        paper=paper,
        language=version.language,
        sha256=sha256(pdf).hexdigest(),
        pdf=pdf,
    )
    record(by=by, action="document.make", client_id=version.plan.client_id, on=made, version=version.number)
    return made


@transaction.atomic
def record_failure(*, by: Actor, version: PlanVersion, style: str, paper: str, why: str) -> DocumentFailure:
    """Remember that this PDF could not be made, and try it again later, ever more seldom. `why` holds nothing of the plan."""
    _check_system(by)
    failure, _ = DocumentFailure.objects.get_or_create(
        version=version,
        style=style,
        paper=paper,
        language=version.language,
        defaults={"clinic_id": by.clinic_id, "failed_at": timezone.now(), "again_at": timezone.now()},
    )
    failure.tries, failure.failed_at, failure.why = failure.tries + 1, timezone.now(), why
    failure.again_at = failure.failed_at + WAITS[min(failure.tries, len(WAITS)) - 1]
    failure.save(update_fields=["tries", "failed_at", "why", "again_at"])
    client_id = version.plan.client_id
    record(by=by, action="document.make", client_id=client_id, on=version, version=version.number, outcome=Outcome.FAILED)
    return failure


def _check_system(by: Actor) -> None:
    if by.kind is not Kind.SYSTEM:
        raise Http404


def _claimed(version: PlanVersion, style: str, paper: str) -> bool:
    """One worker per document, until its transaction ends. A lock on no row: rendering takes a second, and nobody waits for it."""
    name = f"document {version.pk} {style} {paper} {version.language}"
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        row = cursor.fetchone()
    return bool(row and row[0])
