"""The exports of BPI 2014 read by nothing of ours, but `csv` and `datetime`: what an import is held against."""

import csv
import lzma
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# What the source writes where it has no name.
NAMELESS = {"", "#N/B", "#MULTIVALUE"}
Moments = dict[str, list[datetime]]


def rows(file: Path) -> Iterator[dict[str, str]]:
    """The rows of a file that have any cell filled."""
    with lzma.open(file, "rt", encoding="utf-8-sig", newline="") as text:
        yield from (
            row
            for row in csv.DictReader(text, delimiter=";")
            if any((row[name] or "").strip() for name in row if name)
        )


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
        for row in rows(folder / "Detail Change.csv.xz"):
            self.change_rows += 1
            self._read_change(row)
        # Key of the incident → its item, when it was opened, the change it names.
        self.incidents: dict[str, tuple[str, datetime, str]] = {}
        for row in rows(folder / "Detail Incident.csv.xz"):
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


def after(exports: Exports, begin: datetime, end: datetime, days: int) -> dict[str, tuple[int, timedelta]]:
    """Item → incidents in the days after a change on it, and how long those days were together, each moment once.

    Only what lies in the period; items that no change touched in it, or in seven days before it, are left out.
    """
    spans: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for key, items in exports.items.items():
        over = exports.end_of(key)
        if over is not None and begin - timedelta(days=7) <= over < end:
            for item in items - NAMELESS:
                spans[item].append((over, over + timedelta(days=days)))
    opened: Moments = defaultdict(list)
    for item, at, _change in exports.incidents.values():
        if begin <= at < end:
            opened[item].append(at)
    found = {}
    for item, pairs in spans.items():
        hits = sum(any(first <= at < last for first, last in pairs) for at in opened[item])
        found[item] = (hits, _covered(pairs, begin, end))
    return found


def _covered(pairs: list[tuple[datetime, datetime]], begin: datetime, end: datetime) -> timedelta:
    """The length of the union of the spans, as far as it lies in the period."""
    total, reached = timedelta(0), begin
    for first, last in sorted(pairs):
        first, last = max(first, reached), min(last, end)
        if last > first:
            total, reached = total + (last - first), last
    return total
