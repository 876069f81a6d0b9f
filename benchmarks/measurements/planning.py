"""The calendar of changes with 10,000 windows in its month, and a week and a day of it."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.desk import Desk
from benchmarks.fill.windows import built_once
from benchmarks.measurements.reading import Reading


def _sheet(span: str) -> Callable[[Desk], list[str]]:
    return lambda desk: [f"/changes/calendar/?span={span}&day={built_once():%Y-%m-%d}"]


CALENDARS = [
    Reading("calendar", _sheet("month"), reader="change-manager"),
    Reading("calendar-week", _sheet("week"), reader="change-manager"),
    Reading("calendar-day", _sheet("day"), reader="change-manager"),
]
