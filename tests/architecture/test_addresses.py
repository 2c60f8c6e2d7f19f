"""Every address declares who may see it, and names its arguments after models."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

OPEN_TO_ALL = {"live", "ready"}


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def test_every_address_declares_its_policy() -> None:
    for pattern in patterns():
        assert pattern.name, f"{pattern.pattern}: give it a name"
        assert pattern.name in OPEN_TO_ALL or getattr(pattern.callback, "policy", None), (
            f"{pattern.name}: decorate it (clinic/accounts/access.py, clinic/portal/access.py)"
        )


def test_arguments_of_addresses_are_typed() -> None:
    for pattern in patterns():
        for name, converter in pattern.pattern.converters.items():
            kind: Any = type(converter).__name__
            allowed = {"UUIDConverter", "IntConverter", "SlugConverter"} | ({"StringConverter"} if name == "token" else set())
            assert kind in allowed, f"{pattern.name}: {name} is a {kind}"
