"""Timetables built by hand, without a database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sla.timetable import OwnDay, Span, Timetable


@dataclass(frozen=True)
class Name:
    label: str


def span(opens: str, closes: str) -> Span:
    return _seconds(opens), _seconds(closes)


def spans(text: str) -> tuple[Span, ...]:
    """ "09:00-12:00 13:00-18:00" as seconds."""
    return tuple(span(*part.split("-")) for part in text.split())


def office(
    zone: str = "Asia/Shanghai",
    hours: str = "09:00-18:00",
    weekdays: str = "01234",
    *,
    name: str = "Office",
    region: str = "",
    make_up_weekday: int = 0,
    own_days: Mapping[date, OwnDay] | None = None,
) -> Timetable:
    week = tuple(spans(hours) if str(weekday) in weekdays else () for weekday in range(7))
    return Timetable(Name(name), ZoneInfo(zone), week, region, make_up_weekday, own_days or {})


def always(zone: str = "Asia/Shanghai") -> Timetable:
    return Timetable(Name("Around the clock"), ZoneInfo(zone), is_always_open=True)


def at(calendar: Timetable, wall: str, fold: int = 0) -> datetime:
    """ "2026-10-08 11:30" on the calendar's wall."""
    return datetime.fromisoformat(wall).replace(tzinfo=calendar.zone, fold=fold)


def wall(calendar: Timetable, instant: datetime) -> str:
    return f"{instant.astimezone(calendar.zone):%Y-%m-%d %H:%M}"


def _seconds(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60
