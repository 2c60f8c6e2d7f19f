"""Sign-in links for the personas of the demo. They exist only where demo setting, demo clinic and a loopback address agree."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from clinic.accounts.models import Membership

VALID_SECONDS = 30 * 60
SALT = "handrail.demo"


def link(member: Membership) -> str:
    """An address that signs this persona in, for 30 minutes."""
    token = signing.dumps([str(member.clinic_id), str(member.id)], salt=SALT)
    return settings.BASE_URL + reverse("demo-sign-in", kwargs={"token": token})


def read(token: str) -> tuple[UUID, UUID] | None:
    """Clinic and membership of a link, or None when it is not ours or too old."""
    try:
        clinic_id, member_id = signing.loads(token, salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature:
        return None
    return UUID(clinic_id), UUID(member_id)
