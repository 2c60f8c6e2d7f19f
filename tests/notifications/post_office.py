"""An SMTP server with moods: what mail servers do when they do not simply take a mail."""

import asyncio
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from clinic.devservers.mailsink import MailSink, mails_in


class PostOffice(MailSink):
    """`mood` is read at every step, so a test can change it while a mail is on its way.

    "450" and "550" refuse the recipient, "data 450" and "data 550" the mail; "slow" waits before accepting the sender;
    "slow data" keeps the mail and then waits; "drop" keeps the mail and hangs up instead of saying so.
    """

    mood = ""
    waiting = False

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        await self._while("slow")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.mood in {"450", "550"}:
            return f"{self.mood} {address} is not wanted here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.mood in {"data 450", "data 550"}:
            return f"{self.mood.removeprefix('data ')} not this one"
        answer = await super().handle_DATA(server, session, envelope)
        if self.mood == "drop":
            server.transport.abort()
        await self._while("slow data")
        return answer

    async def _while(self, mood: str) -> None:
        while self.mood == mood:
            self.waiting = True
            await asyncio.sleep(0.02)
        self.waiting = False

    def mails(self) -> list[EmailMessage]:
        return mails_in(self.folder)

    @property
    def environment(self) -> dict[str, str]:
        return {"EMAIL_URL": self.url}


@pytest.fixture
def post_office(tmp_path: Path, settings: Any) -> Iterator[PostOffice]:
    office = PostOffice(tmp_path / "post")
    office.start()
    settings.EMAIL_PORT = urlsplit(office.url).port
    yield office
    office.mood = ""
    office.stop()
