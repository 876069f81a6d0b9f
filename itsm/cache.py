from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

REST_SECONDS = 2.0
logger = logging.getLogger(__name__)
T = TypeVar("T")


class ForgetfulRedisCache(RedisCache):
    """Redis as a cache that may be away. While it is, it acts like an empty one, and nobody waits for it twice.

    What it holds is a fast copy or a courtesy (sessions, rate limits, "seen lately"): no page may fail for its sake.
    """

    _silent_until = 0.0

    def _or(self, otherwise: T, act: Callable[[], T]) -> T:
        if time.monotonic() < self._silent_until:
            return otherwise
        try:
            return act()
        except RedisError:
            self._silent_until = time.monotonic() + REST_SECONDS
            logger.warning("The cache is out of reach; pages go on without it.")
            return otherwise

    def add(self, *args: Any, **options: Any) -> bool:
        return self._or(True, lambda: super(ForgetfulRedisCache, self).add(*args, **options))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._or(default, lambda: super(ForgetfulRedisCache, self).get(key, default, version))

    def set(self, *args: Any, **options: Any) -> None:
        return self._or(None, lambda: super(ForgetfulRedisCache, self).set(*args, **options))

    def touch(self, *args: Any, **options: Any) -> bool:
        return self._or(False, lambda: super(ForgetfulRedisCache, self).touch(*args, **options))

    def delete(self, *args: Any, **options: Any) -> bool:
        return self._or(False, lambda: super(ForgetfulRedisCache, self).delete(*args, **options))

    def has_key(self, *args: Any, **options: Any) -> bool:
        return self._or(False, lambda: super(ForgetfulRedisCache, self).has_key(*args, **options))

    def get_many(self, *args: Any, **options: Any) -> dict[Any, Any]:
        return self._or({}, lambda: super(ForgetfulRedisCache, self).get_many(*args, **options))

    def set_many(self, *args: Any, **options: Any) -> list[Any]:
        return self._or([], lambda: super(ForgetfulRedisCache, self).set_many(*args, **options))

    def delete_many(self, *args: Any, **options: Any) -> None:
        return self._or(None, lambda: super(ForgetfulRedisCache, self).delete_many(*args, **options))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        # Every caller of incr must expect a missing key, which is what an empty cache says.
        value = self._or(None, lambda: super(ForgetfulRedisCache, self).incr(key, delta, version))
        if value is None:
            raise ValueError(f"Key '{key}' not found.")
        return value
