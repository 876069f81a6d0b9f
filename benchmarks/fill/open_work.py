"""The clocks of what is still open, by the desk's own arithmetic, and the journal of what they have brought about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any, cast

from django.db import connection
from django.db.models import Model
from psycopg2.extras import execute_values

from incidents.escalation import level_for
from incidents.models import Incident
from people.accounts import system_user
from records import timing
from records.copying import copy_rows
from records.models import Clock, JournalEntry, Record
from records.models.journal import Via
from sla.calendars import calendar_for
from sla.models import Calendar, Edition, Target

BATCH = 2_000
HIGHEST_LEVEL = 3
CLOCK_COLUMNS = (
    "record_id", "metric", "target_id", "calendar_id", "seconds", "started_at", "spent_seconds", "running_since",
    "pauses", "due_at", "next_at", "stage", "breached_at", "stopped_at", "edition",
)  # fmt: skip
ENTRY_COLUMNS = (
    "record_id", "at", "by_id", "via", "step", "from_state", "to_state", "changes", "note", "is_public", "version",
)  # fmt: skip
UPDATED = ("version", "escalation_level", "due_at", "updated_at")
UPDATE = """
    UPDATE records_record SET version = new.version, escalation_level = new.level,
                              due_at = new.due_at::timestamptz, updated_at = new.updated_at
    FROM (VALUES %s) AS new (id, version, level, due_at, updated_at) WHERE records_record.id = new.id
"""


def start_clocks(now: datetime) -> int:
    """Give every open incident the clocks it would have by now. Returns how many incidents there are."""
    opened = OpenWork(now)
    found = Incident.objects.filter(resolved_at=None, closed_at=None).order_by("pk")
    for incident in found.iterator(chunk_size=BATCH):
        opened.take(cast("Incident", incident))
        if len(opened.records) == BATCH:
            opened.save()
    opened.save()
    return opened.count


class OpenWork:
    """Collects clocks, journal and changed columns, and writes them in batches."""

    def __init__(self, now: datetime) -> None:
        self.now, self.edition, self.by = now, Edition.current(), system_user()
        general = Target.objects.filter(contract=None, team=None, service=None).select_related("calendar")
        self.targets = {(target.metric, target.priority): target for target in general}
        self.calendar = cache(self._calendar)
        self.level = cache(self._level)
        self.holds = dict(JournalEntry.objects.filter(step="hold").values_list("record_id", "at"))
        self.count = 0
        self._forget()

    def _forget(self) -> None:
        self.records: list[Record] = []
        self.clocks: list[Clock] = []
        self.entries: list[JournalEntry] = []

    def take(self, incident: Incident) -> None:
        response = self._clock(incident, "response")
        resolution = self._clock(incident, "resolution")
        fired = sorted(
            [
                *self._fired(response, incident.responded_at),
                *self._fired(resolution, self.holds.get(incident.pk)),
            ]
        )
        for at, stage, metric in fired:
            self._tell(incident, response if metric == "response" else resolution, stage, at)
        self._finish(response, incident.responded_at, is_kept=True)
        self._finish(resolution, self.holds.get(incident.pk), is_kept=False)
        dues = [clock.due_at for clock in (response, resolution) if clock.due_at is not None]
        incident.due_at = min(dues, default=None)
        self.records.append(incident)
        self.clocks += [response, resolution]
        self.count += 1

    def _clock(self, incident: Incident, metric: str) -> Clock:
        target = self.targets[metric, incident.priority]
        clock = Clock(
            record_id=incident.pk,
            metric=metric,
            target=target,
            calendar=target.calendar or self.calendar(incident.customer_id, incident.site_id),
            seconds=target.minutes * 60,
            started_at=incident.opened_at,
            running_since=incident.opened_at,
            edition=self.edition,
        )
        timing.retime(clock)
        return clock

    def _calendar(self, customer_id: int, site_id: int) -> Calendar | None:
        """Of the customer's contract or site; the same for all of its incidents."""
        about = Record(customer_id=customer_id, site_id=site_id)
        return calendar_for(about, self.targets["resolution", 5])

    def _fired(self, clock: Clock, until: datetime | None) -> Iterator[tuple[datetime, int, str]]:
        for stage in timing.SHARES:
            at = timing.reached_at(clock, stage)
            if at is not None and at <= (until or self.now):
                yield at, int(stage), clock.metric

    def _tell(self, incident: Incident, clock: Clock, stage: int, at: datetime) -> None:
        clock.stage = stage
        is_breach = stage == Clock.Stage.BREACHED
        clock.breached_at = at if is_breach else None
        percent = round(timing.SHARES[Clock.Stage(stage)] * 100)
        changes = {
            "metric": [None, clock.metric],
            "percent": [None, percent],
            "due_at": [None, at.isoformat()],
        }
        self._write(incident, "clock_breached" if is_breach else "clock_warned", at, changes)
        level = min(self.level(clock.metric, incident.priority, stage), HIGHEST_LEVEL)
        while incident.escalation_level < level:
            incident.escalation_level += 1
            incident.version += 1
            risen = [incident.escalation_level - 1, incident.escalation_level]
            self._write(incident, "escalate_up", at, {"escalation_level": risen})
        incident.updated_at = max(incident.updated_at, at)

    def _level(self, metric: str, priority: int, stage: int) -> int:
        return level_for(Record(priority=priority), Clock(metric=metric, stage=stage))

    def _write(self, incident: Incident, step: str, at: datetime, changes: dict[str, Any]) -> None:
        entry = JournalEntry(
            record_id=incident.pk, at=at, by=self.by, via=Via.CLOCK, step=step, from_state=incident.state,
            to_state=incident.state, changes=changes, version=incident.version,
        )  # fmt: skip
        self.entries.append(entry)

    def _finish(self, clock: Clock, at: datetime | None, *, is_kept: bool) -> None:
        """Stop or pause the clock where it no longer runs, and say when it is next to be looked at."""
        if at is not None and is_kept:
            timing.halt(clock, at)
            clock.stopped_at = at
        elif at is not None:
            timing.pause(clock, at, "part")
        timing.retime(clock)

    def save(self) -> None:
        """By COPY and one statement of each sort: a thousand rows of bulk_update take longer than their arithmetic."""
        copy_rows(Clock, CLOCK_COLUMNS, (_values(clock, CLOCK_COLUMNS) for clock in self.clocks))
        copy_rows(JournalEntry, ENTRY_COLUMNS, (_values(entry, ENTRY_COLUMNS) for entry in self.entries))
        changed = [(record.pk, *_values(record, UPDATED)) for record in self.records]
        with connection.cursor() as cursor:
            execute_values(cursor.cursor, UPDATE, changed, page_size=BATCH)
        self._forget()


def _values(row: Model, columns: Iterable[str]) -> list[Any]:
    return [getattr(row, name) for name in columns]
