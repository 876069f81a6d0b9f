"""Arithmetic of one clock: what it has counted, when it is due, when it is next to be looked at.

Everything follows from when it started, when it was paused, its calendar and its target; so a clock that is put on
another target or calendar is simply counted again from its start. Functions here assign and never save.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from records.metrics import metric_named
from records.models import Clock
from sla import business_time
from sla.calendars import compiled
from sla.models import Calendar, Target

logger = logging.getLogger(__name__)
Stage = Clock.Stage
SHARES = {Stage.WARNED_50: 0.5, Stage.WARNED_75: 0.75, Stage.BREACHED: 1.0}


def later(calendar: Calendar | None, at: datetime, seconds: float) -> datetime:
    """`seconds` later on the calendar; wall time where there is none."""
    if calendar is None:
        return at + timedelta(seconds=seconds)
    return business_time.add(compiled(calendar), at, seconds)


def elapsed(calendar: Calendar | None, start: datetime, end: datetime) -> float:
    """Seconds of working time from start to end."""
    if calendar is None:
        return (end - start).total_seconds()
    return business_time.between(compiled(calendar), start, end)


def spent(clock: Clock, at: datetime | None = None) -> float:
    """Business seconds the clock has counted up to `at` (now)."""
    end = at or timezone.now()
    if clock.running_since is None or end <= clock.running_since:
        return clock.spent_seconds
    return clock.spent_seconds + elapsed(clock.calendar, clock.running_since, end)


def percent(clock: Clock, at: datetime | None = None) -> int:
    """How much of the promised time is gone; over 100 once it is overdue."""
    return round(100 * spent(clock, at) / clock.seconds) if clock.seconds else 100


def halt(clock: Clock, at: datetime) -> None:
    clock.spent_seconds = round(spent(clock, at))
    clock.running_since = None


def pause(clock: Clock, at: datetime, reason: str) -> None:
    halt(clock, at)
    clock.pauses = [*clock.pauses, [at.isoformat(), None, reason]]


def resume(clock: Clock, at: datetime) -> None:
    if clock.pauses and clock.pauses[-1][1] is None:
        begun, _, reason = clock.pauses[-1]
        clock.pauses = [*clock.pauses[:-1], [begun, at.isoformat(), reason]]
    clock.running_since = at


def _runs(clock: Clock) -> Iterator[tuple[datetime, datetime]]:
    """The stretches that were counted and are over."""
    since: datetime | None = clock.started_at
    for begun, ended, _reason in clock.pauses:
        if since is not None and (at := parse_datetime(begun)):
            yield since, at
        since = parse_datetime(ended) if ended else None


def put_on(clock: Clock, target: Target, calendar: Calendar | None) -> None:
    """Put the clock on a target and calendar as if they had counted from its start; its pauses stay."""
    clock.target, clock.calendar, clock.seconds = target, calendar, target.minutes * 60
    clock.spent_seconds = round(sum(elapsed(calendar, start, end) for start, end in _runs(clock)))
    clock.stage = min(Stage(clock.stage), stage_reached(clock))
    if clock.stage < Stage.BREACHED:
        clock.breached_at = None


def stage_reached(clock: Clock, at: datetime | None = None) -> Stage:
    """The last stage whose share of the promised time is gone."""
    moment = at or timezone.now()
    passed = [stage for stage in SHARES if (when := reached_at(clock, stage)) is not None and when <= moment]
    return max(passed, default=Stage.RUNNING)


def reached_at(clock: Clock, stage: Stage) -> datetime | None:
    """When the clock reaches the stage; None while it stands still, or where its calendar never opens."""
    if clock.running_since is None or clock.stopped_at is not None:
        return None
    left = clock.seconds * SHARES[stage] - clock.spent_seconds
    try:
        return later(clock.calendar, clock.running_since, max(left, 0))
    except business_time.NoWorkingTime:
        # No record is refused for a calendar without hours; once it has some, its clocks are timed again.
        logger.warning("Calendar %s never opens: its clocks have no due time.", clock.calendar)
        return None


def retime(clock: Clock) -> None:
    """Work out when the clock is due and when it is next to be looked at."""
    clock.due_at = reached_at(clock, Stage.BREACHED)
    if clock.stage == Stage.BREACHED:
        clock.next_at = None
    elif metric_named(clock.metric).is_promise and metric_named(clock.metric).warns:
        clock.next_at = reached_at(clock, Stage(clock.stage + 1))
    else:
        clock.next_at = clock.due_at
