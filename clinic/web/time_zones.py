"""The time zones that people choose from."""

from zoneinfo import available_timezones

NOT_OF_PLACES = ("Etc/", "SystemV/", "posix/", "right/")


def time_zones() -> list[str]:
    """Zones named after a place, like America/Phoenix."""
    return sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(NOT_OF_PLACES))
