"""Geometry of the small drawings."""

from collections.abc import Iterable
from typing import Any, NamedTuple

EDGE = 3  # room for the stroke and the dot at the end


class Column(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    word: str


def points_of(numbers: list[float], width: int, height: int) -> list[tuple[float, float]]:
    """The points of a line that fills the box; a level line runs through its middle."""
    low, high = min(numbers), max(numbers)
    step = (width - 2 * EDGE) / (len(numbers) - 1)
    room = height - 2 * EDGE

    def up(number: float) -> float:
        return height / 2 if high == low else EDGE + room * (1 - (number - low) / (high - low))

    return [(round(EDGE + step * place, 2), round(up(number), 2)) for place, number in enumerate(numbers)]


def columns_of(values: Iterable[Any], width: int, height: int) -> list[Column]:
    """Columns from the floor up; even zero leaves a line, so that a quiet hour is not a gap."""
    pairs = [value if isinstance(value, (tuple, list)) else (value, str(value)) for value in values]
    if not pairs:
        return []
    top = max((number for number, _word in pairs), default=0) or 1
    step = width / len(pairs)
    drawn = []
    for place, (number, word) in enumerate(pairs):
        tall = max(1.0, round(height * number / top, 2))
        drawn.append(
            Column(round(place * step, 2), round(height - tall, 2), round(step * 0.78, 2), tall, str(word))
        )
    return drawn
