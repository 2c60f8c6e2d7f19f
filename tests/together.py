"""Two people at the same moment, each on a connection of their own."""

import threading
from typing import Any

from django.db import connection


def together(*works: Any) -> list[Any]:
    """Run them at the same time, each on a connection of its own."""
    gate, results = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int, work: Any) -> None:
        gate.wait()
        try:
            results[place] = work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def somebody_waits() -> bool:
    """Whether a transaction waits for what another one holds."""
    with connection.cursor() as cursor:
        cursor.execute("select exists (select 1 from pg_locks where not granted)")
        return bool(cursor.fetchone()[0])
