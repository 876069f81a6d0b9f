"""The exports of BPI 2014 read by nothing of ours, but `csv` and `datetime`: what an import is held against."""

import csv
import lzma
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# What the source writes where it has no name.
NAMELESS = {"", "#N/B", "#MULTIVALUE"}
Moments = dict[str, list[datetime]]
Span = tuple[datetime, datetime]


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """The rows of a file, plain or compressed by xz, that have any cell filled."""
    with _opened(folder, name) as text:
        for row in csv.DictReader(text, delimiter=";"):
            if any((row[heading] or "").strip() for heading in row if heading):
                yield row


def _opened(folder: Path, name: str) -> TextIO:
    if (folder / name).exists():
        return (folder / name).open(encoding="utf-8-sig", newline="")
    return lzma.open(folder / f"{name}.xz", "rt", encoding="utf-8-sig", newline="")


def moment(text: str) -> datetime | None:
    """`9-9-2011 9:23` and `05/02/2012 13:32:57`: the wall clock of the Netherlands, day first."""
    text = text.strip()
    if not text:
        return None
    form = "%d/%m/%Y %H:%M:%S" if "/" in text else "%d-%m-%Y %H:%M"
    return datetime.strptime(text, form).replace(tzinfo=AMSTERDAM).astimezone(UTC)


class Exports:
    """What the files say of changes, the items they touch, the incidents on those, and which names which."""

    def __init__(self, folder: Path) -> None:
        self.items: dict[str, set[str]] = defaultdict(set)
        self.began: Moments = defaultdict(list)
        self.ended: Moments = defaultdict(list)
        self.closed: Moments = defaultdict(list)
        self.change_rows = 0
        for row in rows(folder, "Detail Change.csv"):
            self.change_rows += 1
            self._read_change(row)
        # Key of the incident → its item, when it was opened, the change it names.
        self.incidents: dict[str, tuple[str, datetime, str]] = {}
        for row in rows(folder, "Detail Incident.csv"):
            opened = moment(row["Open Time"])
            assert opened is not None
            self.incidents[row["Incident ID"]] = (
                row["CI Name (aff)"].strip(),
                opened,
                row["Related Change"].strip(),
            )

    def _read_change(self, row: dict[str, str]) -> None:
        key = row["Change ID"]
        self.items[key].add(row["CI Name (aff)"].strip())
        columns = {
            "Actual Start": self.began,
            "Actual End": self.ended,
            "Change record Close Time": self.closed,
        }
        for column, found in columns.items():
            if told := moment(row[column]):
                found[key].append(told)

    def end_of(self, key: str) -> datetime | None:
        """When a change was over: the latest end its rows tell; of one that only began, when it was closed."""
        if self.ended[key]:
            return max(self.ended[key])
        return max(self.closed[key]) if self.began[key] else None

    def named(self) -> dict[str, str]:
        """Incident → the one change that it names and that is in the export."""
        return {key: change for key, (_item, _at, change) in self.incidents.items() if change in self.items}


@dataclass
class Followed:
    """An item after its changes: the incidents within so many days, the others, and how many days each time has.

    `more` and `less` are the terms of Mantel and Haenszel, over working days and weekends.
    """

    hits: set[str]
    others: set[str]
    length: float
    rest: float
    more: float
    less: float


def after(exports: Exports, begin: datetime, end: datetime, days: int, zone: ZoneInfo) -> dict[str, Followed]:
    """By item, for those that a change touched in the period or in seven days before it."""
    ends: Moments = defaultdict(list)
    for key, items in exports.items.items():
        over = exports.end_of(key)
        if over is not None and begin - timedelta(days=7) <= over < end:
            for item in items - NAMELESS:
                ends[item].append(over)
    opened: dict[str, dict[str, datetime]] = defaultdict(dict)
    for key, (item, at, _change) in exports.incidents.items():
        if begin <= at < end:
            opened[item][key] = at
    return {item: _followed(over, opened[item], begin, end, days, zone) for item, over in ends.items()}


def _followed(
    ends: list[datetime],
    opened: dict[str, datetime],
    begin: datetime,
    end: datetime,
    days: int,
    zone: ZoneInfo,
) -> Followed:
    near, week = _joined(ends, days, begin, end), _joined(ends, 7, begin, end)
    hits = {key for key, at in opened.items() if _is_in(at, near)}
    others = {key for key, at in opened.items() if not _is_in(at, week)}
    more = less = 0.0
    if opened:
        parts = (
            _by_kind_of_day([(begin, end)], zone),
            _by_kind_of_day(near, zone),
            _by_kind_of_day(week, zone),
        )
        for is_weekend in (False, True):
            whole, length, taken = (part[is_weekend] for part in parts)
            rest = whole - taken
            if length + rest:
                found = sum(_is_weekend(opened[key], zone) is is_weekend for key in hits)
                else_found = sum(_is_weekend(opened[key], zone) is is_weekend for key in others)
                more += found * rest / (length + rest)
                less += else_found * length / (length + rest)
    return Followed(hits, others, _length(near), _length([(begin, end)]) - _length(week), more, less)


def _joined(ends: list[datetime], days: int, begin: datetime, end: datetime) -> list[Span]:
    """The spans of so many days from each end, joined where they overlap, as far as they lie in the period."""
    found, reached = [], begin
    for over in sorted(ends):
        first, last = max(over, reached), min(over + timedelta(days=days), end)
        if last > first:
            found.append((first, last))
            reached = last
    return found


def _is_in(at: datetime, spans: list[Span]) -> bool:
    return any(first <= at < last for first, last in spans)


def _length(spans: list[Span]) -> float:
    return sum((last - first) / timedelta(days=1) for first, last in spans)


def _is_weekend(at: datetime, zone: ZoneInfo) -> bool:
    return at.astimezone(zone).weekday() >= 5


def _by_kind_of_day(spans: list[Span], zone: ZoneInfo) -> dict[bool, float]:
    """Days of weekend and of the rest, cut at midnight."""
    found = {False: 0.0, True: 0.0}
    for first, last in spans:
        at = first
        while at < last:
            day = at.astimezone(zone).date() + timedelta(days=1)
            until = min(datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC), last)
            found[_is_weekend(at, zone)] += (until - at) / timedelta(days=1)
            at = until
    return found
