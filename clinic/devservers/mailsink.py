"""A real SMTP server on a loopback port that files every mail in a folder and sends none on."""

import asyncio
import email.policy
import itertools
import os
import socket
import threading
import time
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from clinic.devservers.folders import private_folder


class MailSink:
    """Has its port from the moment it is made, takes mail from start() on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="mail sink", daemon=True)
        self._numbers = itertools.count(1)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._socket.getsockname()[1]}"

    def start(self) -> None:
        private_folder(self.folder)
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(5)
        self._socket.close()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.create_server(lambda: SMTP(self, hostname="localhost", loop=self._loop), sock=self._socket)
        self._loop.run_until_complete(server)
        self._loop.run_forever()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Under its final name only when it is whole: a reader never meets half a mail."""
        name = f"{time.time_ns()}-{os.getpid()}-{next(self._numbers)}"
        unfinished = self.folder / f"{name}.unfinished"
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(envelope.original_content or b"")
        unfinished.rename(self.folder / f"{name}.eml")
        return "250 Message accepted for delivery"


def mails_in(folder: Path) -> list[EmailMessage]:
    """All mails the sink has taken, oldest first."""
    parser = BytesParser(EmailMessage, policy=email.policy.default)
    return [parser.parsebytes(file.read_bytes()) for file in sorted(folder.glob("*.eml"))]
