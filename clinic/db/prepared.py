"""Statements for the few places that are passed at every pause in typing: the ORM writes them once per process, PostgreSQL
plans them once per connection. What they say stays written in querysets, so no rule is told a second time in SQL.
Several querysets in one such statement: `clinic.db.gather`.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from django.db.models.query import get_related_populators
from django.db.models.sql import InsertQuery, UpdateQuery
from psycopg2.extensions import AsIs

M = TypeVar("M", bound=models.Model)

NAMED = re.compile(r"%\((\w+)\)s")
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()  # names by connection to the server


class Given(models.Expression):
    """A value that has only a name while the statement is written, and is given when it runs."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> Any:
        return "%s", [self]


class Statement:
    """SQL under a name, and the names of what it is given, in the order of $1, $2, …

    A moment that is not `Given` raises ValueError: it would stay the one in which the statement was written.
    """

    def __init__(self, name: str, sql: str, params: Sequence[object]) -> None:
        if frozen := [param for param in params if isinstance(param, date)]:
            raise ValueError(f"{name} would keep a moment of the first time: {frozen}")
        self.names = list(dict.fromkeys(param.name for param in params if isinstance(param, Given)))
        numbered = [AsIs(f"${self.names.index(param.name) + 1}") if isinstance(param, Given) else param for param in params]
        operations: Any = connection.ops
        self.sql = operations.compose_sql(sql, numbered)
        self.name = f"handrail_{name}_{sha256(self.sql.encode()).hexdigest()[:12]}"  # other words, another plan
        self.call = f"execute {self.name} ({', '.join(['%s'] * len(self.names))})"

    def run(self, cursor: CursorWrapper, given: dict[str, Any], ahead: tuple[str, list[Any]] = ("", [])) -> None:
        """Run it; the first time on this connection it is planned. A plan outlives the transaction, also a failed one.

        Planning belongs to the connection, not to the page that was there first: it is not counted among its statements.
        `ahead` is SQL with what it is given, sent in the same round trip and done before.
        """
        known = _known.setdefault(cursor.connection, set())
        if self.name not in known:
            with connection.wrap_database_errors:
                cursor.cursor.execute(f"prepare {self.name} as {self.sql}")
            known.add(self.name)
        sql, values = ahead
        call = f"{sql}; {self.call}" if sql else self.call
        cursor.execute(call, [*values, *(given[name] for name in self.names)])


class PreparedRead(Generic[M]):
    """A queryset whose values are `Given`; it yields rows as the queryset would."""

    def __init__(self, name: str, rows: Callable[[], "models.QuerySet[M]"]) -> None:
        self.name, self.rows = name, rows

    def first(self, **given: Any) -> M | None:
        """The first row that PostgreSQL finds, or None."""
        return next(iter(self.all(**given)), None)

    def all(self, *, ahead: tuple[str, list[Any]] = ("", []), **given: object) -> list[M]:
        """The rows that PostgreSQL finds, in its order; none where the queryset can have none. `ahead`: see `Statement.run`."""
        try:
            statement, made = self._written
        except EmptyResultSet:
            return []
        with connection.cursor() as cursor:
            statement.run(cursor, given, ahead)
            return [made(found) for found in cursor.fetchall()]

    @cached_property
    def _written(self) -> tuple[Statement, Callable[[Any], M]]:
        compiler: Any = self.rows().query.get_compiler(connection=connection)
        statement = Statement(self.name, *compiler.as_sql())
        select, about = compiler.select, compiler.klass_info
        converters = compiler.get_converters([column for column, *_ in select])
        populators: Any = get_related_populators
        related = populators(about, select, connection.alias)
        places = about["select_fields"]
        start, end = places[0], places[-1] + 1
        names = [column.target.attname for column, *_ in select[start:end]]

        def made(found: Any) -> M:
            (row,) = compiler.apply_converters([found], converters)
            one: M = about["model"].from_db(connection.alias, names, row[start:end])
            for populator in related:
                populator.populate(row, one)
            for name, place in compiler.annotation_col_map.items():
                setattr(one, name, row[place])
            return one

        return statement, made


