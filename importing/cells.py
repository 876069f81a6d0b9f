"""From the text of one cell to a clean value. Each raises ValueError with a reason a person can act on.

A blank cell and a sentinel (`#N/B` "not known", `#MULTIVALUE` "several", `?`) are None, never an error.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

SEVERAL = "#MULTIVALUE"
UNKNOWN = "#N/B"
SENTINELS = frozenset({"", SEVERAL, UNKNOWN, "?"})
LONGEST_NAME = 200
# Beyond these a date is a slip of the keyboard, not a plan: the sources run from 2011 to 2021.
FIRST_YEAR, LAST_YEAR = 1990, 2100
HIGHEST_COUNT = 2**31 - 1

Moment = Callable[[str], datetime | None]


def name(text: str) -> str | None:
    """At most 200 characters, runs of blanks made one."""
    text = text.strip()
    if text in SENTINELS:
        return None
    if len(text) > LONGEST_NAME:
        raise ValueError(_("is longer than %(limit)s characters") % {"limit": LONGEST_NAME})
    return " ".join(text.split()) if "  " in text else text


def reference(text: str) -> str | None:
    """As `name`, but "several" stays itself: the source knew of a relation and did not say to which."""
    return SEVERAL if text == SEVERAL else name(text)


@lru_cache(maxsize=256)
def level(text: str) -> int | None:
    """1 to 5, also where words follow: `5 - Very Low` is 5."""
    text = text.strip()
    if text in SENTINELS:
        return None
    digit, _dash, _words = text.partition(" - ")
    if digit not in {"1", "2", "3", "4", "5"}:
        raise ValueError(_("is not a level from 1 to 5"))
    return int(digit)


@lru_cache(maxsize=4096)
def count(text: str) -> int | None:
    text = text.strip()
    if text in SENTINELS:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= HIGHEST_COUNT):
        raise ValueError(_("is not a whole number of 0 or more"))
    return int(text)


def decimal(text: str) -> Decimal | None:
    """With a decimal comma or point; not negative."""
    text = text.strip()
    if text in SENTINELS:
        return None
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite() or value < 0:
        raise ValueError(_("is not a number of 0 or more"))
    return value


@lru_cache(maxsize=64)
def truth(text: str) -> bool | None:
    text = text.strip()
    if text in SENTINELS:
        return None
    if text.lower() not in {"y", "n", "true", "false"}:
        raise ValueError(_("is neither yes nor no"))
    return text.lower() in {"y", "true"}


@lru_cache(maxsize=8)
def local_time(zone: ZoneInfo) -> Moment:
    """A reader of wall-clock times in `zone`, giving UTC.

    Takes `05/02/2012 13:32:57`, `9-9-2011 9:23` (both day first) and `2013-10-04 10:59:40`. The hour that
    comes twice in autumn is taken as its first coming: the sources do not say which.
    """

    # Zones change on the hour, so one look-up serves the whole hour: ten times faster than strptime.
    @lru_cache(maxsize=50_000)
    def start_of_hour(day: str, hour: str) -> datetime:
        return datetime(*_date(day), _within(hour, 24), tzinfo=zone).astimezone(UTC)

    def moment(text: str) -> datetime | None:
        if text in SENTINELS:
            return None
        day, _blank, clock = text.strip().partition(" ")
        hour, _colon, rest = clock.partition(":")
        try:
            return start_of_hour(day, hour) + _into_the_hour(rest)
        except ValueError:
            raise ValueError(_("is not a date and time")) from None

    return moment


@lru_cache(maxsize=4096)
def _into_the_hour(text: str) -> timedelta:
    minutes, _colon, seconds = text.partition(":")
    return timedelta(minutes=_within(minutes, 60), seconds=_within(seconds or "0", 60))


def _date(text: str) -> tuple[int, int, int]:
    first, second, third = text.replace("/", "-").split("-")
    year, month, day = (first, second, third) if len(first) == 4 else (third, second, first)
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise ValueError(year)
    return int(year), int(month), int(day)


def _within(text: str, limit: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 2 and int(text) < limit):
        raise ValueError(text)
    return int(text)
