"""The time zones that people choose from."""

from functools import cache
from zoneinfo import available_timezones

NOT_OF_PLACES = ("Etc/", "SystemV/", "posix/", "right/")


@cache
def time_zones() -> tuple[str, ...]:
    """Zones named after a place, like America/Phoenix."""
    return tuple(zone for zone in sorted(available_timezones()) if "/" in zone and not zone.startswith(NOT_OF_PLACES))
