"""How days, times and amounts read to a person, on a calendar's wall and in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import groupby

from django.utils.dateformat import format as date_format
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sla.timetable import DAY_SECONDS, Span, Timetable


@dataclass(frozen=True)
class Wall:
    zone: tzinfo
    year: int
    """The year that need not be said."""

    def day(self, on: date) -> str:
        if on.year == self.year:
            return date_format(on, pgettext("a day, in the letters of Django's date filter", "D j F"))
        return date_format(on, pgettext("a day, in the letters of Django's date filter", "D j F Y"))

    def days(self, first: date, last: date) -> str:
        if first == last:
            return self.day(first)
        return pgettext("days", "%(first)s – %(last)s") % {"first": self.day(first), "last": self.day(last)}

    def moment(self, at: datetime) -> str:
        wall = at.astimezone(self.zone)
        return pgettext("a moment", "%(day)s %(time)s") % {
            "day": self.day(wall.date()),
            "time": f"{wall:%H:%M}",
        }

    def end(self, on: date, at: datetime) -> str:
        """The time of day at which something of that date ended: midnight is 24:00."""
        wall = at.astimezone(self.zone)
        return f"{wall:%H:%M}" if wall.date() == on else "24:00"


def amount(seconds: float) -> str:
    """In hours and minutes, in seconds below one minute."""
    if 0 < seconds < 60:
        return _("%(seconds)d s") % {"seconds": max(round(seconds), 1)}
    hours, minutes = divmod(round(seconds / 60), 60)
    if not minutes and hours:
        return _("%(hours)d h") % {"hours": hours}
    if not hours:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}


def listed(parts: Iterable[str]) -> str:
    return pgettext("between the parts of a list", "; ").join(parts)


def weekly_hours(timetable: Timetable) -> str:
    """ "Mon–Fri 09:00–12:00, 13:00–18:00; Sat 09:00–12:00"."""
    groups = [(spans, list(days)) for spans, days in groupby(range(7), key=timetable.week.__getitem__)]
    told = [_group(days, spans) for spans, days in groups if spans]
    return listed(told) or _("no weekly hours")


def _group(days: list[int], spans: Iterable[Span]) -> str:
    first, last = WEEKDAYS_ABBR[days[0]], WEEKDAYS_ABBR[days[-1]]
    name = (
        first
        if len(days) == 1
        else pgettext("weekdays", "%(first)s–%(last)s") % {"first": first, "last": last}
    )
    hours = pgettext("between hours of one day", ", ").join(_span(span) for span in spans)
    return pgettext("weekdays with their hours", "%(days)s %(hours)s") % {"days": name, "hours": hours}


def _span(span: Span) -> str:
    return f"{_of_day(span[0])}–{_of_day(span[1])}"


def _of_day(second: int) -> str:
    if second == DAY_SECONDS:
        return "24:00"
    return f"{(datetime.combine(date.min, time()) + timedelta(seconds=second)):%H:%M}"
