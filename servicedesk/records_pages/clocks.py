"""The clocks of a record, ready to draw, each with the sentence why it is due when it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from records import timing
from records.metrics import metric_named
from records.models import Clock, Record
from servicedesk.spans import exact
from sla.account import Pause
from sla.calendars import compiled
from sla.reasons import explain


@dataclass(frozen=True)
class Shown:
    """One clock as `{% clock_ring %}` takes it."""

    clock: Clock

    @property
    def label(self) -> str:
        return str(metric_named(self.clock.metric).label)

    @property
    def due_at(self) -> datetime | None:
        return self.clock.due_at

    @property
    def started_at(self) -> datetime:
        return self.clock.started_at

    @cached_property
    def percent(self) -> int:
        return timing.percent(self.clock)

    @property
    def is_paused(self) -> bool:
        return self.clock.is_paused

    @property
    def is_breached(self) -> bool:
        return self.clock.is_breached

    @property
    def is_met(self) -> bool:
        return self.clock.stopped_at is not None and not self.clock.is_breached

    @property
    def is_running(self) -> bool:
        return self.clock.stopped_at is None

    @property
    def is_promise(self) -> bool:
        return metric_named(self.clock.metric).is_promise


def clocks_of(record: Record) -> list[Shown]:
    """The record's clocks, the running ones first, by when they are due; follow-ups' apart.

    One that has ended is told of as long as it was a promise: of an alarm that was put off nothing is left to say.
    """
    found = Clock.objects.filter(record_id=record.pk, follow_up__isnull=True).select_related(
        "calendar", "target"
    )
    shown = [clock for clock in map(Shown, found) if clock.is_running or clock.is_promise]
    return sorted(
        shown,
        key=lambda shown: (not shown.is_running, shown.due_at is None, shown.due_at or shown.started_at),
    )


def most_pressing(clocks: Iterable[Shown]) -> Shown | None:
    """The promise that is due first; a paused one where none runs."""
    running = [clock for clock in clocks if clock.is_running and clock.is_promise]
    return next(iter(running), None)


def pressing_by_record(records: Iterable[Record]) -> dict[int, Shown]:
    """The most pressing clock of each record of a list, in one query."""
    found: dict[int, list[Shown]] = {}
    live = Clock.objects.filter(
        record_id__in=[record.pk for record in records if record.closed_at is None],
        stopped_at__isnull=True,
        follow_up__isnull=True,
    ).select_related("calendar")
    for clock in live:
        found.setdefault(clock.record_id, []).append(Shown(clock))
    pressing = {pk: most_pressing(sorted(clocks, key=_by_due)) for pk, clocks in found.items()}
    return {pk: clock for pk, clock in pressing.items() if clock is not None}


def _by_due(clock: Shown) -> tuple[bool, float]:
    return (clock.due_at is None, clock.due_at.timestamp() if clock.due_at else 0.0)


def why(clock: Clock) -> str:
    """The sentence why the clock is due when it is."""
    if clock.calendar is None:
        return _("It counts every hour, day and night, from %(start)s.") % {"start": exact(clock.started_at)}
    return explain(
        compiled(clock.calendar),
        start=clock.started_at,
        seconds=clock.seconds,
        pauses=list(_pauses(clock)),
        due=clock.due_at,
    )


def _pauses(clock: Clock) -> Iterator[Pause]:
    for begun, ended, reason in clock.pauses:
        began_at = parse_datetime(begun)
        if began_at is not None:
            yield Pause(began_at, parse_datetime(ended) if ended else None, reason)
