"""The same words in many clients' plans, recognised without reading any: a keyed hash of each line, within the clinic.

The key is the installation's, so the column tells nobody what a line says; two clinics with one line have two hashes. Short
lines have none: many people call 988 and walk the dog. A line written before there was a hash, or under another key, has a
new one after its next save.
"""

import re
from uuid import UUID

from django.db.models import Count
from django.utils.crypto import salted_hmac

from safetyplans.models import Item, Plan

MANY = 3  # other clients; with fewer somebody could guess whose line it is
LEAST_WORDS = 4
STEPS = frozenset({
    "triggers", "warning_signs", "internal_coping", "social_distraction", "support_contacts", "means_safety", "reasons_for_living",
    "self_care",
})  # fmt: skip


def echo_of(clinic_id: UUID, step: str, text: str) -> UUID | None:
    """The hash of a line in the client's words; None in a step that has other lines, and for a short one."""
    return hash_of(clinic_id, text) if step in STEPS else None


def hash_of(clinic_id: UUID, text: str) -> UUID | None:
    """The same however the words are spaced, capitalised or stopped; None for few words."""
    words = re.findall(r"\w+", text.casefold())
    if len(words) < LEAST_WORDS:
        return None
    digest = salted_hmac("safetyplans.echo", f"{clinic_id}|{' '.join(words)}", algorithm="sha256").digest()
    return UUID(bytes=digest[:16])


def in_many_plans(plan: Plan, lines: tuple[Item, ...]) -> frozenset[str]:
    """The ids of those lines whose words stand in the plans of at least `MANY` other clients of the clinic. One query."""
    echoes = {line.echo for line in lines if line.echo is not None}
    found = Item.objects.filter(echo__in=echoes, removed_at=None).exclude(plan__client_id=plan.client_id).values("echo")
    many = set(found.annotate(n=Count("plan__client_id", distinct=True)).filter(n__gte=MANY).values_list("echo", flat=True))
    return frozenset(str(line.pk) for line in lines if line.echo in many)
