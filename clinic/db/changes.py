"""How a row is changed: what differs is written, and nothing else."""

from collections.abc import Mapping
from typing import Any

from django.db import models


def change(row: models.Model, facts: Mapping[str, Any]) -> list[str]:
    """Set and write those of `facts` that differ; their names, for the event, and none where nothing was written.

    Whatever else the row holds is left as it stands in the database: a colleague may have changed it since it was read.
    """
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, facts[name])
    if changed:
        row.save(update_fields=changed)
    return changed
