"""Who may change a plan, and in which state."""

from clinic.audit.actors import Actor
from clinic.clients.permissions import check_in_care, check_write
from clinic.web.errors import Conflict
from emergency.models import Contact
from safetyplans.models import Plan


def check_edit(by: Actor, plan: Plan) -> None:
    """Http404 for those who may not write here; Conflict when the plan or the care has ended."""
    check_write(by, plan.client)
    check_open(plan)


def check_open(plan: Plan) -> None:
    """Conflict when the plan or the care has ended."""
    check_in_care(plan.client)
    if plan.closed_at is not None:
        raise Conflict("This plan is closed. Start a new one to change it.")


def check_may_be_in_plan(contact: Contact) -> None:
    """Conflict for a person the client has ruled out."""
    name = contact.name
    if contact.do_not_contact:
        raise Conflict(f"{name} is marked do not contact. Remove the entry here, or change it under Contacts first.")
    if not contact.may_be_in_plan:
        raise Conflict(f"{name} is marked “never”. Remove the entry here, or change it under Contacts first.")
    if contact.retired_at is not None:
        raise Conflict(f"{name} is no longer under Contacts. Remove the entry here, or add the person again first.")
