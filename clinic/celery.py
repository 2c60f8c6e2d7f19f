"""The Celery application and its timetable. Redis carries ids only; what is due lives in PostgreSQL rows.

So nothing here needs to survive: the timetable keeps no file, a lost Redis costs one round, and any number of timetables
and workers may run, because rows are claimed and keys are unique. No request ever talks to the broker.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

app = Celery("clinic")
app.conf.update(
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # a broker that is away for an hour is not the end
    broker_transport_options={
        "visibility_timeout": 600,
        "unacked_restore_interval": 10,  # seconds; with the throttle's default the tasks of a killed worker wait minutes
        "unacked_restore_throttle": 1,
        "socket_timeout": 3,
        "socket_connect_timeout": 3,
    },
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_time_limit=300,  # well below the visibility timeout, or a task would run twice
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    # a mail on its way is not torn off because Redis went away: its outcome would be unknown
    worker_cancel_long_running_tasks_on_connection_loss=False,
    beat_scheduler="celery.beat:Scheduler",  # in memory; the default one writes a file
    timezone="UTC",
    beat_schedule={
        "deliver-messages": {"task": "clinic.notifications.tasks.deliver_due", "schedule": 5, "options": {"expires": 5}},
        "make-documents": {"task": "safetyplans.tasks.make_documents", "schedule": 5, "options": {"expires": 5}},
        "bring-in-audit-spool": {"task": "clinic.audit.tasks.bring_in_spool", "schedule": 60, "options": {"expires": 60}},
        "send-check-ins": {"task": "emergency.tasks.send_check_ins", "schedule": 60, "options": {"expires": 60}},
        "remind-of-reviews": {"task": "safetyplans.tasks.remind_of_reviews", "schedule": 60, "options": {"expires": 60}},
    },
)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
