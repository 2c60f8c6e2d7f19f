"""Encrypted model fields. They seal in `pre_save` and open in a descriptor, because both see the row they bind to.

What cannot see the row is refused: `update()`, `bulk_update()`, lookups, and reading through `values()`.
"""

import json
from typing import Any, cast

from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.fields import NOT_PROVIDED

from clinic.db import keys, privacy
from clinic.db.prepared import Given


class Sealed:
    """Ciphertext on its way between row and database; it has no readable form."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __str__(self) -> str:
        raise TypeError("Sealed value: read it through its row.")

    def __repr__(self) -> str:
        return "<sealed>"


class _Opening:
    def __init__(self, field: "SealedField") -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: object = None) -> Any:
        if row is None:
            return self
        name = self.field.attname
        if name not in row.__dict__:
            row.refresh_from_db(fields=[name])
        value = row.__dict__[name]
        if isinstance(value, Sealed):
            value = row.__dict__[name] = self.field.open(value, row)
        return value

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = value


class SealedField(models.Field):  # type: ignore[type-arg]
    """Base of the three below. `privacy` is the label of the content: identifying, clinical or secret."""

    def __init__(self, *args: Any, privacy: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.privacy = privacy

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "privacy": self.privacy}

    def get_internal_type(self) -> str:
        return "BinaryField"

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        privacy.check(self.privacy)
        setattr(cls, self.attname, _Opening(self))

    def pack(self, value: Any) -> bytes:
        raise NotImplementedError

    def unpack(self, data: bytes) -> Any:
        raise NotImplementedError

    def bound_to(self, row: models.Model) -> bytes:
        clinic = getattr(row, "clinic_id", "")
        key = getattr(row, getattr(row, "sealed_to", "pk"))  # a row numbered by the database has no pk yet when it is sealed
        if key is None:
            raise TypeError(f"{self.model.__name__}: a sealed value needs the key of its row first.")
        return f"{self.model._meta.db_table}|{self.column}|{key}|{clinic}".encode()

    def open(self, sealed: Sealed, row: models.Model) -> Any:
        return self.unpack(keys.unseal(sealed.data, self.bound_to(row)))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = getattr(model_instance, self.attname)
        return None if value is None else Sealed(keys.seal(self.pack(value), self.bound_to(model_instance)))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else Sealed(bytes(value))

    def get_prep_value(self, value: Any) -> Any:
        return value

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise TypeError(f"{self.name} is sealed: save it through its row.")
        return connection.Database.Binary(value.data)  # type: ignore[attr-defined]

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if isinstance(value, Given):  # a name only; what is given for it comes from pre_save
            return value
        if hasattr(value, "resolve_expression"):
            raise TypeError(f"{self.name} is sealed: save it through its row.")
        return self.get_db_prep_value(value, connection)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is sealed and cannot be searched.")

    def get_default(self) -> Any:
        if self.has_default():
            return self.default() if callable(self.default) else self.default
        return None

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError(f"{self.name} is sealed and is not serialized.")

    def clone(self) -> Any:
        return cast(Any, super().clone())


class SealedText(SealedField):
    """Text. `default=""` unless null is allowed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not kwargs.get("null") and kwargs.get("default", NOT_PROVIDED) is NOT_PROVIDED:
            kwargs["default"] = ""
        super().__init__(*args, **kwargs)

    def pack(self, value: Any) -> bytes:
        return str(value).encode()

    def unpack(self, data: bytes) -> str:
        return data.decode()


class SealedJSON(SealedField):
    """Anything JSON holds: dict, list, str, number, bool, None."""

    def pack(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()

    def unpack(self, data: bytes) -> Any:
        return json.loads(data)


class SealedBytes(SealedField):
    """Whole files, such as a stored PDF."""

    def pack(self, value: Any) -> bytes:
        return bytes(value)

    def unpack(self, data: bytes) -> bytes:
        return data
