"""What is measured, and what is kept of it."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

PATIENCE = 20  # how many requests warm a page up: connections of each thread, templates, the database's cache


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Seconds of each single act, ours and the bare limit's; `rate` counts acts per second where many ran at once."""

    name: str
    ours: list[float]
    bare: list[float] = field(default_factory=list)
    rate: float | None = None
    bare_rate: float | None = None

    def told(self) -> dict[str, float | str | int | None]:
        return {
            "name": self.name,
            "count": len(self.ours),
            "median": statistics.median(self.ours),
            "p95": percentile(self.ours, 95),
            "bare": statistics.median(self.bare) if self.bare else None,
            "bare_p95": percentile(self.bare, 95) if self.bare else None,
            "rate": self.rate,
            "bare_rate": self.bare_rate,
        }


def percentile(values: list[float], percent: int) -> float:
    """The smallest value that `percent` of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def in_turn(
    ours: Callable[[int], float], bare: Callable[[int], float], count: int
) -> tuple[list[float], ...]:
    """Both in turn, so that whatever else the machine does meets both; the first ones are not counted."""
    for turn in range(PATIENCE):
        ours(turn)
        bare(turn)
    pairs = [(ours(turn), bare(turn)) for turn in range(count)]
    return [one for one, _ in pairs], [one for _, one in pairs]
