"""When reports surge: a sliding window over their times. Knows no database; see docs/algorithms/surge.md."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

# How many reports came at a moment; a flow is in ascending order.
Drop = tuple[datetime, int]


@dataclass(kw_only=True)
class Swell:
    """One storm as a flow shows it. `peak` is the most within one window, which `peak_at` ends."""

    began_at: datetime
    reached_at: datetime
    last_at: datetime
    peak: int
    peak_at: datetime
    ended_at: datetime | None = None


class Tide:
    """What lies within the window, and the storm that runs. Both ends of the window belong to it.

    A storm begins with the report that fills the limit and ends when less than half of the limit is left, so that
    one that wavers about its limit is one storm.
    """

    def __init__(self, limit: int, window: timedelta, running: Swell | None = None) -> None:
        self.limit, self.window, self.running = limit, window, running
        self._lies: deque[Drop] = deque()
        self.level = 0

    @property
    def first_at(self) -> datetime | None:
        return self._lies[0][0] if self._lies else None

    def rise(self, drop: Drop, *, counts: bool = True) -> Iterator[Swell]:
        """Take a moment's reports. Yields the storm that ended before it, and the one that begins with it.

        With `counts` False they fill the window and are judged no further.
        """
        at, many = drop
        yield from self.fall(at, counts=counts)
        self._lies.append(drop)
        self.level += many
        if not counts:
            return
        if self.running is None and self.level >= self.limit:
            self.running = Swell(
                began_at=self._lies[0][0], reached_at=at, last_at=at, peak=self.level, peak_at=at
            )
            yield self.running
        elif self.running is not None:
            self._grow(self.running, at)

    def fall(self, now: datetime, *, counts: bool = True) -> Iterator[Swell]:
        """Let go of what has left the window by `now`. Yields the storm that ends by it."""
        while self._lies and self._lies[0][0] < now - self.window:
            at, many = self._lies.popleft()
            self.level -= many
            if counts and self._is_over():
                yield self._end(at + self.window)
        if counts and self._is_over():
            yield self._end(now)

    def _is_over(self) -> bool:
        return self.running is not None and 2 * self.level < self.limit

    def _grow(self, storm: Swell, at: datetime) -> None:
        storm.last_at = at
        if self.level > storm.peak:
            storm.peak, storm.peak_at = self.level, at

    def _end(self, at: datetime) -> Swell:
        assert self.running is not None
        ended, self.running = self.running, None
        ended.ended_at = max(at, ended.last_at)
        return ended


def storms(flow: Iterable[Drop], *, limit: int, window: timedelta) -> list[Swell]:
    """Every storm of a whole flow, oldest first; the last one may still run."""
    tide = Tide(limit, window)
    found: list[Swell] = []
    for drop in flow:
        found.extend(one for one in tide.rise(drop) if one.ended_at is None)
    return found


def quietest_limit(flow: list[Drop], *, least: int, window: timedelta, at_most: int) -> int:
    """The smallest limit, from `least` on, at which the flow has at most so many storms."""
    limit = least
    while len(found := storms(flow, limit=limit, window=window)) > at_most:
        # Below the lowest of the peaks that are too many nothing changes but how storms part.
        limit = max(limit + 1, sorted((one.peak for one in found), reverse=True)[at_most])
    return limit
