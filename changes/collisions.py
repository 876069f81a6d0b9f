"""Which of many windows collide: found by what they share, never by looking at each pair.

`docs/algorithms/change-calendar.md` has the cost.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from changes.reliance import relied_upon_by_each

ITEM, DEPENDENT, PERSON = "item", "dependent", "person"


@dataclass(frozen=True, slots=True)
class Window:
    """What of a change collides. Items and person by their keys."""

    key: int
    starts_at: datetime
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
    placed = sorted(windows, key=_beginning)
    touching = _by_item((one, one.items) for one in placed)
    found: Found = {}
    for item, group in touching.items():
        _note(found, _overlapping(group), ITEM, item)
    for item, relying in _relying(placed, touching).items():
        _note(found, _crossing(touching[item], relying), DEPENDENT, item)
    for group in _by_person(placed).values():
        _note(found, _overlapping(group), PERSON)
    ordered = sorted(found.values(), key=lambda one: (_beginning(one[0][0]), _beginning(one[0][1])))
    return [Collision(*pair, sort, frozenset(over)) for pair, sort, over in ordered]


def _beginning(one: Window) -> tuple[datetime, int]:
    return one.starts_at, one.key


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
    sides = [*((_beginning(one), 0, one) for one in here), *((_beginning(one), 1, one) for one in there)]
    for _begins, side, one in sorted(sides, key=lambda told: told[:2]):
        other = running[1 - side]
        other[:] = [met for met in other if met.ends_at > one.starts_at]
        yield from ((met, one) for met in other)
        running[side].append(one)
