"""Clinics: opened by a command, settled by their admins."""

from typing import Any

from django.db import transaction

from clinic.accounts.actions import invitations
from clinic.accounts.models import Clinic, Invitation
from clinic.accounts.permissions import check_admin
from clinic.audit.actors import Actor, system
from clinic.audit.log import enrol, record
from clinic.db.context import set_clinic
from clinic.web.errors import Http404

SETTINGS = (
    "name", "sender_name", "phone", "after_hours_phone", "after_hours_words", "country_code", "time_zone", "reminder_time",
    "review_days", "exit_url", "emergency_rule",
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
def invite_first_admin(*, by: Actor, email: str) -> tuple[Invitation, str]:
    return invitations.invite(by=by, email=email, name="", roles=["admin"])


@transaction.atomic
def change_settings(*, by: Actor, clinic: Clinic, **settings: Any) -> Clinic:
    """Set what admins may set of their clinic; the event names the fields that changed."""
    check_admin(by)
    if clinic.id != by.clinic_id:
        raise Http404
    changed = [name for name in SETTINGS if name in settings and settings[name] != getattr(clinic, name)]
    for name in changed:
        setattr(clinic, name, settings[name])
    clinic.save(update_fields=changed or None)
    record(by=by, action="clinic.settings", on=clinic, fields=changed)
    return clinic
