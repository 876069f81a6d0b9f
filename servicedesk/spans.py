"""Spans of time in words. `static/desk/js/times.js` holds the same rule for the browser, fed by `span_phrases`."""

from datetime import datetime
from functools import cache

from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import get_language
from django.utils.translation import gettext as _

MINUTE, HOUR, DAY = 60, 3600, 86400
WEEK = 7 * DAY


def span_phrases() -> dict[str, str]:
    """The phrases that the browser needs to keep times fresh in the reader's language."""
    return _phrases(get_language() or "")


@cache
def _phrases(language: str) -> dict[str, str]:
    return {
        "now": _("just now"),
        "ago": _("%(span)s ago"),
        "ahead": _("in %(span)s"),
        "due": _("due in %(span)s"),
        "overdue": _("overdue %(span)s"),
        "s": _("%(seconds)s s"),
        "min": _("%(minutes)s min"),
        "h": _("%(hours)s h"),
        "h_min": _("%(hours)s h %(minutes)s min"),
        "d": _("%(days)s d"),
        "d_h": _("%(days)s d %(hours)s h"),
    }


def span_words(seconds: float) -> str:
    """Two units at most: `40 s`, `12 min`, `2 h 05 min`, `3 d 4 h`."""
    phrases, left = span_phrases(), int(abs(seconds))
    if left < MINUTE:
        return phrases["s"] % {"seconds": left}
    if left < HOUR:
        return phrases["min"] % {"minutes": left // MINUTE}
    if left < DAY:
        hours, minutes = left // HOUR, left % HOUR // MINUTE
        return phrases["h_min" if minutes else "h"] % {"hours": hours, "minutes": f"{minutes:02d}"}
    days, hours = left // DAY, left % DAY // HOUR
    return phrases["d_h" if hours and days < 7 else "d"] % {"days": days, "hours": hours}


def short_span_words(seconds: float) -> str:
    """The larger unit only, for running text: `2 h`."""
    phrases, left = span_phrases(), int(abs(seconds))
    if left < HOUR:
        return phrases["min"] % {"minutes": max(1, left // MINUTE)}
    if left < DAY:
        return phrases["h"] % {"hours": left // HOUR}
    return phrases["d"] % {"days": left // DAY}


def ago_words(value: datetime, now: datetime) -> str:
    seconds, phrases = (now - value).total_seconds(), span_phrases()
    if abs(seconds) >= WEEK:
        return day_words(value)
    if abs(seconds) < MINUTE:
        return phrases["now"]
    return phrases["ago" if seconds > 0 else "ahead"] % {"span": short_span_words(seconds)}


def due_words(value: datetime, now: datetime) -> str:
    seconds = (value - now).total_seconds()
    return span_phrases()["due" if seconds >= 0 else "overdue"] % {"span": span_words(seconds)}


def day_words(value: datetime) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d}"


def exact(value: datetime) -> str:
    """Weekday, day, time and zone, as the title behind every relative time."""
    local = timezone.localtime(value)
    day = _weekdays(get_language() or "")[local.weekday()]
    return f"{day} {local:%Y-%m-%d %H:%M:%S} {local.tzname()}"


@cache
def _weekdays(language: str) -> tuple[str, ...]:
    return tuple(str(WEEKDAYS_ABBR[day]) for day in range(7))
