"""Who waits for whom, as plain sets of keys: whom one reaches by waiting, and where the waiting ends."""

from collections.abc import Mapping

Waiting = Mapping[int, set[int]]  # who waits → for whom


def reached_from(start: int, waits: Waiting) -> set[int]:
    """Itself, and all that it waits for, however far."""
    reached, frontier = {start}, {start}
    while frontier := {key for one in frontier for key in waits.get(one, ())} - reached:
        reached |= frontier
    return reached


def ends_of(start: int, waits: Waiting, open_keys: set[int]) -> set[int]:
    """The open ones that wait for nothing open but what waits for them in turn: a change and the release that brings
    it out wait for each other, and one of the two has to begin.
    """
    reached = reached_from(start, waits) & open_keys
    onward = {key: reached_from(key, waits) & open_keys for key in reached}
    return {key for key in reached if all(key in onward.get(far, ()) for far in onward[key])}
