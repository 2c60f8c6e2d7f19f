"""Answers of Django's test client, shown in a browser as if they had come from a site."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse

OF_NOBODY = {"Refresh", "Set-Cookie", "Content-Length"}
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json"}


class Stand(ThreadingHTTPServer):
    """Hands out `answer` to whoever opens a page, and static files that a browser keeps; to all else it says nothing."""

    answer: HttpResponse | None = None

    @property
    def site(self) -> str:
        return f"http://localhost:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went on to the next page is no fault."""


class Handler(BaseHTTPRequestHandler):
    server: Stand
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        file = finders.find(path.removeprefix(settings.STATIC_URL)) if path.startswith(settings.STATIC_URL) else None
        answer = self.server.answer
        if file:
            kind = TYPES.get(Path(file).suffix, "application/octet-stream")
            self.says(200, {"Content-Type": kind, "Cache-Control": "max-age=3600"}, Path(file).read_bytes())
        elif answer is not None and self.headers["Sec-Fetch-Mode"] == "navigate":
            told = {name: str(value) for name, value in answer.headers.items() if name not in OF_NOBODY}
            self.says(answer.status_code, told, answer.content)
        else:
            self.says(204, {}, b"")

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"] or 0))  # else it would be taken for the next request
        self.says(204, {}, b"")

    def says(self, status: int, told: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {**told, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the test says what was wrong."""


@contextmanager
def stand() -> Iterator[Stand]:
    with Stand(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
