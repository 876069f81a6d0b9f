"""Announcing a change to whoever watches, after the commit. Best effort: who misses it asks again by polling."""

import json
import logging
from typing import Any

import redis
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from records.models import Record
from records.sight import DECIDING

CHANNEL = "itsm:changes"
REST_AFTER_FAILURE_SECONDS = 2.0
logger = logging.getLogger(__name__)


class Announcer:
    """A connection to Redis that never makes a door wait: after a failure it stays quiet for two seconds."""

    def __init__(self) -> None:
        self._client: redis.Redis | None = None
        self._silent_until = 0.0

    def publish(self, payload: dict[str, Any]) -> None:
        now = timezone.now().timestamp()
        if now < self._silent_until:
            return
        try:
            if self._client is None:
                self._client = redis.Redis.from_url(
                    settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5
                )
            self._client.publish(CHANNEL, json.dumps(payload))
        except redis.RedisError:
            self._silent_until = now + REST_AFTER_FAILURE_SECONDS
            logger.warning("The live channel is out of reach; pages poll until it is back.")


announcer = Announcer()


def announce(record: Record) -> None:
    """Tell open pages, once this transaction has committed, that the record changed."""
    payload: dict[str, Any] = {name: getattr(record, name) for name in DECIDING}
    payload |= {"number": record.number, "version": record.version}
    payload["topics"] = ["board", record.kind, record.number] + [
        f"user:{user_id}" for user_id in {record.owner_id, record.assignee_id} if user_id
    ]
    transaction.on_commit(lambda: announcer.publish(payload), robust=True)
