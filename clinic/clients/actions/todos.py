"""What clinicians have to do."""

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.models import Todo
from clinic.clients.permissions import may_write, require
from clinic.web.errors import Conflict

WRITE_IT_DOWN = "Write down what was done first. Open it from Today or from the record."
SAY_WHY = "Say why you opened this record. Open it from Today."


@transaction.atomic
def done(*, by: Actor, todo: Todo, note: str = "") -> Todo:
    """It is done; saying so twice is harmless. Also possible after care has ended.

    An answer about self-harm takes a `note` of what was done, else Conflict; a supervisor may settle it without a grant.
    What is for one person alone is settled by that person, and why a record was opened is said, not ticked off.
    """
    positive = todo.kind == Todo.Kind.POSITIVE_ANSWER
    if todo.kind in Todo.PERSONAL:
        require(todo.told_id == by.id)
    else:
        require(may_write(by, todo.client) or (positive and by.has("supervisor")))
    if todo.kind == Todo.Kind.GIVE_REASON and todo.done_at is None:
        raise Conflict(SAY_WHY)
    if todo.done_at is not None:
        return todo
    if positive and not note:
        raise Conflict(WRITE_IT_DOWN)
    todo.done_at, todo.done_by_id = timezone.now(), by.id
    todo.note = "\n".join(filter(None, [todo.note, note])) or None
    todo.save(update_fields=["done_at", "done_by", "note"])
    record(by=by, action="todo.done", client_id=todo.client_id, on=todo)
    return todo
