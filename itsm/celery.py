"""The worker and the beat: `celery -A itsm.celery worker`. What is beaten, how often, and what a task may cost."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_process_init
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "itsm.settings")

EVERY_SECONDS = 5
HOUR = 60 * 60
LONGEST_TASK_SECONDS = 6 * 60


def every(seconds: float, task: str) -> dict[str, Any]:
    """A task that nobody took before the next one is due is void: a worker that was away meets no backlog."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


app = Celery("itsm")
app.conf.update(
    broker_url=settings.BROKER_URL,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        # Longer than any task, or Redis would give a running one to a second worker.
        "visibility_timeout": LONGEST_TASK_SECONDS * 2,
        "global_keyprefix": "itsm-",
        "socket_connect_timeout": 1,  # a page that wakes the worker does not wait for a Redis that is away
    },
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_soft_time_limit=LONGEST_TASK_SECONDS - 60,
    task_time_limit=LONGEST_TASK_SECONDS,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    timezone=settings.TIME_ZONE,
    beat_schedule_filename=str(settings.VAR / "celerybeat-schedule"),
    beat_schedule={
        "heartbeat": every(EVERY_SECONDS, "itsm.tasks.beat_the_heart"),
        "clocks": every(EVERY_SECONDS, "records.tasks.sweep_clocks"),
        "surges": every(2, "emergency.tasks.watch_surges"),
        "emergencies": every(EVERY_SECONDS, "emergency.tasks.look_after_emergencies"),
        "halting": every(EVERY_SECONDS, "releases.tasks.halt_releases"),
        "outbox": every(EVERY_SECONDS, "notifications.tasks.tell"),
        "reports": every(30, "servicedesk.tasks.mail_reports"),
        "expired-sessions": every(HOUR, "people.tasks.forget_expired_sessions"),
        "kept-answers": every(HOUR, "api.tasks.forget_answers_that_nobody_asks_for"),
        "vote-links": every(24 * HOUR, "changes.tasks.forget_vote_links"),
        "hand-over-books": every(60, "handovers.tasks.make_books"),
        # The hour when the desk is quietest: learning keeps one core busy for half a minute.
        "learning": {
            "task": "incidents.tasks.learn_from_closed_incidents",
            "schedule": crontab(hour=3, minute=10),
            "options": {"expires": 60 * 60},
        },
        "usual-weeks": {
            "task": "emergency.tasks.learn_usual_weeks",
            "schedule": crontab(hour=3, minute=20),
            "options": {"expires": 60 * 60},
        },
    },
)
app.autodiscover_tasks()


@worker_process_init.connect
def follow_the_demo_clock(**told: Any) -> None:
    """A thread does not outlive the fork."""
    from demo.clock import clock

    clock.follow()
