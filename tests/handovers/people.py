"""A shift of the desk that ends soon, and its book."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from handovers.books import make
from handovers.models import Book
from handovers.shifts import shift_at
from people.models import User
from roster.models import Shift
from tests import cast
from tests.roster.people import shift


def on_shift(user: User, start: float = -7, end: float = 0.25, **fields: Any) -> Shift:
    return shift(user, start, end, **fields)


def book(by: User | None = None) -> Book:
    """Of the shift that runs now; its maker works it."""
    by = by or cast.person("shift_leader")
    if not Shift.objects.filter(user=by).exists():
        on_shift(by)
    found = shift_at(cast.team("desk"), timezone.now())
    assert found is not None
    return make(cast.team("desk"), found, by=by)


def late(**fields: Any) -> Any:
    """An incident of the desk that is overdue."""
    made = cast.incident(impact=3, urgency=3, **fields)
    type(made).objects.filter(pk=made.pk).update(due_at=timezone.now() - timedelta(hours=1))
    return type(made).objects.get(pk=made.pk)
