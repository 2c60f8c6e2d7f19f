"""Brings the database and the static files up to date, in one process; its last line says what went wrong."""

import sys
import traceback

import django
from django.core.management import call_command
from django.db import connections


def prepare() -> int:
    try:
        django.setup()
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        connections["default"].ensure_connection()  # refuses a role that could look past row-level security
        call_command("collectstatic", interactive=False, verbosity=0)
    except Exception as problem:
        traceback.print_exc()
        sys.stderr.write(" ".join(str(problem).split()) + "\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(prepare())
