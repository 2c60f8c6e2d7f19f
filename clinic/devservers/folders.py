"""Where the private servers keep their files, and as whom they run."""

import functools
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from clinic.devservers.errors import CannotStart
from clinic.devservers.processes import OURSELVES, Identity

LONGEST_SOCKET_PATH = 100  # the kernel allows 107 bytes; the lock file beside it is longer than the socket
NOBODY = 65534


@functools.cache
def server_identity() -> Identity:
    """PostgreSQL refuses to run as root: then a user namespace where we are nobody, else another user."""
    if os.geteuid() != 0:
        return OURSELVES
    unshare = shutil.which("unshare")
    if unshare:
        prefix = (unshare, "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}")
        if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0:
            return Identity(prefix=prefix)
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Identity(uid=user.pw_uid, gid=user.pw_gid)
    raise CannotStart("PostgreSQL does not run as root, and there is no other user here: start Handrail as an ordinary user.")


def data_folder(folder: Path) -> Path:
    """The folder itself, or one under /var/tmp where the database must run as a user who cannot enter ours."""
    if server_identity().uid is None:
        return folder
    return Path("/var/tmp") / f"handrail-{_short_name(folder)}"  # noqa: S108 - kept over restarts, mode 0700


def socket_folder(folder: Path) -> Path:
    """A folder for unix sockets, as near as the length limit of their paths allows."""
    sockets = folder / "run"
    if len(os.fsencode(sockets / ".s.PGSQL.5432.lock")) > LONGEST_SOCKET_PATH:
        sockets = Path(tempfile.gettempdir()) / f"handrail-{_short_name(folder)}"
    return sockets


def private_folder(folder: Path, identity: Identity = OURSELVES) -> Path:
    """Made when missing; readable by its owner alone."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if identity.uid is not None and identity.gid is not None:
        os.chown(folder, identity.uid, identity.gid)
    if folder.stat().st_uid not in (os.geteuid(), identity.uid):
        raise CannotStart(f"The folder {folder} belongs to another user: remove it or start Handrail from another folder.")
    folder.chmod(0o700)
    return folder


def _short_name(folder: Path) -> str:
    return hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:12]
