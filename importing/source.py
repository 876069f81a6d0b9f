"""Reading a table of a source: row by row, memory flat; a bad row costs that row only and is always told."""

import csv
import dataclasses
import io
import lzma
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Generic, NamedTuple, Protocol, TypeVar
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from importing.cells import local_time

# No line of either source has a thousand characters; a longer one is damage and is cut, not kept in memory.
LONGEST_LINE = 65_536
LONGEST_VALUE_TOLD = 200


class WrongSource(Exception):
    """The file or folder as a whole is not what was asked for: absent, cut short, other columns."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row, or one value of it, could not be taken. `is_taken`: the row came in without this value."""

    file: str
    line: int
    column: str
    value: str
    reason: str
    is_taken: bool = False


Report = Callable[[RowProblem], None]


class Doubt(NamedTuple):
    """A row whose values are each in order but contradict each other."""

    column: str
    value: object
    reason: str


class Row(Protocol):
    @property
    def line(self) -> int: ...

    def doubts(self) -> Iterator[Doubt]: ...


AnyRow = TypeVar("AnyRow", bound=Row)


class Column(NamedTuple):
    heading: str
    read: Callable[[Any], Any]
    is_needed: bool


def column(heading: str, read: Callable[[Any], Any], *, needed: bool = False) -> Any:
    """Declares a field of a row: the heading it stands under and how its cell is read."""
    return field(metadata={"column": Column(heading, read, needed)})


class Table(Generic[AnyRow]):
    """One file of a source: its name and the dataclass whose fields are declared with `column`."""

    def __init__(self, file: str, row: type[AnyRow]) -> None:
        self.file = file
        self.row = row
        self.columns = [f.metadata["column"] for f in dataclasses.fields(row) if "column" in f.metadata]  # type: ignore[arg-type]

    def open(self, place: Path, *, zone: ZoneInfo, report: Report) -> "Reading[AnyRow]":
        """`place` is the file, or a folder that has it, as it is or compressed by xz."""
        return Reading(self, self.locate(place), zone, report)

    def locate(self, place: Path) -> Path:
        if place.is_file():
            return place
        for file in (place / self.file, place / f"{self.file}.xz"):
            if file.is_file():
                return file
        raise WrongSource(_("%(file)s is not in %(folder)s") % {"file": self.file, "folder": place})


class Reading(Generic[AnyRow]):
    """The rows of an opened table; while it is read, `taken`, `left_out` and `blank` count lines."""

    def __init__(self, table: Table[AnyRow], path: Path, zone: ZoneInfo, report: Report) -> None:
        self.table = table
        self.path = path
        self.taken = self.left_out = self.blank = 0
        self._zone = zone
        self._report = report
        self._raw: Any = None

    @property
    def size(self) -> int:
        """Bytes of the file as it lies on the disk."""
        return self.path.stat().st_size

    @property
    def position(self) -> int:
        """Bytes of them read so far."""
        return self._raw.tell() if self._raw and not self._raw.closed else 0

    def __iter__(self) -> Iterator[AnyRow]:
        try:
            with ExitStack() as opened:
                self._raw = unpacked = opened.enter_context(self.path.open("rb"))
                if self.path.suffix == ".xz":
                    unpacked = opened.enter_context(lzma.open(self._raw))  # type: ignore[arg-type]
                # A byte that is not UTF-8 becomes U+FFFD and costs its row; it must not end the reading.
                yield from self._rows(io.TextIOWrapper(unpacked, encoding="utf-8-sig", errors="replace"))
        except (EOFError, lzma.LZMAError, OSError) as error:
            raise WrongSource(
                _("%(file)s cannot be read: %(error)s") % {"file": self.path, "error": error}
            ) from error

    def _rows(self, text: IO[str]) -> Iterator[AnyRow]:
        heading = text.readline(LONGEST_LINE)
        delimiter = max(";,\t", key=heading.count)
        width, plan = self._plan(_split(heading, delimiter))
        make: Callable[..., AnyRow] = self.table.row
        cells_of = [(index, column.read) for index, column in plan]
        for number, line in enumerate(iter(lambda: text.readline(LONGEST_LINE), ""), start=2):
            cells = _split(line, delimiter)
            if not any(map(str.strip, cells)):
                self.blank += 1
                continue
            if len(cells) != width or "\ufffd" in line or "\0" in line:
                self._refuse_line(number, line, len(cells), width)
                continue
            row: AnyRow | None
            try:
                row = make(number, *[read(cells[index]) for index, read in cells_of])
            except ValueError:
                row = self._salvage(number, cells, plan)
            if row is not None and self._is_sound(row):
                self.taken += 1
                yield row

    def _plan(self, headings: Sequence[str]) -> tuple[int, list[tuple[int, Column]]]:
        places = {heading.strip().casefold(): index for index, heading in reversed(list(enumerate(headings)))}
        plan, missing = [], []
        for col in self.table.columns:
            index = places.get(col.heading.casefold())
            if index is None:
                missing.append(col.heading)
            else:
                plan.append((index, self._bound(col)))
        if missing:
            absent = {"file": self.path.name, "columns": ", ".join(missing)}
            raise WrongSource(_("%(file)s lacks the columns %(columns)s") % absent)
        return len(headings), plan

    def _bound(self, col: Column) -> Column:
        read = local_time(self._zone) if col.read is local_time else col.read
        return col._replace(read=_needed(read) if col.is_needed else read)

    def _refuse_line(self, number: int, line: str, width: int, expected: int) -> None:
        if width != expected:
            reason = _("has %(width)s columns where the heading has %(expected)s") % {
                "width": width,
                "expected": expected,
            }
        else:
            reason = _("is not clean UTF-8 text")
        self._tell(number, "", line, reason)
        self.left_out += 1

    def _salvage(self, number: int, cells: Sequence[str], plan: list[tuple[int, Column]]) -> AnyRow | None:
        """Cell by cell: a value that cannot be read is left out, a row without a needed value is."""
        values, is_lost = [], False
        for index, col in plan:
            try:
                values.append(col.read(cells[index]))
            except ValueError as error:
                values.append(None)
                is_lost = is_lost or col.is_needed
                self._tell(
                    number,
                    col.heading,
                    cells[index],
                    str(error),
                    is_taken=not col.is_needed,
                )
        self.left_out += is_lost
        return None if is_lost else self.table.row(number, *values)  # type: ignore[call-arg]

    def _is_sound(self, row: AnyRow) -> bool:
        doubts = list(row.doubts())
        for doubt in doubts:
            self._tell(row.line, doubt.column, str(doubt.value), doubt.reason)
        self.left_out += bool(doubts)
        return not doubts

    def _tell(
        self,
        line: int,
        heading: str,
        value: str,
        reason: str,
        *,
        is_taken: bool = False,
    ) -> None:
        told = value.rstrip("\n")[:LONGEST_VALUE_TOLD].replace("\0", "\ufffd")
        self._report(RowProblem(self.path.name, line, heading, told, reason, is_taken))


def _split(line: str, delimiter: str) -> list[str]:
    """One line is one row: an unclosed quote damages its own line, not all that follow."""
    line = line.rstrip("\n")
    if '"' in line:
        return next(csv.reader([line], delimiter=delimiter), [""])
    return line.split(delimiter)


def _needed(read: Callable[[str], Any]) -> Callable[[str], Any]:
    def read_needed(text: str) -> Any:
        value = read(text)
        if value is None:
            raise ValueError(_("is missing"))
        return value

    return read_needed
