"""What the demo's mail server has taken in."""

import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

SHOWN = 100


@dataclass(frozen=True)
class Mail:
    """One mail as its reader would see it."""

    to: str
    sender: str
    subject: str
    text: str
    at: datetime | None


def mails() -> list[Mail]:
    """The latest mails, newest first."""
    files = sorted((settings.VAR_DIR / "mail").glob("*.eml"), reverse=True)
    return [_read(file) for file in files[:SHOWN]]


def _read(file: Path) -> Mail:
    message = BytesParser(EmailMessage, policy=email.policy.default).parsebytes(file.read_bytes())
    body = message.get_body(("plain",))
    at = parsedate_to_datetime(message["Date"]) if message["Date"] else None
    return Mail(str(message["To"]), str(message["From"]), str(message["Subject"]), str(body.get_content()) if body else "", at)
