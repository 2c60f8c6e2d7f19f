"""The timetable's way to the outbox. Redis carries ids only, and may lose them: the next round finds the rows again."""

from uuid import UUID

from celery import shared_task

from clinic.notifications import delivery


@shared_task
def deliver_due() -> None:
    for clinic_id, message_id in delivery.due():
        deliver.apply_async((str(clinic_id), str(message_id)), expires=30)


@shared_task
def deliver(clinic_id: str, message_id: str) -> None:
    delivery.deliver(UUID(clinic_id), UUID(message_id))
