"""Which days are worked: the week, public holidays, make-up days, and the house's own exceptions.

As the calendar says that is used where nothing else does; without one, Monday to Friday.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language

from roster.models.duty import SATURDAY
from sla.days import holiday_name, public_days
from sla.models import Calendar, CalendarException


@dataclass(frozen=True)
class Day:
    """`name` says why it is unlike others of its weekday: a holiday's, or the house's own reason."""

    on: date
    is_off: bool
    name: str = ""


@dataclass(frozen=True)
class Days:
    """Two queries to read, none to ask."""

    region: str
    exceptions: dict[date, CalendarException]

    @classmethod
    def between(cls, first: date, last: date) -> "Days":
        """Both included, and a day on either side: a night reaches over midnight."""
        calendar = Calendar.objects.filter(is_default=True).first()
        if calendar is None:
            return cls("", {})
        near = (first - timedelta(days=1), last + timedelta(days=1))
        rows = CalendarException.objects.filter(calendar=calendar, on__range=near)
        return cls(calendar.region, {row.on: row for row in rows.order_by("on", "-opens_at")})

    def day(self, on: date) -> Day:
        own = self.exceptions.get(on)
        if own is not None:
            return Day(on, not own.is_working, own.name)
        public = public_days(self.region, on.year)
        if on in public.make_up:
            return Day(on, is_off=False)
        if on in public.off:
            return Day(on, is_off=True, name=holiday_name(self.region, on, get_language() or "en"))
        return Day(on, is_off=on.weekday() >= SATURDAY)

    def is_off(self, on: date) -> bool:
        return self.day(on).is_off
