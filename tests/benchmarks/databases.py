"""Copies of the clinic's database, one for each size, so that growth is measured side by side and not one hour after the other."""

from contextlib import closing

import psycopg2
from django.db import connection, connections


def copy(name: str) -> None:
    """A database of this name as the present one is now. The connection goes on with the present one."""
    present = connection.settings_dict["NAME"]
    connections.close_all()
    owner = connections["owner"].settings_dict
    held = psycopg2.connect(dbname="postgres", user=owner["USER"], host=owner["HOST"], port=owner["PORT"] or None)
    held.autocommit = True
    with closing(held), held.cursor() as cursor:
        cursor.execute(f'create database "{name}" template "{present}"')


def use(name: str) -> None:
    """From now on Handrail reads and writes this one."""
    connections.close_all()
    for alias in ("default", "owner"):
        connections[alias].settings_dict["NAME"] = name
