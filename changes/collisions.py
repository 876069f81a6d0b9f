"""Which of many windows collide: found by what they share, never by looking at each pair.

`docs/algorithms/change-calendar.md` has the cost.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from changes.reliance import relied_upon_by_each

ITEM, DEPENDENT, PERSON = "item", "dependent", "person"


class Window(NamedTuple):
    """What of a change collides. Items and person by their keys. Windows sort by their beginning."""

    starts_at: datetime
    key: int
    ends_at: datetime
    items: frozenset[int]
    person: int | None


@dataclass(frozen=True, slots=True)
class Collision:
    """Two windows, the earlier one first. `over` are the items that both touch or hang on; of a person it is empty."""

    first: Window
    second: Window
    sort: str
    over: frozenset[int]


Pair = tuple[Window, Window]
Found = dict[tuple[int, int], tuple[Pair, str, list[int]]]


def collisions(windows: Iterable[Window]) -> list[Collision]:
    """Each pair once, by the most telling thing that it shares, in the order in which they happen. A few queries."""
    placed = sorted(windows)
    touching = _by_item((one, one.items) for one in placed)
    found: Found = {}
    for item, group in touching.items():
        _note(found, _overlapping(group), ITEM, item)
    for item, relying in _relying(placed, touching).items():
        _note(found, _crossing(touching[item], relying), DEPENDENT, item)
    for group in _by_person(placed).values():
        _note(found, _overlapping(group), PERSON)
    ordered = sorted(found.values(), key=lambda one: one[0])
    return [Collision(*pair, sort, frozenset(over)) for pair, sort, over in ordered]


def _note(found: Found, pairs: Iterable[Pair], sort: str, item: int | None = None) -> None:
    """What was found before is more telling; of one sort the items add up."""
    for pair in pairs:
        known = found.setdefault((pair[0].key, pair[1].key), (pair, sort, []))
        if item is not None and known[1] == sort:
            known[2].append(item)


def _by_item(told: Iterable[tuple[Window, Iterable[int]]]) -> dict[int, list[Window]]:
    groups: dict[int, list[Window]] = defaultdict(list)
    for one, items in told:
        for item in items:
            groups[item].append(one)
    return groups


def _by_person(placed: list[Window]) -> dict[int, list[Window]]:
    groups: dict[int, list[Window]] = defaultdict(list)
    for one in placed:
        if one.person is not None:
            groups[one.person].append(one)
    return groups


def _relying(placed: list[Window], touching: dict[int, list[Window]]) -> dict[int, list[Window]]:
    """Item that some window touches → the windows that touch something which relies on it, and not the item itself."""
    relied = relied_upon_by_each(touching, among=touching)
    return _by_item(
        (one, {below for item in one.items for below in relied.get(item, ())} - one.items)
        for one in placed
        if one.items
    )


def _overlapping(group: list[Window]) -> Iterator[Pair]:
    """Pairs that share a moment, of windows in the order of their beginning."""
    running: list[Window] = []
    for one in group:
        running = [other for other in running if other.ends_at > one.starts_at]
        yield from ((other, one) for other in running)
        running.append(one)


def _crossing(here: list[Window], there: list[Window]) -> Iterator[Pair]:
    """The same, of one window of each list; what hangs on a hub would else be held against all else that does."""
    running: tuple[list[Window], list[Window]] = ([], [])
    for one, side in sorted([*((one, 0) for one in here), *((one, 1) for one in there)]):
        other = running[1 - side]
        other[:] = [met for met in other if met.ends_at > one.starts_at]
        yield from ((met, one) for met in other)
        running[side].append(one)
