"""The calendar of changes: a month, a week or a day, with what collides and what is frozen."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from changes.collisions import Window
from changes.models import FreezeWindow
from people.views.doors import Asked, asked_for, needs
from servicedesk.change_pages.sheets import FIRST, LAST, SPANS, Sheet, midnight, sheet_of
from servicedesk.change_pages.tabs import tabs_at
from servicedesk.change_pages.windows import placed_on, read, told_of
from servicedesk.htmx import wants_fragment

# On each day of a sheet; the others are counted, and the day's own sheet shows them.
SHOWN_A_DAY = {"month": 4, "week": 40, "day": 1_000}
SHOWN_PAIRS = 40


@dataclass
class Entry:
    key: int
    collides: bool
    begins_here: bool
    change: Any = None


@dataclass
class Day:
    on: date
    is_outside: bool
    is_today: bool
    entries: list[Entry] = field(default_factory=list)
    freezes: list[FreezeWindow] = field(default_factory=list)
    more: int = 0


class Grid:
    """The days of a sheet and where each begins, so that thousands of windows are placed without reckoning dates."""

    def __init__(self, sheet: Sheet) -> None:
        today, is_month = timezone.localdate(), sheet.span == "month"
        self.days = [Day(day, is_month and day.month != sheet.day.month, day == today) for day in sheet.days]
        self.bounds = [*(midnight(day) for day in sheet.days), sheet.end]

    def covered(self, starts_at: datetime, ends_at: datetime) -> list[Day]:
        # What ends at midnight does not stand on the next day.
        return self.days[self._first(starts_at) : bisect_left(self.bounds, ends_at)]

    def place(self, windows: Iterable[Window], colliding: set[int], most: int) -> None:
        for one in windows:
            first = self._first(one.starts_at)
            for number, day in enumerate(self.covered(one.starts_at, one.ends_at), first):
                if len(day.entries) < most:
                    begins_here = self.bounds[number] <= one.starts_at
                    day.entries.append(Entry(one.key, one.key in colliding, begins_here))
                else:
                    day.more += 1

    def freeze(self, freezes: Iterable[FreezeWindow]) -> None:
        for freeze in freezes:
            for day in self.covered(freeze.starts_at, freeze.ends_at):
                day.freezes.append(freeze)

    def _first(self, starts_at: datetime) -> int:
        return max(bisect_right(self.bounds, starts_at) - 1, 0)


@require_safe
@needs("changes", "see")
def change_calendar(request: Asked) -> HttpResponse:
    """GET /changes/calendar/?span=month|week|day&day=2026-11-23 — anything unreadable is the month of today."""
    sheet = sheet_of(*_asked(request))
    placed = placed_on(sheet, request.user)
    grid, freezes = Grid(sheet), _freezes(sheet)
    grid.place(placed.windows, placed.colliding, SHOWN_A_DAY[sheet.span])
    grid.freeze(freezes)
    pairs = placed.collisions[:SHOWN_PAIRS]
    entries = [entry for day in grid.days for entry in day.entries]
    changes = read(
        [*(entry.key for entry in entries), *(end.key for one in pairs for end in (one.first, one.second))]
    )
    for entry in entries:
        entry.change = changes[entry.key]
    context = {
        "tabs": tabs_at("change-calendar"),
        "sheet": sheet,
        "today": timezone.localdate(),
        "weeks": [grid.days[number : number + 7] for number in range(0, len(grid.days), 7)],
        "weekdays": grid.days[:7],
        "pairs": list(told_of(pairs, changes)),
        "pair_count": len(placed.collisions),
        "more_pairs": len(placed.collisions) - len(pairs),
        "freezes": freezes,
        "count": len(placed.windows),
        "here": request.get_full_path(),
    }
    template = "calendar_body" if wants_fragment(request) else "calendar"
    return render(request, f"change_pages/{template}.html", context)


def _asked(request: Asked) -> tuple[str, date]:
    span = asked_for(request, "span")
    try:
        day = parse_date(asked_for(request, "day"))
    except ValueError:
        day = None
    day = day if day is not None and FIRST <= day <= LAST else timezone.localdate()
    return span if span in SPANS else "month", day


def _freezes(sheet: Sheet) -> list[FreezeWindow]:
    rows = FreezeWindow.objects.filter(starts_at__lt=sheet.end, ends_at__gt=sheet.start)
    return list(rows.select_related("service", "customer"))
