"""The whole of Handrail at work: web, worker and timetable as processes of their own, a real SMTP server."""

from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser

from clinic.devservers.mailsink import MailSink, mails_in
from tests.servers import Processes, celery, eventually

if TYPE_CHECKING:
    from tests.journeys.steps import Desk

MailTo = Callable[[str], EmailMessage]


@pytest.fixture
def handrail(web: str, processes: Processes) -> str:
    """Its address. The worker runs the timetable too, to save a process."""
    arguments = celery("worker", "--beat", "--concurrency=1", "--without-gossip", "--without-mingle", "--loglevel=INFO")
    processes.start("worker", *arguments, ready=lambda log: " ready." in log, env={"HANDRAIL_BASE_URL": web})
    return web


@pytest.fixture
def mail_to(mail_sink: MailSink) -> MailTo:
    """The mail to this address, once it is there."""

    def to(address: str) -> list[EmailMessage]:
        return [mail for mail in mails_in(mail_sink.folder) if mail["To"] == address]

    def wait(address: str) -> EmailMessage:
        eventually(lambda: bool(to(address)), f"a mail to {address}", 60)
        return to(address)[-1]

    return wait


@pytest.fixture
def a_desk(browser: Browser, handrail: str) -> "Iterator[Callable[[], Desk]]":
    """A browser in front of somebody."""
    from tests.journeys.steps import Desk  # needs models: this file is read before Django is set up

    desks: list[Desk] = []

    def sit_down() -> Desk:
        desks.append(Desk(browser.new_context(viewport={"width": 1366, "height": 768}), handrail))
        return desks[-1]

    yield sit_down
    for desk in desks:
        desk.context.close()
