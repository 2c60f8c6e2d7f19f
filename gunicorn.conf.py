"""The web server as we ship it; `manage.py up` and docs/operations.md both start it with this file."""

import os
from typing import Any

from gunicorn.glogging import Logger

bind = "127.0.0.1:8000"
wsgi_app = "clinic.wsgi"
worker_class = "gthread"  # idle connections block sync workers
workers = 2
threads = 4
preload_app = True
max_requests = 5000
max_requests_jitter = 500
keepalive = 5
loglevel = "error"  # its warnings quote the request line, and with it the tokens in links
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - the heartbeat must not wait for a disk


class PathlessLogger(Logger):
    """Addresses can hold the token of a client's link: they are not for logs."""

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        if msg.startswith("Error handling request"):
            msg, args = "Error handling a request", ()
        super().exception(msg, *args, **kwargs)


logger_class = PathlessLogger
