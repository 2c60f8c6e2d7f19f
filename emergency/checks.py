"""How often an entry is checked, by which number, and by whom. 911 itself is never dialled to test it."""

from collections.abc import Mapping
from datetime import date, timedelta

import phonenumbers
from phonenumbers import shortnumberinfo

from clinic.web.numbers import only_digits
from emergency.models import CheckRhythm, Resource, Verification

Group = CheckRhythm.Group
# Days between two checks at the most; a clinic may shorten them (CheckRhythm).
DAYS: Mapping[str, int] = {Group.DISPATCH: 90, Group.TEAMS: 90, Group.OTHERS: 180, Group.NATIONAL: 365}
FEWEST_DAYS = 7


def group_of(resource: Resource) -> CheckRhythm.Group:
    """The group whose interval counts for this entry."""
    if resource.kind == Resource.Kind.PSAP:
        return Group.DISPATCH
    if resource.kind == Resource.Kind.MOBILE_CRISIS:
        return Group.TEAMS
    return Group.NATIONAL if resource.reach == Resource.Reach.COUNTRY else Group.OTHERS


def check_interval(resource: Resource, shortened: Mapping[str, int] | None = None) -> timedelta:
    """Direct dispatch lines and crisis teams every 90 days, lines for a whole country once a year, others every 180.

    `shortened` is what the clinic wants, by group; it never makes an interval longer.
    """
    group = group_of(resource)
    return timedelta(days=min(DAYS[group], (shortened or {}).get(group, DAYS[group])))


def next_check(resource: Resource, today: date, shortened: Mapping[str, int] | None = None) -> date:
    """When an entry confirmed today is due again."""
    return today + check_interval(resource, shortened)


def is_emergency_number(number: str, country_code: str) -> bool:
    """Whether this is 911, 112 or what such a number is in that country: it may never be dialled for a test."""
    digits = only_digits(number)
    if not digits:
        return False
    home = country_code if country_code in phonenumbers.SUPPORTED_REGIONS else "US"
    return digits in {"911", "112", "999", "000"} or shortnumberinfo.is_emergency_number(digits, home)


def reaches_the_callers_area(entry: Resource) -> bool:
    """A country's emergency number, under whatever kind it was entered or imported: it is no way to the client's place."""
    ways = [way for way in (entry.phone, entry.sms) if way]
    return entry.kind == Resource.Kind.EMERGENCY or any(is_emergency_number(way, entry.country_code) for way in ways)


def number_to_check(resource: Resource) -> str:
    """The number that may be called to check the entry: a dispatch centre by its office, an emergency number never."""
    if resource.kind == Resource.Kind.EMERGENCY:
        return ""
    number = resource.admin_phone if resource.kind == Resource.Kind.PSAP else resource.phone or resource.admin_phone
    return "" if is_emergency_number(number, resource.country_code) else number


def ways_to_check(resource: Resource) -> list[Verification.How]:
    """How this entry may be checked; calling only where there is a number that may be called."""
    ways = [Verification.How.CALLED] if number_to_check(resource) else []
    return [*ways, Verification.How.OFFICIAL_PAGE, Verification.How.SECOND_SOURCE]
