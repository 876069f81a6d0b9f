"""One run of an import: what it reads, who it acts as, what it counts. Loaders of the sources are built on it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db import models, reset_queries
from django.utils.translation import gettext_noop
from tqdm import tqdm

from importing.report import ImportReport
from importing.source import AnyRow, RowProblem, Table
from people.accounts import system_user
from people.models import Team, User
from records.desks import desk_for

T = TypeVar("T")
ROWS_BETWEEN_TICKS = 500
# What is counted is kept in English, in `ImportRun.counts` and JSON reports, and translated where it is shown.
ROWS_READ = gettext_noop("rows read")
BLANK_ROWS = gettext_noop("blank rows passed over")


class Loading:
    """`report` takes every row that does not come in whole; `counts` is told at the end."""

    def __init__(self, source: str, report: ImportReport, *, desk: Team | None, shows_progress: bool) -> None:
        self.source = source
        self.report = report
        self.counts: Counter[str] = Counter()
        self.is_anything_new = False
        self.importer = system_user("importer")
        # What is still open belongs to a person of a desk, as if the source had registered it through the door.
        self.desk_owner, self.desk = desk_for(self.importer, owner=None, desk=desk)
        # None: tqdm itself stays silent where nobody watches a terminal.
        self._hides_progress = None if shows_progress else True

    def owner(self, *, is_open: bool) -> User:
        return self.desk_owner if is_open else self.importer

    def read(self, table: Table[AnyRow], place: Path, zone: ZoneInfo) -> Iterator[AnyRow]:
        """The rows of a file, with a progress bar over its bytes; counted, and its problems reported."""
        reading = table.open(place, zone=zone, report=self.report.add)
        with self.bar(reading.path.name, total=reading.size, unit="B", unit_scale=True) as bar:
            for number, row in enumerate(reading):
                if number % ROWS_BETWEEN_TICKS == 0:
                    bar.update(reading.position - bar.n)
                yield row
            bar.update(reading.size - bar.n)
        self.counts[ROWS_READ] += reading.taken
        self.counts[BLANK_ROWS] += reading.blank

    def brought_in(self, what: str, number: int) -> None:
        self.is_anything_new = True
        self.counts[what] += number

    def bar(self, label: str, **options: Any) -> "tqdm[Any]":
        return tqdm(desc=f"{label:<24}", disable=self._hides_progress, **options)

    def doubt(
        self, table: Table[Any], line: int, heading: str, value: object, reason: str, *, is_taken: bool
    ) -> None:
        """Report what only shows when rows are put together."""
        self.report.add(RowProblem(table.file, line, heading, str(value), reason, is_taken))

    def keys_here(self, model: type[models.Model]) -> set[str]:
        """The keys that an earlier run has brought in."""
        rows = model._default_manager.filter(source=self.source)
        return set(rows.values_list("source_key", flat=True))


def batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most `size`. Forgets Django's query log in between, which in debug mode would fill the memory."""
    source = iter(rows)
    while batch := list(islice(source, size)):
        yield batch
        reset_queries()
