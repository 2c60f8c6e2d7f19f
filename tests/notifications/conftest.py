"""Fixtures of these tests."""

from tests.notifications.post_office import post_office  # noqa: F401
