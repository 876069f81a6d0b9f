"""The report of an import: every row that was not taken whole, written as it is found, so that memory stays flat."""

import csv
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from importing.source import RowProblem

# A spreadsheet runs what begins like this; a quote before it makes it text again.
STARTS_OF_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Writer(Protocol):
    def add(self, problem: RowProblem) -> None: ...
    def finish(self, counts: Mapping[str, int]) -> None: ...


class CsvWriter:
    """One line per problem; the counts stand on the console and in `ImportRun`."""

    def __init__(self, file: Any) -> None:
        # A byte order mark, or Excel takes the text for another encoding.
        file.write("\ufeff")
        self._csv = csv.writer(file)
        self._csv.writerow([field.name for field in fields(RowProblem)])

    def add(self, problem: RowProblem) -> None:
        self._csv.writerow([harmless(str(value)) for value in asdict(problem).values()])

    def finish(self, counts: Mapping[str, int]) -> None:
        """A CSV file has no place for them."""


class JsonWriter:
    """`{"problems": [...], "counts": {...}}`, written from front to end."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._file.write('{"problems": [')
        self._between = "\n"

    def add(self, problem: RowProblem) -> None:
        self._file.write(self._between + json.dumps(asdict(problem), ensure_ascii=False))
        self._between = ",\n"

    def finish(self, counts: Mapping[str, int]) -> None:
        self._file.write('\n],\n"counts": ' + json.dumps(counts, ensure_ascii=False) + "}\n")


class ImportReport:
    """Writes to `path`, as JSON where it ends so, else as CSV, and counts problems by their reason."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.reasons: Counter[tuple[str, str, str, bool]] = Counter()

    def __enter__(self) -> Self:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open("w", encoding="utf-8", newline="")
        self._writer: _Writer = (
            JsonWriter(self._file) if self.path.suffix == ".json" else CsvWriter(self._file)
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, problem: RowProblem) -> None:
        self.reasons[problem.file, problem.column, problem.reason, problem.is_taken] += 1
        self._writer.add(problem)

    def finish(self, counts: Mapping[str, int]) -> None:
        self._writer.finish(counts)

    @property
    def left_out(self) -> int:
        return sum(number for (*_where, is_taken), number in self.reasons.items() if not is_taken)


def harmless(text: str) -> str:
    """The text so that a spreadsheet shows it and does not run it."""
    return f"'{text}" if text.startswith(STARTS_OF_A_FORMULA) else text
