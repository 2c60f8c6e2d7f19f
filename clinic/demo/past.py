"""Letting the demo's records begin in the past, through the same actions as real ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils import timezone


@contextmanager
def days_ago(days: float) -> Iterator[None]:
    """For the block, Django's clock shows this many days ago. Only for the demo command, which is a process of its own."""
    real = timezone.now

    def then() -> datetime:
        return real() - timedelta(days=days)

    timezone.now = then
    try:
        yield
    finally:
        timezone.now = real
