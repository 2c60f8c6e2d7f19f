"""The Celery application and its timetable. Redis carries ids only; what is due lives in PostgreSQL rows."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

app = Celery("clinic")
app.conf.update(
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": 600, "socket_timeout": 3, "socket_connect_timeout": 3},
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    beat_schedule_filename="/dev/null",
    beat_scheduler="celery.beat:Scheduler",
    timezone="UTC",
    beat_schedule={
        "deliver-messages": {"task": "clinic.notifications.tasks.deliver_due", "schedule": 5, "options": {"expires": 5}},
        "make-documents": {"task": "safetyplans.tasks.make_documents", "schedule": 5, "options": {"expires": 5}},
        "remind-of-reviews": {"task": "safetyplans.tasks.remind_of_reviews", "schedule": 60, "options": {"expires": 60}},
    },
)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
