"""Who has a record open at this moment. Kept in Redis alone: thirty seconds after the last sign of life it is gone."""

import json
import logging
from dataclasses import dataclass
from typing import Any

import redis
from django.conf import settings
from django.utils import timezone

from people.models import User
from records.live import announcer, deciding
from records.models import Record

SECONDS = 30
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Present:
    """Somebody who has the record open; `doing` is "" or what he is writing: a remark, a revision, a step."""

    user_id: int
    name: str
    doing: str = ""

    def __str__(self) -> str:
        return self.name


def topic_of(record: Record) -> str:
    """What a page listens to for comings and goings; the record itself did not change."""
    return f"presence:{record.number}"


def arrive(record: Record, user: User, *, doing: str = "") -> list[Present]:
    """A sign of life. Returns who else is here, and tells their pages where somebody is new or does something new."""
    told = json.dumps({"name": str(user), "doing": doing})
    try:
        client = _client()
        key, names = _keys(record)
        with client.pipeline() as pipe:
            pipe.zremrangebyscore(key, "-inf", _now() - SECONDS)
            pipe.zscore(key, str(user.pk))
            pipe.hget(names, str(user.pk))
            pipe.zadd(key, {str(user.pk): _now()})
            pipe.hset(names, str(user.pk), told)
            pipe.expire(key, SECONDS * 2)
            pipe.expire(names, SECONDS * 2)
            pipe.zrange(key, 0, -1)
            pipe.hgetall(names)
            _gone, score, before, *_kept, here, all_names = pipe.execute()
    except redis.RedisError:
        logger.warning("Redis is out of reach: nobody is shown as present.")
        return []
    if score is None or before is None or before.decode() != told:
        _tell(record)
    return _others(user, here, all_names)


def leave(record: Record, user: User) -> None:
    key, _names = _keys(record)
    try:
        if _client().zrem(key, str(user.pk)):
            _tell(record)
    except redis.RedisError:
        logger.warning("Redis is out of reach: presence runs out by itself.")


def _others(user: User, here: list[bytes], names: dict[bytes, bytes]) -> list[Present]:
    found = []
    for member in here:
        if int(member) != user.pk and member in names:
            found.append(Present(user_id=int(member), **json.loads(names[member])))
    return sorted(found, key=lambda present: present.name)


def _tell(record: Record) -> None:
    payload: dict[str, Any] = deciding(record)
    payload |= {"number": record.number, "version": record.version, "topics": [topic_of(record)]}
    announcer.publish(payload)


def _keys(record: Record) -> tuple[str, str]:
    # The prefix of the cache keeps two installations, or two test runs, on one Redis apart.
    start = f"{settings.CACHES['default'].get('KEY_PREFIX', '')}:presence:{record.pk}"
    return start, f"{start}:names"


def _now() -> float:
    return timezone.now().timestamp()


_connection: "redis.Redis | None" = None


def _client() -> "redis.Redis":
    global _connection
    if _connection is None:
        _connection = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)
    return _connection
