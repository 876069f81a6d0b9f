"""`make bench`: fill what is to be measured, measure it, and write benchmarks/RESULTS.md.

make bench                               both sizes, everything, and the report
make bench ONLY=board ROWS=50000         one figure, printed; names in benchmarks/report/rows.py, apart by commas
python -m benchmarks report              the report anew, from the figures of the last whole run
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import database
from benchmarks.building import built
from benchmarks.report.page import write_report
from itsm import places

SIZES = {50_000: 10_000, 1_000_000: 20_000}  # incidents: of them open
REDIS_DATABASE = "9"
LAST = places.VAR / "benchmarks.json"

Figures = list[dict[str, Any]]


def main() -> int:
    if sys.argv[1:] == ["report"]:
        kept = json.loads(LAST.read_text(encoding="utf-8"))
        return _report({int(rows): figures for rows, figures in kept.items()})
    sizes = [int(word.replace("_", "")) for word in _words("ROWS")] or list(SIZES)
    only = _words("ONLY")
    measured = {rows: measure(rows, SIZES.get(rows, rows // 50), only) for rows in sizes}
    if only or set(measured) != set(SIZES):
        return 0
    LAST.write_text(json.dumps(measured), encoding="utf-8")
    return _report(measured)


def _report(measured: dict[int, Figures]) -> int:
    write_report(measured)
    print("benchmarks/RESULTS.md is written")
    return 0


def measure(rows: int, open_rows: int, only: list[str]) -> Figures:
    """The figures of one size, taken on a copy, so that the next run finds what this one found."""
    kept = built(rows, open_rows)
    copy = f"{kept}_run"
    print(f"{rows:,} incidents, {open_rows:,} of them open", flush=True)
    database.drop(copy)
    database.create(copy, template=kept)
    try:
        return _run(copy, only)
    finally:
        database.drop(copy)


def _run(name: str, only: list[str]) -> Figures:
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command = [sys.executable, "-m", "benchmarks.run", file.name, *only]
        subprocess.run(command, env=_environment(name), check=True)
        figures: Figures = json.loads(Path(file.name).read_text(encoding="utf-8"))
        return figures


def _environment(name: str) -> dict[str, str]:
    redis, _, _ = places.redis_url().rpartition("/")
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "DATABASE_URL": database.url_of(name),
        "REDIS_URL": f"{redis}/{REDIS_DATABASE}",
        "ITSM_LOG_LEVEL": os.environ.get("ITSM_LOG_LEVEL", "ERROR"),
        "ITSM_DEMO": "",
        "ITSM_DEBUG": "",
    }


def _words(name: str) -> list[str]:
    return [word for word in os.environ.get(name, "").split(",") if word]


if __name__ == "__main__":
    sys.exit(main())
