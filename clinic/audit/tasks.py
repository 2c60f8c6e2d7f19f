"""What the timetable does for the log."""

from celery import shared_task

from clinic.audit import spool


@shared_task
def bring_in_spool() -> None:
    spool.bring_in()
