"""Who plans and who works, and shifts and leave to speak of."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from people.models import DutyPost, User
from roster.models import Leave, Shift
from roster.planning import grant_leave, plan_shift
from tests import cast


def planner() -> User:
    return cast.person("supervisor")


def worker(name: str = "", **fields: Any) -> User:
    return cast.person("second_line", teams=("server",), **({"name": name} if name else {}), **fields)


def at(hours: float) -> datetime:
    """So many hours from now."""
    return timezone.now() + timedelta(hours=hours)


def shift(user: User, start: float = 1, end: float = 9, *, by: User | None = None, **fields: Any) -> Shift:
    return plan_shift(user, by=by or planner(), starts_at=at(start), ends_at=at(end), **fields)


def leave(user: User, start: float = -1, end: float = 24, **fields: Any) -> Leave:
    return grant_leave(user, by=planner(), starts_at=at(start), ends_at=at(end), **fields)


def post(first: User | None = None, second: User | None = None, code: str = "machine-room") -> DutyPost:
    return DutyPost.objects.create(
        code=code, name=code.replace("-", " ").title(), first_holder=first, second_holder=second
    )
