"""What a report is made of, whether it stands on a page, in a file or in a mail."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from servicedesk.reports.periods import Period


@dataclass(frozen=True)
class Cell:
    """A number with the list behind it, which holds `count` rows for the same reader; without a list, words."""

    value: float | str | None
    url: str = ""
    unit: str = ""
    count: int | None = None
    tone: str = ""

    @property
    def rows(self) -> int:
        """How many rows the list holds."""
        return self.count if self.count is not None else int(self.value or 0)

    def __str__(self) -> str:
        if self.value is None:
            return "–"
        return f"{self.value:g}{self.unit}" if isinstance(self.value, float) else f"{self.value}{self.unit}"


@dataclass(frozen=True)
class Row:
    label: str
    cells: Sequence[Cell]
    url: str = ""


@dataclass(frozen=True)
class Table:
    """`head` names the first column too."""

    name: str
    title: str
    head: Sequence[str]
    rows: Sequence[Row]
    icon: str = ""
    note: str = ""
    is_wide: bool = False


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number at the head, as `{% figure %}` takes it. The list at `href` holds `count` rows."""

    name: str
    label: str
    icon: str
    value: float | str | None
    count: int
    href: str
    unit: str = ""
    note: str = ""
    good: str = ""
    tone: str = ""
    before: float | None = None

    @property
    def words(self) -> str:
        return str(Cell(self.value, unit=self.unit))


@dataclass(frozen=True)
class Chart:
    name: str
    title: str
    caption: str
    option: dict[str, Any]
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Report:
    """Everything one reader may see of a period."""

    period: Period
    figures: Sequence[Figure]
    tables: Sequence[Table]
    charts: Sequence[Chart] = field(default=())

    @property
    def title(self) -> str:
        return self.period.title
