"""What clinicians have to do."""

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.models import Todo
from clinic.clients.permissions import may_write, require


@transaction.atomic
def done(*, by: Actor, todo: Todo) -> Todo:
    """It is done; saying so twice is harmless. Also possible after care has ended."""
    require(may_write(by, todo.client))
    if todo.done_at is None:
        todo.done_at, todo.done_by_id = timezone.now(), by.id
        todo.save(update_fields=["done_at", "done_by"])
        record(by=by, action="todo.done", client_id=todo.client_id, on=todo)
    return todo
