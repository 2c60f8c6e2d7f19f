"""When PostgreSQL is there to read from and not to write to, or not there at all."""

from collections.abc import Iterator

import psycopg2

READ_ONLY, DISK_FULL = "25006", "53100"
NO_CONNECTION = ("08", "57P")  # classes of SQLSTATE: connection exceptions, shutdown and restart
WAITED = ("40P01", "55P03")  # a deadlock, a lock that did not come: left by a server that was killed, or a crowd at one row


def _causes(error: BaseException | None) -> Iterator[psycopg2.Error]:
    """What PostgreSQL or its driver said, under what Django and the sessions made of it."""
    while error is not None:
        if isinstance(error, psycopg2.Error):
            yield error
        error = error.__cause__ or error.__context__


def refuses_writes(error: BaseException) -> bool:
    """Whether this came of a database that answers and takes no writes: read-only, or its disk is full."""
    return any(cause.pgcode in (READ_ONLY, DISK_FULL) for cause in _causes(error))


def is_outage(error: BaseException | None) -> bool:
    """Whether there is nothing to do about it but try again later."""
    return any(
        str(cause.pgcode).startswith((READ_ONLY, DISK_FULL, *NO_CONNECTION, *WAITED))
        if cause.pgcode
        else isinstance(cause, (psycopg2.OperationalError, psycopg2.InterfaceError))
        for cause in _causes(error)
    )
