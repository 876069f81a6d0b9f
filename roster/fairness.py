"""Fairness of duty: hours, nights and weekends of each person over a span, against what is usual among them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from people.models import User
from roster.days import Days
from roster.models import DutyRules, Shift
from roster.models.duty import at_local
from roster.planning import overlapping

NO_TIME = timedelta()


@dataclass
class Load:
    """Time on duty of one person. `nights` counts nights in which he worked at all."""

    user: User
    total: timedelta = NO_TIME
    at_night: timedelta = NO_TIME
    at_weekends: timedelta = NO_TIME
    nights: int = 0
    # Above 1: more than the average of those listed.
    share: float = 0.0

    @property
    def hours(self) -> float:
        return round(self.total / timedelta(hours=1), 1)

    @property
    def night_hours(self) -> float:
        return round(self.at_night / timedelta(hours=1), 1)

    @property
    def weekend_hours(self) -> float:
        return round(self.at_weekends / timedelta(hours=1), 1)


def loads(users: Iterable[User], starts_at: datetime, ends_at: datetime) -> list[Load]:
    """Of each of these people, the most loaded first. Four queries.

    Public holidays count with the weekends, a Saturday worked in exchange does not.
    """
    found = {user.pk: Load(user) for user in users}
    rules, days = DutyRules.current(), Days.between(localdate(starts_at), localdate(ends_at))
    for shift in overlapping(Shift.objects.filter(user__in=found), starts_at, ends_at):
        _count(
            found[shift.user_id], max(shift.starts_at, starts_at), min(shift.ends_at, ends_at), rules, days
        )
    average = sum((load.total for load in found.values()), NO_TIME) / max(len(found), 1)
    for load in found.values():
        load.share = round(load.total / average, 2) if average else 0.0
    return sorted(found.values(), key=lambda load: (-load.total, -load.nights, str(load.user)))


def _count(load: Load, start: datetime, end: datetime, rules: DutyRules, days: Days) -> None:
    load.total += end - start
    # The night before the first day may reach into it.
    first, last = localdate(start) - timedelta(days=1), localdate(end)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        worked = _common(start, end, *night_of(day, rules))
        load.at_night += worked
        load.nights += worked > NO_TIME
        if days.is_off(day):
            load.at_weekends += _common(start, end, *_day(day))


def night_of(day: date, rules: DutyRules) -> tuple[datetime, datetime]:
    """The night that begins on this day."""
    ends_on = day if rules.night_until > rules.night_from else day + timedelta(days=1)
    return at_local(day, rules.night_from), at_local(ends_on, rules.night_until)


def _day(day: date) -> tuple[datetime, datetime]:
    midnight = datetime.min.time()
    return at_local(day, midnight), at_local(day + timedelta(days=1), midnight)


def _common(start: datetime, end: datetime, other: datetime, until: datetime) -> timedelta:
    return max(min(end, until) - max(start, other), NO_TIME)
