"""The ways a clinic meets by video."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.permissions import require
from clinic.db.changes import change
from clinic.web.errors import Conflict
from emergency.models import Platform
from emergency.permissions import may_edit_directory

FACTS = ("name", "agreement_on", "told")
RETIRED = "This platform is not in use any more. Nothing was changed."


@transaction.atomic
def add(*, by: Actor, name: str, agreement_on: date | None, told: str) -> Platform:
    """A new way to meet, with the day of the agreement with its provider and what clients are told about it."""
    require(may_edit_directory(by))
    made = Platform.objects.create(clinic_id=by.clinic_id, name=name, agreement_on=agreement_on, told=told, made_by_id=by.id)
    record(by=by, action="platform.add", on=made)
    return made


@transaction.atomic
def edit(*, by: Actor, platform: Platform, **facts: Any) -> Platform:
    """Set what differs, also for the sessions it was agreed for; an event only when something does."""
    require(may_edit_directory(by))
    _check_used(platform)
    if changed := change(platform, {name: facts[name] for name in FACTS if name in facts}):
        record(by=by, action="platform.edit", on=platform, fields=changed)
    return platform


@transaction.atomic
def retire(*, by: Actor, platform: Platform) -> Platform:
    """Not offered for new sessions any more; those it was agreed for keep it."""
    require(may_edit_directory(by))
    _check_used(platform)
    platform.retired_at, platform.retired_by_id = timezone.now(), by.id
    platform.save(update_fields=["retired_at", "retired_by"])
    record(by=by, action="platform.retire", on=platform)
    return platform


def _check_used(platform: Platform) -> None:
    if platform.retired_at is not None:
        raise Conflict(RETIRED)
