"""Announcing a change to whoever watches, after the commit. Best effort: who misses it asks again by polling."""

import json
import logging
from collections.abc import Callable, Iterable
from typing import Any

import redis
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from records.models import Record
from records.sight import DECIDING

CHANNEL = settings.LIVE_CHANNEL
# How many changes stay to be read by a page that opened just before them.
KEPT = 2_000
REST_AFTER_FAILURE_SECONDS = 2.0
logger = logging.getLogger(__name__)


class Announcer:
    """A connection to Redis that never makes a door wait: after a failure it stays quiet for two seconds."""

    def __init__(self) -> None:
        self._client: redis.Redis | None = None
        self._silent_until = 0.0

    def publish(self, payload: dict[str, Any]) -> None:
        self._ask(lambda client: client.xadd(CHANNEL, {"change": json.dumps(payload)}, maxlen=KEPT))

    def is_first(self, key: str, *, milliseconds: int) -> bool:
        """Whether nobody asked this for that long. False where Redis is out of reach."""
        return bool(self._ask(lambda client: client.set(key, 1, nx=True, px=milliseconds)))

    def _ask(self, question: Callable[[redis.Redis], Any]) -> Any:
        now = timezone.now().timestamp()
        if now < self._silent_until:
            return None
        try:
            if self._client is None:
                self._client = redis.Redis.from_url(
                    settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5
                )
            return question(self._client)
        except redis.RedisError:
            self._silent_until = now + REST_AFTER_FAILURE_SECONDS
            logger.warning("The live channel is out of reach; pages poll until it is back.")
            return None


announcer = Announcer()


def deciding(record: Record) -> dict[str, Any]:
    """The columns that decide who sees the record, as they are now."""
    return {name: getattr(record, name) for name in DECIDING}


def announce(record: Record, *, was: dict[str, Any] | None = None) -> None:
    """Tell open pages, once this transaction has committed, that the record changed.

    `was` is `deciding` before the change: who loses sight of the record by it must see it leave his queue.
    """
    payload: dict[str, Any] = deciding(record)
    if was is not None and was != payload:
        payload["was"] = was
    payload |= {"number": record.number, "version": record.version}
    payload["topics"] = ["board", record.kind, record.number] + [
        f"user:{user_id}" for user_id in {record.owner_id, record.assignee_id} if user_id
    ]
    transaction.on_commit(lambda: announcer.publish(payload), robust=True)


def announce_to(user_ids: Iterable[int]) -> None:
    """Tell these people's open pages, once this transaction has committed, that something awaits them."""
    for user_id in user_ids:
        payload = {"topics": [f"user:{user_id}"]}
        transaction.on_commit(lambda payload=payload: announcer.publish(payload), robust=True)  # type: ignore[misc]
