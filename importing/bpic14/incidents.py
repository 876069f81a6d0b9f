"""Incidents of BPI 2014: each comes in with its whole history, in one transaction with its batch."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from importing.bpic14.causes import Named
from importing.bpic14.history import Activity, implied, in_order, steps
from importing.bpic14.reader import ACTIVITIES, INCIDENTS, SOURCE, ZONE
from importing.bpic14.rows import IncidentRow
from importing.catalogue import Catalogue
from importing.cells import SEVERAL
from importing.loading import Loading, batches
from importing.past import about, responded_at, told
from incidents.models import Incident
from records import clocks
from records.bulk import Past, PastStep, bring_in, objection
from records.models import Record

INCIDENTS_AT_ONCE = 1_000
NEW = gettext_noop("incidents brought in")
NEW_ACTIVITIES = gettext_noop("activities brought in")
HERE = gettext_noop("incidents here already")
NEVER_RESOLVED = gettext_noop("incidents closed without a resolved time, taken as resolved when closed")
SEVERAL_CHANGES = "several changes"


class IncidentLoader:
    """`told_by_incident` keeps which call an incident names, for calls that say "several" themselves;
    `named_changes`, which change it names, for when the changes are here.
    """

    def __init__(
        self, folder: Path, loading: Loading, catalogue: Catalogue, log: dict[str, list[Activity]]
    ) -> None:
        self.folder = folder
        self.loading = loading
        self.catalogue = catalogue
        self.log = log
        self.told_by_incident: dict[str, str] = {}
        self.named_changes: list[Named] = []

    def load(self) -> None:
        for batch in batches(self._pasts(), INCIDENTS_AT_ONCE):
            with transaction.atomic():
                incidents = bring_in(Incident, batch, by=self.loading.importer)
                for incident in incidents:
                    if incident.state == "resolved":
                        clocks.start(incident, "auto_close")
            self.loading.brought_in(NEW, len(batch))
            self.loading.brought_in(NEW_ACTIVITIES, sum(len(past.steps) for past in batch))
        self._report_strays()

    def _pasts(self) -> Iterator[Past]:
        here = self.loading.keys_here(Record)
        for row in self.loading.read(INCIDENTS, self.folder, ZONE):
            activities = self.log.pop(row.key, None)
            if row.related_call and row.related_call != SEVERAL:
                self.told_by_incident[row.related_call] = row.key
            if row.related_change:
                self.named_changes.append(Named(row.line, row.key, row.related_change))
            if row.key in here:
                self.loading.counts[HERE] += 1
                continue
            here.add(row.key)
            past = self._past(row, in_order(activities) if activities else implied(row))
            if why := objection(Incident, past):
                self.loading.doubt(INCIDENTS, row.line, "Incident ID", row.key, why, is_taken=False)
            else:
                yield past

    def _past(self, row: IncidentRow, activities: list[Activity]) -> Past:
        self._doubt(row, activities)
        history = steps(activities, row, self.catalogue.teams)
        return Past(
            source=SOURCE,
            source_key=row.key,
            owner=self.loading.owner(is_open=row.closed_at is None),
            fields={**self._facts(row), **self._fate(row, activities, history)},
            steps=history,
        )

    def _facts(self, row: IncidentRow) -> dict[str, Any]:
        catalogue = self.catalogue
        return {
            "title": about(row.item_subtype, row.item_name) or row.key,
            "description": description(row),
            "impact": row.impact or row.priority,
            "urgency": row.urgency or row.priority,
            "priority": row.priority,
            "desk": self.loading.desk,
            "service": catalogue.service(row.component),
            "item": catalogue.item(row.item_name),
            "category": catalogue.category(row.category),
            "closure_code": catalogue.closure_code(row.closure_code),
            "caused_by_item": catalogue.item(row.cause_name),
            "caused_by_change": SEVERAL_CHANGES
            if row.related_change == SEVERAL
            else row.related_change or "",
        }

    def _fate(self, row: IncidentRow, activities: list[Activity], history: list[PastStep]) -> dict[str, Any]:
        teams = [activity.team for activity in activities if activity.team]
        reopenings = sum(activity.type == "Reopen" for activity in activities)
        return {
            "team": self.catalogue.team(teams[-1]) if teams else None,
            "opened_at": row.opened_at,
            "responded_at": responded_at(history, row.opened_at),
            # Closing ends the work at the latest: a life of ours does not close what was not resolved.
            "resolved_at": row.resolved_at or row.closed_at,
            "closed_at": row.closed_at,
            "reopenings": max(reopenings, 1) if row.reopened_at else 0,
            "reassignment_count": row.reassignments or 0,
        }

    def _doubt(self, row: IncidentRow, activities: Iterable[Activity]) -> None:
        if row.closed_at and row.status != "Closed":
            reason = _("contradicts the closing time: taken as closed")
            self.loading.doubt(INCIDENTS, row.line, "Status", row.status, reason, is_taken=True)
        if row.closed_at and not row.resolved_at:
            self.loading.counts[NEVER_RESOLVED] += 1
        if not row.reopened_at and any(activity.type == "Reopen" for activity in activities):
            reason = _("is empty though the log tells of a reopening: taken as never reopened")
            self.loading.doubt(INCIDENTS, row.line, "Reopen Time", "", reason, is_taken=True)

    def _report_strays(self) -> None:
        reason = _("names an incident that is not in the export")
        for key, activities in self.log.items():
            for activity in activities:
                self.loading.doubt(ACTIVITIES, activity.line, "Incident ID", key, reason, is_taken=False)


def description(row: IncidentRow) -> str:
    return told(
        {
            "KM number": row.knowledge,
            "Handle Time (Hours)": row.handle_hours,
            "Related Interaction": row.related_call,
            "Related Change": row.related_change,
        }
    )
