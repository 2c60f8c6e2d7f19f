"""The round that makes missing PDFs: each in a transaction of its own, so that one that fails stops no other."""

import logging
from dataclasses import dataclass
from uuid import UUID

from clinic.accounts.models import Clinic
from clinic.audit.actors import Actor
from clinic.db.context import clinic_context
from clinic.documents.sandbox import RenderFailed
from safetyplans.actions.documents import make_document, record_failure
from safetyplans.document_queries import missing
from safetyplans.models import PlanVersion

log = logging.getLogger("handrail.documents")

UNEXPECTED = "Something in this version stopped the document from being made."


@dataclass
class Round:
    """What a round did. Documents that another worker is at count as neither."""

    made: int = 0
    failed: int = 0


def clinics_to_print() -> list[UUID]:
    """The clinics in which a PDF is to be made now."""
    return [clinic_id for clinic_id in Clinic.objects.order_by("created_at").values_list("pk", flat=True) if _lacking(clinic_id)]


def make_missing(*, by: Actor) -> Round:
    """Make the PDFs that versions of the clinic of `by` lack. Call it outside a transaction: each is committed when it is made."""
    done = Round()
    for version_id, style, paper in _lacking(by.clinic_id):
        _make(by, version_id, style, paper, done)
    if done.made or done.failed:
        log.info("documents made=%s failed=%s", done.made, done.failed)
    return done


def _lacking(clinic_id: UUID) -> list[tuple[UUID, str, str]]:
    with clinic_context(clinic_id):
        return missing(Clinic.objects.get(pk=clinic_id).country.paper.lower())


def _make(by: Actor, version_id: UUID, style: str, paper: str, done: Round) -> None:
    try:
        with clinic_context(by.clinic_id):
            done.made += make_document(by=by, version=_version(version_id), style=style, paper=paper) is not None
        return
    except RenderFailed as problem:
        why = str(problem)
    except Exception:  # a version that cannot be opened or laid out must not keep the others from being made
        log.exception("document not made")
        why = UNEXPECTED
    with clinic_context(by.clinic_id):
        record_failure(by=by, version=_version(version_id), style=style, paper=paper, why=why)
    done.failed += 1


def _version(id: UUID) -> PlanVersion:
    return PlanVersion.objects.select_related("plan", "clinic").get(pk=id)
