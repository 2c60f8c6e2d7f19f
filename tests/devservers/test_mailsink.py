"""The demo's and the tests' mail server: takes what real SMTP clients send and files it, sends nothing on."""

import smtplib
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

from django.core.mail import send_mail

from clinic.devservers.mailsink import MailSink, mails_in
from tests.servers import Mailbox


def test_mails_are_filed_whole_oldest_first_and_for_the_owner_alone(tmp_path: Path) -> None:
    sink = MailSink(tmp_path / "mail")
    sink.start()
    try:
        with smtplib.SMTP("127.0.0.1", urlsplit(sink.url).port or 0) as client:
            for subject in ("One", "Two – zwei"):
                mail = EmailMessage()
                mail["Subject"], mail["From"], mail["To"] = subject, "post@example.org", "someone@example.org"
                mail.set_content("Good morning, Jürgen.")
                client.send_message(mail)
    finally:
        sink.stop()
    first, second = mails_in(sink.folder)
    assert (first["subject"], second["subject"]) == ("One", "Two – zwei")
    assert second.get_content() == "Good morning, Jürgen.\n"
    assert {file.stat().st_mode & 0o777 for file in sink.folder.iterdir()} == {0o600}


def test_mail_of_this_process_goes_the_real_way(mailbox: Mailbox) -> None:
    send_mail("Hello", "A line.", "post@example.org", ["someone@example.org"])
    assert [mail["to"] for mail in mailbox.wait_for(1)] == ["someone@example.org"]
