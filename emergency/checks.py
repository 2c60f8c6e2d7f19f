"""How often an entry is checked, and by which number. 911 itself is never dialled to test it."""

from datetime import date, timedelta

from emergency.models import Resource, Verification

DAYS_NEAR = 90
DAYS_OTHER = 180
DAYS_NATIONAL = 365
NEAR = frozenset({Resource.Kind.PSAP, Resource.Kind.MOBILE_CRISIS})


def check_interval(resource: Resource) -> timedelta:
    """Direct dispatch lines and crisis teams every 90 days, lines for a whole country once a year, others every 180."""
    if resource.kind in NEAR:
        return timedelta(days=DAYS_NEAR)
    national = resource.reach == Resource.Reach.COUNTRY
    return timedelta(days=DAYS_NATIONAL if national else DAYS_OTHER)


def next_check(resource: Resource, today: date) -> date:
    """When an entry confirmed today is due again."""
    return today + check_interval(resource)


def number_to_check(resource: Resource) -> str:
    """The number that may be called to check the entry: a dispatch centre by its office, an emergency number never."""
    if resource.kind == Resource.Kind.EMERGENCY:
        return ""
    return resource.admin_phone if resource.kind == Resource.Kind.PSAP else resource.phone


def ways_to_check(resource: Resource) -> list[Verification.How]:
    """How this entry may be checked; calling only where there is a number that may be called."""
    ways = [Verification.How.CALLED] if number_to_check(resource) else []
    return [*ways, Verification.How.OFFICIAL_PAGE, Verification.How.SECOND_SOURCE]
