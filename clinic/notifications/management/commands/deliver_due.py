"""`manage.py deliver_due`: what worker and timetable do, for cron, without Redis."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from clinic.notifications import delivery


class Command(BaseCommand):
    help = "Send every message that is due, once, in all clinics."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MAIL_IS_SET_UP:
            raise CommandError("EMAIL_URL is not set: there is no mail server to send by. See docs/operations.md.")
        states = [delivery.deliver(clinic_id, message_id) for clinic_id, message_id in delivery.due()]
        sent = states.count("sent")
        self.stdout.write(f"{sent} sent, {len(states) - sent} not.")
