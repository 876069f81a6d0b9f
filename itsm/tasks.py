from __future__ import annotations

import time

from celery import shared_task
from django.conf import settings
from redis import Redis

HEARTBEAT_SECONDS = 60


def redis() -> Redis:
    """Redis itself, which fails where the cache forgives."""
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=2)


@shared_task
def beat_the_heart() -> None:
    """Shows that beat, broker and worker all live; `/readyz` misses it after `HEARTBEAT_SECONDS`."""
    with redis() as server:
        server.set(settings.HEARTBEAT_KEY, int(time.time()), ex=HEARTBEAT_SECONDS)
