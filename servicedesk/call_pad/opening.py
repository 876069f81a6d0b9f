"""When a conversation began, and the key that lets it be logged once: both by the server's word, signed."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import signing
from django.utils import timezone

SALT = "servicedesk.call_pad.opening"
LONGEST = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Opening:
    key: str
    at: datetime

    @property
    def seconds(self) -> int:
        """How long it has taken up to now."""
        return max(0, round((timezone.now() - self.at).total_seconds()))


def open_now() -> str:
    """A token that goes out with the pad and comes back with what is logged."""
    return signing.dumps([secrets.token_hex(16), timezone.now().timestamp()], salt=SALT)


def read(token: str) -> Opening:
    """A token that is missing, too old or not ours begins the conversation now: no call is refused for it."""
    try:
        key, began = _trusted(signing.loads(token, salt=SALT, max_age=LONGEST))
    except (signing.BadSignature, ValueError):
        return Opening(key="", at=timezone.now())
    return Opening(key=key, at=datetime.fromtimestamp(began, UTC))


def _trusted(told: Any) -> tuple[str, float]:
    key, began = told
    return str(key), float(began)
