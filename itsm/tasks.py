from __future__ import annotations

import time

from celery import shared_task
from django.core.cache import cache

HEARTBEAT = "itsm.worker.heartbeat"
HEARTBEAT_SECONDS = 60


@shared_task
def beat_the_heart() -> None:
    """Shows that beat, broker and worker all live; `/readyz` misses it after `HEARTBEAT_SECONDS`."""
    cache.set(HEARTBEAT, time.time(), HEARTBEAT_SECONDS)
