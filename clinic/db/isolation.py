"""Migration operations: row-level security, composite keys, immutability and grants, made the same way for every table."""

from collections.abc import Iterator
from typing import Any

from django.db import connections, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from clinic.db.models import ClinicKey

HERE = "(select nullif(current_setting('app.clinic_id', true), '')::uuid)"


def application_role() -> str:
    return str(connections["default"].settings_dict["USER"])


def each_clinic(apps: Any, editor: Any) -> Iterator[None]:
    """Show the database one clinic after the other, for a migration that changes rows: under row-level security nothing is
    seen without one."""
    clinics = apps.get_model("accounts", "Clinic").objects.using(editor.connection.alias).values_list("pk", flat=True)
    with editor.connection.cursor() as cursor:
        for clinic_id in list(clinics):
            cursor.execute("select set_config('app.clinic_id', %s, true)", [str(clinic_id)])
            yield
        cursor.execute("select set_config('app.clinic_id', '', true)")


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class _SQL(Operation):
    reduces_to_sql = True
    reversible = False

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The database changes, the models do not."""

    def database_backwards(self, *args: Any) -> None:
        raise NotImplementedError("Isolation is never taken back.")

    def statements(self, model: type[models.Model]) -> list[str]:
        raise NotImplementedError

    def model(self, app_label: str, state: ProjectState) -> type[models.Model]:
        return state.apps.get_model(app_label, self.model_name)

    model_name: str

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState) -> None:
        for statement in self.statements(self.model(app_label, to_state)):
            schema_editor.execute(statement, params=None)


class Isolate(_SQL):
    """Force row-level security on a clinic table, bind its keys to the clinic, and take the right to delete away.

    `immutable=True` also takes the right to update, with a trigger that stops the owner too. `derived=True` leaves the right to
    delete: the rows are made from others, and made anew when those change.
    """

    def __init__(self, model_name: str, immutable: bool = False, derived: bool = False) -> None:
        self.model_name, self.immutable, self.derived = model_name, immutable, derived

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__qualname__, [self.model_name], {"immutable": self.immutable, "derived": self.derived}

    def describe(self) -> str:
        return f"Isolate {self.model_name} by clinic"

    def statements(self, model: type[models.Model]) -> list[str]:
        table, role = model._meta.db_table, quoted(application_role())
        lines = [
            f"alter table {table} enable row level security",
            f"alter table {table} force row level security",
            f"create policy {table}_clinic on {table} using (clinic_id = {HERE}) with check (clinic_id = {HERE})",
            f"alter table {table} add constraint {table}_in_clinic unique (clinic_id, id)",
            f"revoke truncate{'' if self.derived else ', delete'} on {table} from {role}",
        ]
        lines += [_same_clinic(table, field) for field in model._meta.local_fields if isinstance(field, ClinicKey)]
        if self.immutable:
            lines += [
                f"revoke update on {table} from {role}",
                f"create trigger {table}_immutable before update or delete on {table} for each row execute function handrail_immutable()",
            ]
        return lines


class BindKey(_SQL):
    """Bind a ClinicKey that was added to an isolated table later to rows of the same clinic."""

    def __init__(self, model_name: str, field_name: str) -> None:
        self.model_name, self.field_name = model_name, field_name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__qualname__, [self.model_name, self.field_name], {}

    def statements(self, model: type[models.Model]) -> list[str]:
        return [_same_clinic(model._meta.db_table, model._meta.get_field(self.field_name))]


def _same_clinic(table: str, field: Any) -> str:
    target = field.remote_field.model._meta.db_table
    return (
        f"alter table {table} add constraint {table}_{field.column}_same_clinic foreign key (clinic_id, {field.column}) "
        f"references {target} (clinic_id, id) deferrable initially deferred"
    )


class MakeImmutable(_SQL):
    """For append-only tables outside the clinics (sign-in events)."""

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__qualname__, [self.model_name], {}

    def statements(self, model: type[models.Model]) -> list[str]:
        table = model._meta.db_table
        return [
            f"revoke update, delete, truncate on {table} from {quoted(application_role())}",
            f"create trigger {table}_immutable before update or delete on {table} for each row execute function handrail_immutable()",
        ]
