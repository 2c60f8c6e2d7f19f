"""Sessions of a user, wherever they are open."""

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session

from clinic.accounts.models import User


def end_sessions(user: User) -> None:
    """Every session of this user ends with its next request. Actions call it in their transaction."""
    current = User.objects.select_for_update().get(pk=user.pk)
    user.sessions_from = current.sessions_from = current.sessions_from + 1
    current.save(update_fields=["sessions_from"])


def hold(session: SessionBase, *, wait: bool = True) -> bool:
    """Take in what other requests of this session wrote, and let none write before this request is done.

    A session is written as a whole: without this a page under way while the screen is locked would unlock it again.
    False when another request holds it and this one does not want to wait.
    """
    rows = Session.objects.select_for_update(skip_locked=not wait)
    row = rows.filter(session_key=session.session_key).first()
    if row is None:
        return False
    session.update(row.get_decoded())
    return True
