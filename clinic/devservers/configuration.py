"""What the settings are read from when `up` runs: the environment, completed by private servers and keys."""

import base64
import os
import secrets
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from clinic.devservers.errors import CannotStart
from clinic.devservers.folders import private_folder
from clinic.devservers.postgres import Postgres
from clinic.devservers.processes import Child
from clinic.devservers.redis_server import Redis

PROJECT = Path(__file__).resolve().parent.parent.parent
DATABASE = ("DATABASE_URL", "DATABASE_OWNER_URL")
KEYS = ("HANDRAIL_SECRET_KEY", "HANDRAIL_FIELD_KEYS")
PASSED_ON = (
    "CLIENT_BASE_URL",
    "HANDRAIL_BASE_URL",
    "HANDRAIL_COUNTRY",
    "HANDRAIL_FROM_EMAIL",
    "HANDRAIL_HTTPS",
    "HANDRAIL_PROXIES",
)


def var_folder() -> Path:
    """Everything that is kept between two starts, readable by its owner alone."""
    return private_folder(Path(os.environ.get("HANDRAIL_VAR") or PROJECT / "var").resolve())


def given(name: str) -> str:
    """The variable, or the content of the file NAME_FILE names; empty when there is neither."""
    file = os.environ.get(f"{name}_FILE")
    if os.environ.get(name) or not file:
        return os.environ.get(name, "")
    try:
        return Path(file).read_text().strip()
    except OSError as problem:
        raise CannotStart(f"{name}_FILE names a file that cannot be read: {file} ({problem.strerror}).") from None


@dataclass(frozen=True)
class Configuration:
    """Every setting, in the words of settings.py, and the servers that were started for it."""

    settings: dict[str, str]
    servers: list[Child]


def complete(var: Path, running: ExitStack, *, port: int, demo_mail: str | None) -> Configuration:
    """Start the servers that the environment does not name, to be stopped with `running`; write settings.env."""
    servers: list[Child] = []
    settings = {
        "HANDRAIL_BASE_URL": f"http://localhost:{port}",
        "HANDRAIL_HTTPS": "0",
        **{name: given(name) for name in PASSED_ON if given(name)},
        "HANDRAIL_HOSTS": given("HANDRAIL_HOSTS") or "localhost,127.0.0.1",
        "HANDRAIL_DEMO": "1" if demo_mail else "0",
        "HANDRAIL_VAR": str(var),
        "EMAIL_URL": demo_mail or given("EMAIL_URL"),  # the demo never reaches a real mail server
    }
    settings |= _database(var, running, servers) | _redis(var, running, servers)
    _write(var / "settings.env", settings)
    return Configuration(settings, servers)


def _database(var: Path, running: ExitStack, servers: list[Child]) -> dict[str, str]:
    named = {name: given(name) for name in DATABASE}
    if any(named.values()) and not all(named.values()):
        missing = next(name for name, value in named.items() if not value)
        raise CannotStart(f"{missing} is missing: set both {' and '.join(DATABASE)}, or neither for a private database.")
    if all(named.values()):
        return named | _keys(var, needed_for=None)
    postgres = Postgres(var)
    keys = _keys(var, needed_for=postgres.data)
    running.callback(postgres.stop)
    servers.append(postgres.start())
    return {"DATABASE_URL": postgres.database_url, "DATABASE_OWNER_URL": postgres.owner_url} | keys


def _redis(var: Path, running: ExitStack, servers: list[Child]) -> dict[str, str]:
    if given("REDIS_URL"):
        return {"REDIS_URL": given("REDIS_URL")}
    redis = Redis(var)
    running.callback(redis.stop)
    servers.append(redis.start())
    return {"REDIS_URL": redis.url}


def _keys(var: Path, needed_for: Path | None) -> dict[str, str]:
    """Given, or made at the first start; never made anew beside data that older keys sealed."""
    keys = {name: given(name) for name in KEYS if given(name)}
    file = var / "keys"
    if len(keys) == len(KEYS):
        return keys
    if not file.exists():
        if needed_for is not None and needed_for.exists():
            raise CannotStart(
                f"The keys in {file} are gone, and without them the data in {needed_for} cannot be read: put the file"
                " back, or move the whole folder away to start with nothing."
            )
        field_key = base64.b64encode(secrets.token_bytes(32)).decode()
        _write(file, {"HANDRAIL_SECRET_KEY": secrets.token_urlsafe(48), "HANDRAIL_FIELD_KEYS": f"k001:{field_key}"})
    return dict(line.split("=", 1) for line in file.read_text().splitlines()) | keys


def _write(file: Path, values: dict[str, str]) -> None:
    """Whole or not at all, and never readable by others."""
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    unfinished.rename(file)
