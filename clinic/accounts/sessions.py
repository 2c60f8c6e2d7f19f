"""Sessions of a user, wherever they are open."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction
from django.utils import timezone

from clinic.accounts.models import User
from clinic.db.outages import refuses_writes

SINCE, SEEN, DEVICE = "since", "seen", "device"
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class OpenSession:
    """One place where somebody is signed in."""

    device: str
    since: datetime
    seen: datetime
    is_here: bool


def device_of(agent: str) -> str:
    """Like "Firefox on Windows", from what a browser says of itself; "" when it says nothing we know."""
    known = [next((name for mark, name in names if mark in agent), "") for names in (BROWSERS, SYSTEMS)]
    return " on ".join(filter(None, known))


def open_sessions(user: User, here: SessionBase) -> list[OpenSession]:
    """Where this user is signed in, this session first, then the one used last.

    Sessions are sealed against search, so all that are open are read: as many as staff signed in within twelve hours.
    """
    proof, found = user.get_session_auth_hash(), []
    for row in Session.objects.filter(expire_date__gt=timezone.now()):
        facts = row.get_decoded()
        if facts.get(SESSION_KEY) == str(user.pk) and facts.get(HASH_SESSION_KEY) == proof:
            since, seen = (datetime.fromtimestamp(facts.get(name, 0), UTC) for name in (SINCE, SEEN))
            if (timezone.now() - since).total_seconds() <= settings.STAFF_ABSOLUTE_SECONDS:
                found.append(OpenSession(facts.get(DEVICE, ""), since, seen, row.session_key == here.session_key))
    return sorted(found, key=lambda each: (each.is_here, each.seen), reverse=True)


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


def hold_if_possible(session: SessionBase, *, wait: bool = False) -> bool:
    """A database that takes no writes lets nobody hold a session: then nothing is noted, and the page is shown all the same."""
    try:
        with transaction.atomic():
            return hold(session, wait=wait)
    except DatabaseError as error:
        if refuses_writes(error):
            return False
        raise


def keep(session: SessionBase) -> None:
    """Written here and not at the end, where a disk that is full would take the page with it."""
    try:
        with transaction.atomic():
            session.save()
    except (DatabaseError, UpdateError) as error:
        if not refuses_writes(error):
            raise
    session.modified = False
