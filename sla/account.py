"""What a due time is made of, day by day: the figures behind the sentence of `sla.reasons`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from sla.business_time import add, between, stretches
from sla.timetable import Because, Timetable


@dataclass(frozen=True)
class Pause:
    """`ended_at` is None while it lasts."""

    began_at: datetime
    ended_at: datetime | None
    reason: str = ""


@dataclass(frozen=True)
class Portion:
    """Working seconds counted on one date, the last of them before `until`."""

    on: date
    seconds: float
    until: datetime
    because: Because


@dataclass(frozen=True)
class Closure:
    """Dates in a row without working time."""

    first: date
    last: date


@dataclass(frozen=True)
class Account:
    """`due_at` is None while the clock stands still; `left` is then what is not counted yet."""

    portions: Sequence[Portion]
    closures: Sequence[Closure]
    due_at: datetime | None
    left: float


def account(timetable: Timetable, start: datetime, seconds: float, pauses: Iterable[Pause] = ()) -> Account:
    """Count `seconds` of working time from `start`, leaving the pauses out.

    Raises NoWorkingTime where the calendar never gives that much.
    """
    portions: dict[date, Portion] = {}
    left, due_at = float(seconds), None
    for since, until in _runs(start, pauses):
        due_at = _due_within(timetable, since, until, left)
        for portion in _portions(timetable, since, due_at or until or since):
            left -= portion.seconds
            portions[portion.on] = _joined(portions.get(portion.on), portion)
        if due_at is not None:
            break
    counted = list(portions.values())
    return Account(counted, list(_closures(timetable, start, counted)), due_at, max(left, 0.0))


def _runs(start: datetime, pauses: Iterable[Pause]) -> Iterator[tuple[datetime, datetime | None]]:
    """When the clock ran: from, to; the last without end, unless a pause lasts."""
    since: datetime | None = start.astimezone(UTC)
    for pause in sorted(pauses, key=lambda pause: pause.began_at.astimezone(UTC)):
        if since is None:
            return
        if (began_at := pause.began_at.astimezone(UTC)) > since:
            yield since, began_at
        since = max(since, pause.ended_at.astimezone(UTC)) if pause.ended_at else None
    if since is not None:
        yield since, None


def _due_within(
    timetable: Timetable, since: datetime, until: datetime | None, left: float
) -> datetime | None:
    if until is not None and between(timetable, since, until) < left:
        return None
    return add(timetable, since, left)


def _portions(timetable: Timetable, since: datetime, until: datetime) -> Iterator[Portion]:
    for start, end in stretches(timetable, since, until):
        on = start.astimezone(timetable.zone).date()
        yield Portion(on, (end - start).total_seconds(), end, timetable.day(on).because)


def _joined(earlier: Portion | None, later: Portion) -> Portion:
    if earlier is None:
        return later
    return Portion(later.on, earlier.seconds + later.seconds, later.until, later.because)


def _closures(timetable: Timetable, start: datetime, portions: Sequence[Portion]) -> Iterator[Closure]:
    """The dates between the start and the last portion on which the calendar does not open at all."""
    if not portions:
        return
    dates = [
        start.astimezone(timetable.zone).date() - timedelta(days=1),
        *(portion.on for portion in portions),
    ]
    for earlier, later in pairwise(dates):
        yield from _closed_between(timetable, earlier, later)


def _closed_between(timetable: Timetable, earlier: date, later: date) -> Iterator[Closure]:
    run: list[date] = []
    for number in range(1, (later - earlier).days):
        day = earlier + timedelta(days=number)
        if timetable.day(day).spans:
            yield from _closure(run)
            run = []
        else:
            run.append(day)
    yield from _closure(run)


def _closure(run: Sequence[date]) -> Iterator[Closure]:
    if run:
        yield Closure(run[0], run[-1])
