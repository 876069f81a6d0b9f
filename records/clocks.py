"""Clocks of a record: start, pause, resume, stop, and when each is due. What falls due is swept in `records/sweep.py`.

Lives call these from `after_<step>`, inside the door's transaction and under its row lock.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from sla.calendars import calendar_for, compiled
from sla.targets import choose_all

from records.lifecycle import Text
from records.models import Clock, FollowUp, Record
from sla import business_time
from sla.models import Calendar, Target

WARNINGS = {Clock.Stage.RUNNING: 0.5, Clock.Stage.WARNED_50: 0.75, Clock.Stage.WARNED_75: 1.0}


@dataclass(frozen=True, kw_only=True)
class Metric:
    """What a clock counts. `on_due` acts inside the sweep's transaction; a `promise` is shown and warned about."""

    name: str
    label: Text
    is_promise: bool = True
    on_due: Callable[[Clock], None] | None = None


_metrics: dict[str, Metric] = {}


def register_metric(metric: Metric) -> Metric:
    _metrics[metric.name] = metric
    return metric


def metric_named(name: str) -> Metric:
    return _metrics[name]


for _metric in (
    Metric(name="response", label=_("response")),
    Metric(name="resolution", label=_("resolution")),
    Metric(name="operational", label=_("team's own target")),
    Metric(name="follow_up", label=_("follow-up")),
):
    register_metric(_metric)


def start(record: Record, *metrics: str) -> None:
    """Start the clocks that have a target; a metric whose clock is running already keeps that one."""
    targets = choose_all(
        metrics,
        priority=record.priority,
        service_id=record.service_id,
        customer_id=record.customer_id,
        team_id=record.team_id,
        on=timezone.localdate(),
    )
    clocks = [_started(record, metric, target) for metric, target in targets.items() if target is not None]
    if clocks:
        Clock.objects.bulk_create(clocks, ignore_conflicts=True)
        publish_due(record)


def _started(record: Record, metric: str, target: Target) -> Clock:
    calendar = calendar_for(record, target)
    now = timezone.now()
    clock = Clock(
        record_id=record.pk,
        metric=metric,
        target=target,
        calendar=calendar,
        seconds=target.minutes * 60,
        started_at=now,
        running_since=now,
    )
    retime(clock)
    return clock


def retime(clock: Clock) -> None:
    """Work out when the clock is due and when it is next to be looked at. Assigns, does not save."""
    if clock.running_since is None or clock.stopped_at is not None:
        clock.due_at = clock.next_at = None
        return
    clock.due_at = _reached(clock, 1.0)
    if clock.stage == Clock.Stage.BREACHED:
        clock.next_at = None
    elif metric_named(clock.metric).is_promise:
        clock.next_at = _reached(clock, WARNINGS[Clock.Stage(clock.stage)])
    else:
        clock.next_at = clock.due_at


def _reached(clock: Clock, share: float) -> datetime:
    """When the share of the promised time is spent."""
    assert clock.running_since is not None
    left = max(clock.seconds * share - clock.spent_seconds, 0)
    return add(clock.calendar, clock.running_since, left)


def add(calendar: Calendar | None, at: datetime, seconds: float) -> datetime:
    """`seconds` later on the calendar; wall time where there is none."""
    if calendar is None:
        return at + timedelta(seconds=seconds)
    return business_time.add(compiled(calendar), at, seconds)


def spent(clock: Clock, at: datetime | None = None) -> float:
    """Business seconds the clock has counted up to `at` (now)."""
    end = clock.stopped_at or at or timezone.now()
    if clock.running_since is None or end <= clock.running_since:
        return clock.spent_seconds
    if clock.calendar is None:
        return clock.spent_seconds + (end - clock.running_since).total_seconds()
    return clock.spent_seconds + business_time.between(compiled(clock.calendar), clock.running_since, end)


def live(record: Record, *metrics: str) -> list[Clock]:
    """The record's clocks that are not stopped, follow-ups' apart."""
    found = Clock.objects.filter(record_id=record.pk, stopped_at__isnull=True, follow_up__isnull=True)
    return list((found.filter(metric__in=metrics) if metrics else found).select_related("calendar"))


def _save(record: Record, clocks: Iterable[Clock]) -> None:
    changed = list(clocks)
    for clock in changed:
        retime(clock)
        clock.save()
    if changed:
        publish_due(record)


