"""Which shifts a desk has, and who works them: told by the roster, else by the patterns in use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.timezone import localtime

from people.models import Team, User
from roster.models import Shift, ShiftPattern

DAY = timedelta(days=1)


@dataclass(frozen=True)
class DeskShift:
    """A span in which somebody of the desk works; `label` is its pattern's name, "" where it has none."""

    starts_at: datetime
    ends_at: datetime
    label: str = ""
    people: tuple[User, ...] = ()

    def holds(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at


def shifts_of(desk: Team, since: datetime, until: datetime) -> list[DeskShift]:
    """The shifts that overlap this span, in order. One query; one more where the roster is empty then."""
    rows = (
        Shift.objects.filter(user__teams=desk, starts_at__lt=until, ends_at__gt=since)
        .select_related("user", "pattern")
        .order_by("starts_at", "ends_at", "user__name")
    )
    found: dict[tuple[datetime, datetime], list[Shift]] = {}
    for row in rows:
        found.setdefault((row.starts_at, row.ends_at), []).append(row)
    return [_shift(span, shifts) for span, shifts in found.items()] or _by_pattern(since, until)


def shift_at(desk: Team, at: datetime) -> DeskShift | None:
    """The shift at this moment; of several the one that ends first, since it is the one to hand over."""
    held = [one for one in shifts_of(desk, at - DAY, at + DAY) if one.holds(at)]
    return min(held, key=lambda one: one.ends_at, default=None)


def next_after(desk: Team, ends_at: datetime) -> DeskShift | None:
    """Who takes over: the shift that runs when this one has ended, else the next to begin within a day."""
    later = [one for one in shifts_of(desk, ends_at, ends_at + DAY) if one.ends_at > ends_at]
    return min(later, key=lambda one: (max(one.starts_at, ends_at), -one.ends_at.timestamp()), default=None)


def people_of(desk: Team, starts_at: datetime, ends_at: datetime) -> tuple[User, ...]:
    """Who works exactly this shift."""
    found = shifts_of(desk, starts_at, ends_at)
    return next((one.people for one in found if (one.starts_at, one.ends_at) == (starts_at, ends_at)), ())


def desks() -> Iterable[Team]:
    return Team.objects.filter(is_desk=True).order_by("name", "pk")


def _shift(span: tuple[datetime, datetime], rows: list[Shift]) -> DeskShift:
    pattern = next((row.pattern for row in rows if row.pattern), None)
    return DeskShift(*span, pattern.label if pattern else "", tuple(row.user for row in rows))


def _by_pattern(since: datetime, until: datetime) -> list[DeskShift]:
    day, found = localtime(since).date() - DAY, []
    patterns = list(ShiftPattern.objects.filter(is_active=True))
    while day <= localtime(until).date():
        for pattern in patterns:
            starts_at, ends_at = pattern.span(day)
            if starts_at < until and ends_at > since:
                found.append(DeskShift(starts_at, ends_at, pattern.label))
        day += DAY
    return sorted(found, key=lambda one: (one.starts_at, one.ends_at))


def ended_lately(desk: Team, *, within: timedelta) -> list[DeskShift]:
    now = timezone.now()
    return [one for one in shifts_of(desk, now - within, now) if one.ends_at <= now]
