"""A ratio and its interval as a point with whiskers on a scale from a quarter to four times."""

from dataclasses import dataclass
from math import log

from changes.aftermath import Sums

WIDTH = 96
FARTHEST = 4.0


@dataclass(frozen=True)
class Whisker:
    """Places on a drawing `WIDTH` wide, whose middle is "as often as otherwise"."""

    point: float
    low: float
    high: float
    verdict: str


def whisker_of(sums: Sums) -> Whisker | None:
    """Nothing where there is no interval: a point alone would look more certain than it is."""
    if sums.interval is None or not sums.ratio:
        return None
    low, high = sums.interval
    return Whisker(_place(sums.ratio), _place(low), _place(high), sums.verdict)


def _place(ratio: float) -> float:
    """What lies beyond the scale stands at its end."""
    share = log(min(max(ratio, 1 / FARTHEST), FARTHEST)) / log(FARTHEST)
    return round(WIDTH / 2 * (1 + share), 1)
