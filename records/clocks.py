"""Clocks of a record: start, pause, resume, stop. What falls due is swept in `records/sweep.py`.

Lives call these from `after_<step>`, inside the door's transaction and under its row lock.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone

from records import timing
from records.metrics import metric_named
from records.models import Clock, FollowUp, Record
from sla.agreements import Agreement, PlacedCase, agreements
from sla.models import Edition


def start(record: Record, *metrics: str) -> None:
    """Start the clocks that have a target; a metric whose clock is running already keeps that one."""
    edition = Edition.current()
    agreed = _agreed(record, metrics, timezone.now(), edition)
    clocks = [_started(record, metric, agreed[metric], edition) for metric in metrics if metric in agreed]
    if clocks:
        Clock.objects.bulk_create(clocks, ignore_conflicts=True)
        # A record that was just registered has no other clocks.
        publish_due(record, clocks if record.version == 1 else None)


def _agreed(record: Record, metrics: Iterable[str], at: datetime, edition: int) -> Mapping[str, Agreement]:
    case = PlacedCase(
        priority=record.priority,
        service_id=record.service_id,
        customer_id=record.customer_id,
        team_id=record.team_id,
        site_id=record.site_id,
        on=timezone.localdate(at),
        today=timezone.localdate(),
    )
    return agreements(edition, tuple(metrics), case)


def _started(record: Record, metric: str, agreed: Agreement, edition: int) -> Clock:
    now = timezone.now()
    clock = Clock(
        record_id=record.pk,
        metric=metric,
        target=agreed.target,
        calendar=agreed.calendar,
        seconds=agreed.target.minutes * 60,
        started_at=now,
        running_since=now,
        edition=edition,
    )
    timing.retime(clock)
    return clock


def _timer(
    record_id: int,
    metric: str,
    until: datetime,
    follow_up: FollowUp | None = None,
    since: datetime | None = None,
) -> None:
    """A clock in wall time up to a moment that somebody named."""
    now = since or timezone.now()
    seconds = max(round((until - now).total_seconds()), 0)
    clock = Clock(
        record_id=record_id,
        metric=metric,
        follow_up=follow_up,
        seconds=seconds,
        started_at=now,
        running_since=now,
    )
    timing.retime(clock)
    clock.save(force_insert=True)


def count_to(record: Record, metric: str, until: datetime, *, since: datetime | None = None) -> None:
    """Count towards a moment that somebody promised, in wall time: a window's end, a supplier's day.

    `since` is when it began to count, where that lies before now.
    """
    _timer(record.pk, metric, until, since=since)
    publish_due(record)


def wake_at(record: Record, at: datetime) -> None:
    """Look at the record again at this time, whatever the calendar."""
    _timer(record.pk, "wake", at)


def live(record: Record, *metrics: str) -> list[Clock]:
    """The record's clocks that are not stopped, follow-ups' apart."""
    found = Clock.objects.filter(record_id=record.pk, stopped_at__isnull=True, follow_up__isnull=True)
    return list((found.filter(metric__in=metrics) if metrics else found).select_related("calendar"))


def save(record: Record, clocks: Iterable[Clock]) -> None:
    """Store clocks that were changed, with the times that follow."""
    changed = list(clocks)
    for clock in changed:
        timing.retime(clock)
        clock.save()
    if changed:
        publish_due(record)


def pause(record: Record, *, reason: str) -> None:
    """Stop counting what was promised, until `resume`."""
    now = timezone.now()
    running = [
        clock for clock in live(record) if clock.running_since and metric_named(clock.metric).is_promise
    ]
    for clock in running:
        timing.pause(clock, now, reason)
    save(record, running)


def resume(record: Record) -> None:
    """Count on where the clocks were paused."""
    now = timezone.now()
    paused = [clock for clock in live(record) if clock.is_paused]
    for clock in paused:
        timing.resume(clock, now)
    save(record, paused)


def stop(record: Record, *metrics: str) -> None:
    """These have been kept, or are no longer wanted."""
    now = timezone.now()
    stopped = live(record, *metrics) if metrics else []
    for clock in stopped:
        timing.halt(clock, now)
        clock.stopped_at = now
        # Due already, and stopped before the sweep came round: it was not kept.
        if clock.breached_at is None and clock.due_at is not None and clock.due_at < now:
            clock.breached_at = clock.due_at
    save(record, stopped)


def stop_all(record: Record) -> None:
    stop(record, *{clock.metric for clock in live(record)})


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
        last.pauses = [*last.pauses, [last.stopped_at.isoformat(), None, "resolved"]]
        last.stopped_at = None
        timing.resume(last, timezone.now())
        save(record, [last])


def retarget(record: Record) -> list[Clock]:
    """Choose targets and calendars again, after the record or the agreements changed; pauses stay.

    Returns the clocks whose due time moved.
    """
    clocks = [clock for clock in live(record) if metric_named(clock.metric).is_target]
    # The contract that was in force when the promise was given is the one that counts.
    since = min((clock.started_at for clock in clocks), default=timezone.now())
    edition, moved = Edition.current(), []
    agreed = _agreed(record, [clock.metric for clock in clocks], since, edition)
    for clock in clocks:
        before, clock.edition = clock.due_at, edition
        if clock.metric in agreed:
            timing.put_on(clock, agreed[clock.metric].target, agreed[clock.metric].calendar)
        timing.retime(clock)
        if clock.due_at != before:
            moved.append(clock)
    save(record, clocks)
    return moved


def start_follow_up(follow_up: FollowUp) -> None:
    _timer(follow_up.record_id, "follow_up", follow_up.due_at, follow_up)


def stop_follow_up(follow_up: FollowUp) -> None:
    now = timezone.now()
    for clock in Clock.objects.filter(follow_up=follow_up, stopped_at__isnull=True):
        timing.halt(clock, now)
        clock.stopped_at = now
        timing.retime(clock)
        clock.save()


def publish_due(record: Record, clocks: list[Clock] | None = None) -> None:
    """Carry the earliest due time of the running promises over to the record, where queues read it."""
    promises = [
        clock.due_at
        for clock in (live(record) if clocks is None else clocks)
        if clock.due_at is not None and metric_named(clock.metric).is_promise
    ]
    due_at = min(promises, default=None)
    if due_at != record.due_at:
        record.due_at = due_at
        Record.objects.filter(pk=record.pk).update(due_at=due_at)