def pause(record: Record, *, reason: str) -> None:
    """Stop counting what was promised to the customer, until `resume`."""
    now = timezone.now()
    paused = [
        clock for clock in live(record) if clock.running_since and metric_named(clock.metric).is_promise
    ]
    for clock in paused:
        clock.spent_seconds = round(spent(clock, now))
        clock.running_since = None
        clock.pauses = [*clock.pauses, [now.isoformat(), None, reason]]
    _save(record, paused)


def resume(record: Record) -> None:
    """Count on where the clocks were paused."""
    now = timezone.now()
    resumed = [clock for clock in live(record) if clock.is_paused]
    for clock in resumed:
        clock.running_since = now
        if clock.pauses:
            begun, _end, reason = clock.pauses[-1]
            clock.pauses = [*clock.pauses[:-1], [begun, now.isoformat(), reason]]
    _save(record, resumed)


def stop(record: Record, *metrics: str) -> None:
    """These have been kept, or are no longer wanted."""
    stopped = live(record, *metrics)
    _stop(stopped)
    _save(record, stopped)


def stop_all(record: Record) -> None:
    stop(record, *[clock.metric for clock in live(record)])


def _stop(clocks: Iterable[Clock]) -> None:
    now = timezone.now()
    for clock in clocks:
        clock.spent_seconds = round(spent(clock, now))
        clock.running_since, clock.stopped_at = None, now


def reopen(record: Record, metric: str) -> None:
    """Let the last clock of the metric count on, with what it had spent. The time in between was not ours."""
    last = (
        Clock.objects.filter(record_id=record.pk, metric=metric)
        .select_related("calendar")
        .order_by("-started_at", "-pk")
        .first()
    )
    if last is None:
        start(record, metric)
    elif last.stopped_at is not None:
        now = timezone.now()
        last.pauses = [*last.pauses, [last.stopped_at.isoformat(), now.isoformat(), "resolved"]]
        last.stopped_at, last.running_since = None, now
        _save(record, [last])


def retarget(record: Record) -> None:
    """Priority, service or customer changed: choose the targets again; the time spent stays spent."""
    clocks = [clock for clock in live(record) if clock.target_id is not None]
    targets = choose_all(
        [clock.metric for clock in clocks],
        priority=record.priority,
        service_id=record.service_id,
        customer_id=record.customer_id,
        team_id=record.team_id,
        on=timezone.localdate(clock_day(clocks)),
    )
    for clock in clocks:
        target = targets[clock.metric]
        if target is not None and target.pk != clock.target_id:
            change_target(clock, target, calendar_for(record, target))
    _save(record, clocks)


def clock_day(clocks: Iterable[Clock]) -> datetime:
    """The contract in force when the promise was given is the one that counts."""
    return min((clock.started_at for clock in clocks), default=timezone.now())


def change_target(clock: Clock, target: Target, calendar: Calendar | None) -> None:
    """Put the clock on another target and calendar; what it has counted so far stays. Assigns, does not save."""
    now = timezone.now()
    if clock.running_since is not None:
        clock.spent_seconds, clock.running_since = round(spent(clock, now)), now
    clock.target, clock.calendar, clock.seconds = target, calendar, target.minutes * 60
    share = clock.spent_seconds / clock.seconds if clock.seconds else 1.0
    if clock.breached_at is None or share < 1:
        clock.breached_at = None
        clock.stage = Clock.Stage.RUNNING if share < 0.5 else Clock.Stage.WARNED_50


def wake_at(record: Record, at: datetime) -> None:
    """Look at the record again at this time, whatever the calendar."""
    now = timezone.now()
    seconds = max(round((at - now).total_seconds()), 0)
    clock = Clock(record_id=record.pk, metric="wake", seconds=seconds, started_at=now, running_since=now)
    retime(clock)
    clock.save()


def start_follow_up(follow_up: FollowUp) -> None:
    now = timezone.now()
    seconds = max(round((follow_up.due_at - now).total_seconds()), 0)
    clock = Clock(
        record_id=follow_up.record_id,
        follow_up=follow_up,
        metric="follow_up",
        seconds=seconds,
        started_at=now,
        running_since=now,
    )
    retime(clock)
    clock.save()


def stop_follow_up(follow_up: FollowUp) -> None:
    clocks = list(Clock.objects.filter(follow_up=follow_up, stopped_at__isnull=True))
    _stop(clocks)
    for clock in clocks:
        retime(clock)
        clock.save()


def publish_due(record: Record) -> None:
    """Carry the earliest due time of the running promises over to the record, where queues read it."""
    due = [
        clock.due_at
        for clock in live(record)
        if clock.due_at is not None and metric_named(clock.metric).is_promise
    ]
    record.due_at = min(due, default=None)
    Record.objects.filter(pk=record.pk).update(due_at=record.due_at)
