"""Clinics: opened by a command, settled by their admins."""

from typing import Any
from uuid import UUID

from django.db import transaction

from clinic.accounts.actions import invitations
from clinic.accounts.models import Clinic
from clinic.accounts.permissions import check_admin
from clinic.accounts.queries import open_invitations
from clinic.audit.actors import Actor, system
from clinic.audit.log import enrol, record
from clinic.db.changes import change
from clinic.db.context import clinic_context, set_clinic
from clinic.web.errors import Http404

SETTINGS = (
    "name", "sender_name", "phone", "after_hours_phone", "after_hours_words", "country_code", "time_zone", "reminder_time",
    "review_days", "exit_url", "emergency_rule", "lock_minutes", "is_part2", "number_order",
)  # fmt: skip


@transaction.atomic
def open_clinic(*, name: str, country_code: str, time_zone: str) -> Clinic:
    """A new clinic, which the database shows from here to the end of the transaction or context."""
    clinic = Clinic.objects.create(name=name, country_code=country_code, time_zone=time_zone)
    set_clinic(clinic.id)
    by = system(clinic.id)
    enrol(by)
    record(by=by, action="clinic.open", on=clinic)
    return clinic


@transaction.atomic
def invite_first_admin(*, by: Actor, email: str) -> str:
    """The link of the first admin's invitation; a new one for the same invitation when they have not answered it."""
    email = email.strip().lower()
    for invitation in open_invitations():
        if invitation.email == email:
            return invitations.resend(by=by, invitation=invitation)
    return invitations.invite(by=by, email=email, name="", roles=["admin"])[1]


@transaction.atomic
def change_settings(*, by: Actor, clinic: Clinic, **settings: Any) -> Clinic:
    """Set what admins may set of their clinic; an event, with the fields that changed, only when something does."""
    check_admin(by)
    if clinic.id != by.clinic_id:
        raise Http404
    if changed := change(clinic, {name: settings[name] for name in SETTINGS if name in settings}):
        record(by=by, action="clinic.settings", on=clinic, fields=changed)
    return clinic


@transaction.atomic
def record_rotation(*, clinic_id: UUID, count: int) -> None:
    """Tell the clinic's auditor that its rows were re-encrypted."""
    with clinic_context(clinic_id):
        record(by=system(clinic_id), action="keys.rotate", count=count)
