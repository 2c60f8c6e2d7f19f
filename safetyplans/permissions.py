"""Who may change a plan, and in which state."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from clinic.audit.actors import Actor
from clinic.clients.permissions import check_in_care, check_write
from clinic.web.errors import Conflict
from emergency.models import Contact
from safetyplans.models import Plan

REVIEW_WITHIN = timedelta(days=366)


def check_edit(by: Actor, plan: Plan) -> None:
    """Http404 for those who may not write here; Conflict when the plan or the care has ended."""
    check_write(by, plan.client)
    check_open(plan)


def check_open(plan: Plan) -> None:
    """Conflict when the plan or the care has ended."""
    check_in_care(plan.client)
    if plan.closed_at is not None:
        raise Conflict("This plan is closed. Start a new one to change it.")


def refused_review_day(day: date, today: date) -> str:
    """Why the next review cannot be on this day, in words; empty when it can. A mistyped year would never come due."""
    if day < today:
        return _("Next review must be today or later")
    return _("Choose a day within a year for the next review") if day > today + REVIEW_WITHIN else ""


def check_review_day(plan: Plan, day: date) -> None:
    """Conflict when the next review cannot be on this day."""
    if refused := refused_review_day(day, plan.clinic.today):
        raise Conflict(refused)


def check_may_be_in_plan(contact: Contact) -> None:
    """Conflict for a person the client has ruled out."""
    name = contact.name
    if contact.do_not_contact:
        raise Conflict(f"{name} is marked do not contact. Remove the entry here, or change it under Contacts first.")
    if not contact.may_be_in_plan:
        raise Conflict(f"{name} is marked “never”. Remove the entry here, or change it under Contacts first.")
    if contact.retired_at is not None:
        raise Conflict(f"{name} is no longer under Contacts. Remove the entry here, or add the person again first.")
