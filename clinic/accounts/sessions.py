"""Sessions of a user, wherever they are open."""

from clinic.accounts.models import User


def end_sessions(user: User) -> None:
    """Every session of this user ends with its next request. Actions call it in their transaction."""
    current = User.objects.select_for_update().get(pk=user.pk)
    user.sessions_from = current.sessions_from = current.sessions_from + 1
    current.save(update_fields=["sessions_from"])
