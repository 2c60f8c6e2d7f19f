"""What stands in a version for the papers of the staff only: who the client is, who may be called, what is not wanted.

Kept by value with everything else, so that such a paper says the same whenever it is printed. The client's own copies
never read it.
"""

from collections.abc import Sequence
from typing import Any

from clinic.accounts.models import Clinic, Membership
from clinic.clients.models import Client, Place
from emergency.models import Contact
from emergency.people import contacts
from intake.queries import answers
from intake.sections import QUESTIONS
from safetyplans.models import Plan

WISHES = ("police_wish", "hospital_wish", "hospital_which", "calms", "must_not", "hospital")


def particulars(plan: Plan, places: Sequence[Place], made_by: Membership | None) -> dict[str, Any]:
    """The particulars of the client of `plan` as they are on record today. Two queries."""
    return {
        "client": _identity(plan.client),
        "made_by": {"name": made_by.name, "phone": made_by.phone, "hours": made_by.hours} if made_by else {},
        "clinic": _clinic(plan.clinic),
        "people": [_person(contact) for contact in contacts(plan.client)],
        "places": [{"name": place.name, "town": ", ".join(filter(None, [place.town, place.region]))} for place in places],
        "wishes": _wishes(plan.client),
    }


def _identity(client: Client) -> dict[str, str]:
    return {
        "name": client.legal_name or client.name,
        "goes_by": client.name if client.legal_name and client.legal_name != client.name else "",
        "pronouns": client.pronouns,
        "born_on": client.born_on,
        "phone": client.phone,
        "language": client.language,
    }


def _clinic(clinic: Clinic) -> dict[str, str]:
    return {
        "name": clinic.name,
        "phone": clinic.phone,
        "after_hours_phone": clinic.after_hours_phone,
        "after_hours_words": clinic.after_hours_words,
    }


def _person(contact: Contact) -> dict[str, Any]:
    return {
        "id": str(contact.id),
        "name": contact.name,
        "relation": contact.relation,
        "phone": contact.phone,
        "other_phone": contact.other_phone,
        "permission": contact.permission,
        "may_be_called": contact.may_be_called,
        "ruled_out": not contact.may_be_in_plan,
        "may_discuss": contact.may_discuss,
        "release_signed_on": contact.release_signed_on.isoformat() if contact.release_signed_on else "",
        "release_ends_on": contact.release_ends_on.isoformat() if contact.release_ends_on else "",
    }


def _wishes(client: Client) -> dict[str, str]:
    """What was answered about help that has to come, in words, by question key."""
    given = answers(client)
    said = {key: QUESTIONS[key].said(given[key]) for key in WISHES if key in given and key in QUESTIONS}
    return {key: words for key, words in said.items() if words and given[key] != "rather_not"}
