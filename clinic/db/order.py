"""Lists whose rows carry their `position`."""

from collections.abc import Iterable
from typing import Any


def move_up(listed: Iterable[Any], row: Any) -> None:
    """One place further up in a list that the caller holds locked; the first stays where it is. Stores what moved."""
    kept = list(listed)
    here = next(index for index, each in enumerate(kept) if each.pk == row.pk)
    if here:
        kept.insert(here - 1, kept.pop(here))
    for position, each in enumerate(kept):
        if each.position != position:
            each.position = position
            each.save(update_fields=["position"])
