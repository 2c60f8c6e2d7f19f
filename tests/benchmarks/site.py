"""Handrail as shipped, with the pages more of plain_file.py."""

from django.conf import settings

from clinic.wsgi import application

__all__ = ["application"]

settings.ROOT_URLCONF = "tests.benchmarks.plain_file"
