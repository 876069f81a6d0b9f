"""RESULTS.md, from the figures of both sizes and from what profiles have shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import database
from benchmarks.report.findings import FINDINGS
from benchmarks.report.machine import machine
from benchmarks.report.rows import ROWS, Row

RESULTS = Path(__file__).parent.parent / "RESULTS.md"
INTRODUCTION = Path(__file__).with_name("introduction.md")
SLOWEST_GROWTH = 1.3  # the p95 at a million, as a multiple of that at fifty thousand
SHARE_OF_LIMIT = 0.5
GIBIBYTE = 1024**3

Figure = dict[str, Any]
Measured = Mapping[int, list[Figure]]


def write_report(measured: Measured) -> None:
    small, large = ({one["name"]: one for one in measured[rows]} for rows in sorted(measured))
    told = INTRODUCTION.read_text(encoding="utf-8").format(
        machine=machine(),
        day=date.today(),  # noqa: DTZ011  (a day, whose ever)
        sizes=_sizes(measured),
    )
    table = "\n".join(_table(small, large))
    missed = "\n".join(_missed(small, large))
    RESULTS.write_text(f"{told}\n{table}\n\n## Where an aim is missed\n\n{missed}\n", encoding="utf-8")


def _sizes(measured: Measured) -> str:
    told = [
        f"{rows:,} ({database.size(database.name_of(rows)) / GIBIBYTE:.1f} GiB)" for rows in sorted(measured)
    ]
    return " and ".join(told)


def _table(small: Mapping[str, Figure], large: Mapping[str, Figure]) -> Iterator[str]:
    yield "| | aim | 50k median | p95 | limit | of limit | 1M median | p95 | limit | of limit | p95 1M : 50k |"
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for row in ROWS:
        cells = [*_cells(small.get(row.name)), *_cells(large.get(row.name))]
        is_whole = row.name in small and row.name in large
        growth = f"{large[row.name]['p95'] / small[row.name]['p95']:.2f}" if is_whole else ""
        yield f"| {row.title} `{row.name}` | {_aim(row)} | {' | '.join(cells)} | {growth} |"


def _cells(figure: Figure | None) -> list[str]:
    if figure is None:
        return ["not taken", "", "", ""]
    times = [_ms(figure[name]) if figure[name] is not None else "" for name in ("median", "p95", "bare")]
    if figure["rate"] is not None:
        times[0] = f"{times[0]} ({figure['rate']:.0f}/s)"
        times[2] = f"{times[2]} ({figure['bare_rate']:.0f}/s)"
    of_limit = share(figure)
    return [*times, f"{100 * of_limit:.0f} %" if of_limit is not None else ""]


def share(figure: Figure) -> float | None:
    """How near we come to the limit: 1 is the limit itself. None where there is none to compare with."""
    if figure["rate"] is not None:
        return float(figure["rate"] / figure["bare_rate"])
    return float(figure["bare"] / figure["median"]) if figure["bare"] is not None else None


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"


def _aim(row: Row) -> str:
    if row.most is not None:
        return f"≤ {row.most:.0f} ms"
    return f"≥ {row.least:.0f}/s" if row.least is not None else ""


def misses(row: Row, small: Figure, large: Figure) -> list[str]:
    """Which aims the row misses, in words."""
    found = []
    if row.most is not None and max(small["median"], large["median"]) * 1000 > row.most:
        found.append(f"median over {row.most:.0f} ms")
    if row.least is not None and min(small["rate"], large["rate"]) < row.least:
        found.append(f"under {row.least:.0f} a second")
    if large["p95"] > SLOWEST_GROWTH * small["p95"]:
        found.append(f"p95 at 1M over {SLOWEST_GROWTH} × that at 50k")
    if any(of_limit is not None and of_limit < SHARE_OF_LIMIT for of_limit in (share(small), share(large))):
        found.append("under half the limit")
    return found


def _missed(small: Mapping[str, Figure], large: Mapping[str, Figure]) -> Iterator[str]:
    yield "| | missed | what the profile shows, and what was tried |"
    yield "|---|---|---|"
    for row in ROWS:
        is_whole = row.name in small and row.name in large
        found = misses(row, small[row.name], large[row.name]) if is_whole else ["not taken at both sizes"]
        if found:
            yield f"| {row.title} | {'; '.join(found)} | {FINDINGS.get(row.name, 'not looked into yet')} |"
