"""Plans in force with a review, for tests of reviews and reminders."""

from datetime import date, datetime, time, timedelta
from typing import Any

from clinic.clients.models import Client
from safetyplans.models import Plan, PlanVersion, Review

CONTENT = {
    "format": 1, "number": 1, "made_on": "2026-11-01", "language": "en", "names_shown": False, "review_on": None,
    "client_name": "", "made_with": "", "local": [], "first_contact": None,
    "steps": [
        {"key": "warning_signs", "number": 1, "title": "Signs it is getting hard", "state": "", "items": [
            {"id": "0b5c1f0e-5f0a-4c39-8f5d-6f2d3f0f1a11", "kind": "text", "purpose": "", "text": "Awake after 2 am", "on_copy": True},
        ]},
        {"key": "support_contacts", "number": 4, "title": "People I can ask for help", "state": "", "items": [
            {"id": "0b5c1f0e-5f0a-4c39-8f5d-6f2d3f0f1a12", "kind": "contact", "purpose": "", "text": "", "on_copy": True,
             "contact": {"id": "0b5c1f0e-5f0a-4c39-8f5d-6f2d3f0f1a13", "name": "Ana Alvarez", "relation": "sister",
                         "phone": "(928) 555-0177", "can_text": True}},
        ]},
        {"key": "means_safety", "number": 6, "title": "Making my place safer", "state": "discussed", "items": []},
    ],
}  # fmt: skip


def plan_in_force(client: Client, **fields: Any) -> Plan:
    plan = Plan.objects.create(
        clinic_id=client.clinic_id, client=client, made_by_id=client.made_by_id, **{"number": 1, "last_number": 1, **fields}
    )
    PlanVersion.objects.create(
        clinic_id=client.clinic_id, plan=plan, number=1, language="en", made_by_id=client.made_by_id, content=CONTENT
    )
    return plan


def review_due(client: Client, days: int = 0, *, opened: int = -60, plan: Plan | None = None) -> Review:
    """A review due in so many days (negative: overdue), opened so many days ago."""
    plan = plan or plan_in_force(client)
    today = client.clinic.today
    review = Review.objects.create(
        clinic_id=client.clinic_id, plan=plan, due_on=today + timedelta(days), opened_by_id=client.made_by_id
    )
    noon = datetime.combine(today + timedelta(opened), time(12), client.clinic.zone)
    Review.objects.filter(pk=review.pk).update(opened_at=noon)
    return review


def day(client: Client, days: int) -> date:
    return client.clinic.today + timedelta(days)
