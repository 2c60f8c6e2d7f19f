"""PostgreSQL and Redis together, for as long as a `with` block lasts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clinic.devservers.postgres import Postgres
from clinic.devservers.redis_server import Redis


@dataclass(frozen=True)
class Servers:
    """Both servers, running."""

    postgres: Postgres
    redis: Redis

    @property
    def database_url(self) -> str:
        return self.postgres.database_url

    @property
    def owner_url(self) -> str:
        return self.postgres.owner_url

    @property
    def redis_url(self) -> str:
        return self.redis.url


@contextmanager
def private_servers(folder: Path, *, durable: bool = True) -> Iterator[Servers]:
    """Start both in this folder, stop both at the end. `durable=False` is for tests: quicker, lost in a crash."""
    servers = Servers(Postgres(folder, durable=durable), Redis(folder))
    try:
        servers.redis.start()
        servers.postgres.start()
        yield servers
    finally:
        servers.redis.stop()
        servers.postgres.stop()
