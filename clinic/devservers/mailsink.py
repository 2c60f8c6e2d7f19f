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
        self._loop = asyncio.Runner()
        self._thread = threading.Thread(target=self._serve, name="mail sink", daemon=True)
        self._done = asyncio.Event()
        self._numbers = itertools.count(1)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._socket.getsockname()[1]}"

    def start(self) -> None:
        private_folder(self.folder)
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.get_loop().call_soon_threadsafe(self._done.set)
            self._thread.join(5)
        self._socket.close()

    def _serve(self) -> None:
        with self._loop as loop:
            loop.run(self._take_mail())

    async def _take_mail(self) -> None:
        loop = asyncio.get_running_loop()
        async with await loop.create_server(lambda: SMTP(self, hostname="localhost", loop=loop), sock=self._socket):
            await self._done.wait()

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
    return [parser.parsebytes(file.read_bytes().replace(b"\r\n", b"\n")) for file in sorted(folder.glob("*.eml"))]
