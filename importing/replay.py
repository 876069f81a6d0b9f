"""Imported history lived once more, through the doors and faster: calls come in, incidents are opened and worked on.

The replayed records are new ones, of this moment, marked with the source "replay". Where people meanwhile take a step
on one of them by hand, the replay goes on from what they made of it, or leaves out what is no longer open.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from calls.log import log_call
from calls.models import Call
from incidents.models import ClosureCode, Incident
from people.accounts import system_user
from people.models import Team, User
from records.actions import advance, register, remark
from records.errors import Forbidden, Refused
from records.models import JournalEntry, Record

MARK = "replay"
SLICE = timedelta(days=1)
ENDED = ("resolved", "closed")
COPIED = (
    "title", "description", "impact", "urgency", "service", "item", "category", "channel",
    "symptom", "caused_by_item", "caused_by_change",
)  # fmt: skip
REFUSALS = (Refused, Forbidden, ValidationError, ObjectDoesNotExist)


class Happening(NamedTuple):
    at: datetime
    rank: int
    what: Call | Record | JournalEntry


class Tempo:
    """When a moment of the past comes round again: `begin` is now, and time runs `speed` times as fast."""

    def __init__(self, begin: datetime, speed: float) -> None:
        self.begin = begin
        self.speed = speed
        self._started = time.monotonic()
        self.most_behind = 0.0

    def wait_for(self, moment: datetime) -> None:
        due = self._started + (moment - self.begin).total_seconds() / self.speed
        wait = due - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self.most_behind = max(self.most_behind, -wait)


class Replay:
    """`tell` takes a line about each thing done."""

    def __init__(self, source: str, tempo: Tempo, tell: Callable[[str], Any]) -> None:
        self.source = source
        self.tempo = tempo
        self.tell = tell
        self.by = system_user(MARK)
        self.counts: Counter[str] = Counter()
        self._live: dict[int, Incident] = {}
        # The team that each incident of the past was with, as far as it has been told.
        self._teams: dict[int, int] = {}

    def play(self, begin: datetime, end: datetime) -> None:
        for happening in happenings(self.source, begin, end):
            self.tempo.wait_for(happening.at)
            try:
                with transaction.atomic():
                    said = self._live_through(happening.what)
            except REFUSALS as error:
                self.counts["refused"] += 1
                said = _("not done: %(reason)s") % {"reason": error}
            if said:
                self.tell(f"{happening.at.astimezone(begin.tzinfo):%Y-%m-%d %H:%M:%S}  {said}")

    def _live_through(self, what: Call | Record | JournalEntry) -> str:
        if isinstance(what, Call):
            return self._call(what)
        if isinstance(what, JournalEntry):
            return self._worked(what)
        return "" if what.pk in self._live else self._opened(what)

    def _call(self, past: Call) -> str:
        said = ""
        if past.record_id and past.record_id not in self._live:
            said = self._opened(Incident.objects.get(pk=past.record_id))
        incident = self._live.get(past.record_id or 0)
        log_call(
            by=self.by,
            record=incident,
            channel=past.channel,
            reason=past.reason,
            service_id=past.service_id,
            item_id=past.item_id,
            category_id=past.category_id,
            priority=past.priority,
            is_first_call_resolution=past.is_first_call_resolution,
            handle_seconds=past.handle_seconds,
            source=MARK,
        )
        self.counts["calls"] += 1
        about = {"service": past.service or "?", "number": incident.number if incident else "—"}
        return said or _("call about %(service)s: %(number)s") % about

    def _opened(self, past: Record) -> str:
        note = _("Replay of %(source)s %(key)s") % {"source": past.source, "key": past.source_key}
        facts = {name: getattr(past, name) for name in COPIED}
        live = register(Incident, by=self.by, via="import", note=note, source=MARK, **facts)
        self._live[past.pk] = live
        self.counts["incidents"] += 1
        return _("incident %(number)s opened: %(title)s") % {"number": live.number, "title": live.title}

    def _worked(self, entry: JournalEntry) -> str:
        _before, after = entry.changes.get("team", (None, None))
        if after:
            self._teams[entry.record_id] = after["id"]
        live = self._live.get(entry.record_id)
        # The first entry told of the opening, which has happened.
        if live is None or entry.version == 1:
            return ""
        live = Incident.objects.get(pk=live.pk)
        taken = Steps(live, entry, self._teams.get(entry.record_id), self.by).take()
        self.counts["steps"] += len(taken)
        if taken:
            return f"{live.number}  {', '.join(taken)}"
        remark(live, by=self.by, text="\n".join(filter(None, [entry.step, entry.note])), via="import")
        self.counts["remarks"] += 1
        return f"{live.number}  {entry.step}"


class Steps:
    """The steps of ours that bring a live incident to where an entry of the past brought its model."""

    def __init__(self, incident: Incident, entry: JournalEntry, team_id: int | None, by: User) -> None:
        self.incident = incident
        self.entry = entry
        self.team_id = team_id
        self.by = by
        self.taken: list[str] = []

    def take(self) -> list[str]:
        target = self.entry.to_state
        if self.incident.state in ENDED and target not in ENDED:
            self._advance("reopen", reason=self.entry.step)
        self._change_team()
        getattr(self, f"_to_{target}", lambda: None)()
        return self.taken

    def _advance(self, step: str, **inputs: Any) -> None:
        self.incident = advance(self.incident, step, by=self.by, via="import", **inputs)
        self.taken.append(str(self.incident.declared.steps[step].label))

    def _change_team(self) -> None:
        if self.team_id in (None, self.incident.team_id) or self.incident.state in ENDED:
            return
        if self.incident.state == "on_hold":
            self._advance("resume")
        self._advance("assign", team=Team.objects.get(pk=self.team_id))

    def _to_in_progress(self) -> None:
        if self.incident.state == "on_hold":
            self._advance("resume")
        elif self.incident.state != "in_progress":
            self._advance("start")

    def _to_on_hold(self) -> None:
        if self.incident.state == "new":
            self._advance("start")
        if self.incident.state != "on_hold":
            self._advance("hold", hold_reason=Incident.HoldReason.SUPPLIER)

    def _to_resolved(self) -> None:
        if self.incident.state not in ENDED:
            self._advance("resolve", closure_code=self._closure_code(), solution=self.entry.step)

    def _to_closed(self) -> None:
        self._to_resolved()
        if self.incident.state == "resolved":
            self._advance("confirm")

    def _closure_code(self) -> ClosureCode:
        found = ClosureCode.objects.filter(incidents=self.entry.record_id).first()
        # The step asks for one; some of the past was closed without.
        return found or ClosureCode.objects.get_or_create(code="other", defaults={"name": "Other"})[0]


def happenings(source: str, begin: datetime, end: datetime) -> Iterator[Happening]:
    """What happened from `begin` up to `end`, in order; a day at a time, so that memory stays flat."""
    calls = Call.objects.filter(source=source).select_related("service")
    incidents = Incident.objects.filter(source=source)
    entries = JournalEntry.objects.filter(record__source=source, record__kind="incident")
    at = begin
    while at < end:
        until = min(at + SLICE, end)
        found = [
            *(
                Happening(call.started_at, 0, call)
                for call in calls.filter(started_at__gte=at, started_at__lt=until)
            ),
            *(
                Happening(row.opened_at, 1, row)
                for row in incidents.filter(opened_at__gte=at, opened_at__lt=until)
            ),
            *(
                Happening(entry.at, 2, entry)
                for entry in entries.filter(at__gte=at, at__lt=until).order_by("version")
            ),
        ]
        yield from sorted(found, key=lambda happening: (happening.at, happening.rank))
        at = until


def busiest_day(source: str) -> datetime | None:
    """The start of the day with the most calls, or with the most incidents where the source has no calls."""
    for rows, moment in ((Call.objects, "started_at"), (Incident.objects, "opened_at")):
        days = (
            rows.filter(source=source).annotate(day=TruncDate(moment)).values("day").annotate(n=Count("pk"))
        )
        busiest = days.order_by("-n", "day").first()
        if busiest is not None:
            return timezone.make_aware(datetime.combine(busiest["day"], datetime.min.time()))
    return None
