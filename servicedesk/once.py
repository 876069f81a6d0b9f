"""One submission is one record, however often the button is pressed or the network repeats it.

The key comes from the form's `{% once %}` field. It is kept in the cache for an hour: longer than anybody waits at a
form, and losing it costs at worst a duplicate, never a record.
"""

import logging
import time
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from records.errors import Refused

KEPT_SECONDS = 3600
PATIENCE_SECONDS = 5.0
UNDER_WAY = ""
logger = logging.getLogger(__name__)


def once(request: HttpRequest, act: Callable[[], str]) -> str:
    """What `act` answers; for a repeated submission, what it answered the first time. Raises Refused while it runs."""
    key = _key(request)
    if not key or _reserve(key):
        return _remembered(key, act)
    return _awaited(key)


def _key(request: HttpRequest) -> str:
    given = request.POST.get("idempotency_key", "")
    is_usable = 0 < len(given) <= 64 and given.isascii() and given.isalnum()
    return f"once:{request.user.pk}:{request.path}:{given}" if is_usable else ""


def _reserve(key: str) -> bool:
    try:
        return bool(cache.add(key, UNDER_WAY, KEPT_SECONDS))
    except RedisError:
        logger.warning("The cache is out of reach: a submission cannot be told from its repetition.")
        return True


def _remembered(key: str, act: Callable[[], str]) -> str:
    try:
        answer = act()
    except BaseException:
        _keep(key, None)
        raise
    _keep(key, answer)
    return answer


def _keep(key: str, answer: str | None) -> None:
    if not key:
        return
    try:
        if answer is None:
            cache.delete(key)
        else:
            cache.set(key, answer, KEPT_SECONDS)
    except RedisError:
        logger.warning("The cache is out of reach: a repeated submission would count again.")


def _awaited(key: str) -> str:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        answer = cache.get(key)
        if answer:
            return str(answer)
        time.sleep(0.05)
    raise Refused(_("This form was sent a moment ago and is still being worked on: look whether it arrived."))
