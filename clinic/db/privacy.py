"""Every model field carries a privacy label. `open` may be read by the database's keeper; the rest is sealed.

A sealed field says its label itself; a model lists what it keeps readable in `readable`, by name. Keys, times and the
clinic need no mention. Fields in `readable_identifying` are the few that must stay searchable (a sign-in address);
`secret_hashes` are stored as one-way hashes only.
"""

from django.db import models

LABELS = ("open", "identifying", "clinical", "secret")


def check(label: str) -> None:
    if label not in LABELS[1:]:
        raise ValueError(f"A sealed field is identifying, clinical or secret, not {label!r}.")


def label(field: "models.Field[object, object]") -> str | None:
    """The label of a model field, or None when its model forgot it."""
    own = getattr(field, "privacy", None)
    if own:
        return str(own)
    if field.primary_key or field.is_relation or isinstance(field, (models.DateField, models.BooleanField, models.UUIDField)):
        return "open"
    if field.name in getattr(field.model, "readable_identifying", ()):
        return "identifying"
    if field.name in getattr(field.model, "secret_hashes", ()):
        return "secret"
    return "open" if field.name in getattr(field.model, "readable", ()) else None
