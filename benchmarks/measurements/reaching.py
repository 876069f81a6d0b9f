"""Impact by REST in a plant of 100,000 items and 300,000 relations, which is put into the working copy first."""

from __future__ import annotations

from benchmarks.desk import Desk
from benchmarks.fill.plant import ITEMS, built_once
from benchmarks.measurements.reading import Reading

PATHS = 40
# Of the lowest storeys, nearly everything hangs on each.
HUBS = 8


def _anywhere(desk: Desk) -> list[str]:
    """Half from the lowest hundredth, on which hundreds hang; half from anywhere, where mostly nothing hangs."""
    first = built_once()
    low = [desk.dice.randrange(100, ITEMS // 100) for _ in range(PATHS // 2)]
    return [_path(first + place) for place in low + [desk.dice.randrange(ITEMS) for _ in range(PATHS // 2)]]


def _hubs(desk: Desk) -> list[str]:
    first = built_once()
    return [_path(first + place) for place in range(HUBS)]


def _path(item: int) -> str:
    return f"/api/v1/items/{item}/impact/"


IMPACTS = [
    Reading("impact", _anywhere, reader="configuration-manager", is_tool=True),
    Reading("impact-hub", _hubs, reader="configuration-manager", is_tool=True),
]