class PreparedRaw(Generic[M]):
    """SQL written by hand, with its values as %(name)s: whole rows of a model, and more columns that become attributes."""

    def __init__(self, name: str, model: type[M], sql: str) -> None:
        self.name, self.model, self.sql = name, model, sql

    def all(self, **given: object) -> list[M]:
        """The rows that PostgreSQL finds, in its order."""
        with connection.cursor() as cursor:
            self._written.run(cursor, given)
            columns, found = [each.name for each in cursor.description or ()], cursor.fetchall()
        return [self._made(dict(zip(columns, row, strict=True))) for row in found]

    @cached_property
    def _written(self) -> Statement:
        return Statement(self.name, NAMED.sub("%s", self.sql), [Given(name) for name in NAMED.findall(self.sql)])

    @cached_property
    def _reads(self) -> list[tuple[str, list[Callable[..., Any]]]]:
        fields: list[Any] = list(self.model._meta.concrete_fields)
        return [(field.column, field.get_db_converters(connection)) for field in fields]

    def _made(self, found: dict[str, Any]) -> M:
        values = []
        for column, reads in self._reads:
            value = found.pop(column)
            for read in reads:
                value = read(value, None, connection)
            values.append(value)
        one = self.model.from_db(connection.alias, [field.attname for field in self.model._meta.concrete_fields], values)
        for name, value in found.items():
            setattr(one, name, value)
        return one


class PreparedAdd(Generic[M]):
    """`row.save()` of a new row whose key and defaults are set."""

    def __init__(self, name: str, model: type[M]) -> None:
        self.name, self.model = name, model

    def add(self, row: M) -> None:
        statement, fields = self._written
        given = {field.name: field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields}
        with connection.cursor() as cursor:
            statement.run(cursor, given)
        row._state.adding, row._state.db = False, connection.alias

    @cached_property
    def _written(self) -> tuple[Statement, list[Any]]:
        fields: list[Any] = list(self.model._meta.local_concrete_fields)
        query = InsertQuery(self.model)
        query.insert_values(fields, [self.model(**{field.attname: Given(field.name) for field in fields})])
        ((sql, params),) = query.get_compiler(connection=connection).as_sql()
        return Statement(self.name, sql, params), fields


class PreparedSave(Generic[M]):
    """`row.save(update_fields=fields)` where the row is among `rows`, a queryset whose values are `Given`; `**worked_out` are
    fields that PostgreSQL sets by an expression. Sealed fields are sealed to their row as ever.

    What another transaction may change meanwhile is asked of the row's own columns: PostgreSQL looks at those again when it
    had to wait for the row, and at nothing else.
    """

    def __init__(self, name: str, rows: Callable[[], "models.QuerySet[M]"], *fields: str, **worked_out: models.Expression) -> None:
        self.name, self.rows, self.names, self.worked_out = name, rows, fields, worked_out

    def save(self, row: M, **given: object) -> bool:
        """Whether the row was there, and is saved."""
        statement, fields = self._written
        values = {field.name: field.get_db_prep_save(field.pre_save(row, False), connection) for field in fields}
        with connection.cursor() as cursor:
            statement.run(cursor, {**given, **values, "pk": row.pk})
            return bool(cursor.rowcount)

    @cached_property
    def _written(self) -> tuple[Statement, list[Any]]:
        rows = self.rows().filter(pk=Given("pk"))
        model: Any = rows.model
        fields = [model._meta.get_field(name) for name in self.names]
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_fields([(field, None, Given(field.name)) for field in fields])
        query.add_update_values(self.worked_out)
        return Statement(self.name, *query.get_compiler(connection=connection).as_sql()), fields
