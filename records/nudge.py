"""Waking who reads the outbox as soon as something stands in it, instead of at the next beat."""

from celery import current_app
from django.conf import settings

from records.live import announcer

KEY = "itsm:outbox-nudge"
WITHIN_MILLISECONDS = 300


def wake_the_teller() -> None:
    """Have the outbox read in a moment; called after a commit.

    One wake-up serves all commits of that moment, so that a storm queues few: it comes when the moment is over, and
    everything committed in it is in the outbox by then. Where Redis is out of reach nothing is queued and no door
    waits; the beat reads the outbox every five seconds in any case.
    """
    if not settings.OUTBOX_READER_TASK:
        return
    if announcer.is_first(f"{KEY}:{settings.LIVE_CHANNEL}", milliseconds=WITHIN_MILLISECONDS):
        current_app.send_task(
            settings.OUTBOX_READER_TASK, countdown=WITHIN_MILLISECONDS / 1000, expires=10, retry=False
        )
