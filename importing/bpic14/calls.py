"""Calls of BPI 2014, each with the incident it led to."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from calls.models import Call
from importing.bpic14.reader import CALLS, SOURCE, ZONE
from importing.bpic14.rows import CallRow
from importing.catalogue import Catalogue
from importing.cells import SEVERAL, UNKNOWN
from importing.loading import Loading, batches
from importing.past import about, told
from records.models import Record

CALLS_AT_ONCE = 5_000
NEW = gettext_noop("calls brought in")
HERE = gettext_noop("calls here already")
LED_TO_INCIDENT = gettext_noop("calls that led to an incident")


class CallLoader:
    def __init__(
        self, folder: Path, loading: Loading, catalogue: Catalogue, told_by_incident: dict[str, str]
    ) -> None:
        self.folder = folder
        self.loading = loading
        self.catalogue = catalogue
        self.told_by_incident = told_by_incident
        self.incident_ids: dict[str, int] = {}

    def load(self) -> None:
        incidents = Record.objects.filter(source=SOURCE, kind="incident")
        self.incident_ids = dict(incidents.values_list("source_key", "pk"))
        for batch in batches(self._calls(), CALLS_AT_ONCE):
            with transaction.atomic():
                Call.objects.bulk_create(batch, batch_size=1_000)
            self.loading.brought_in(NEW, len(batch))

    def _calls(self) -> Iterator[Call]:
        here = self.loading.keys_here(Call)
        for row in self.loading.read(CALLS, self.folder, ZONE):
            if row.key in here:
                self.loading.counts[HERE] += 1
                continue
            here.add(row.key)
            yield self._call(row)

    def _call(self, row: CallRow) -> Call:
        return Call(
            direction=Call.Direction.IN,
            agent=self.loading.importer,
            reason=reason(row),
            service=self.catalogue.service(row.component),
            item=self.catalogue.item(row.item_name or UNKNOWN),
            category=self.catalogue.category(row.category),
            priority=row.priority,
            record_id=self._led_to(row),
            is_first_call_resolution=row.is_solved_at_once,
            started_at=row.started_at,
            # The conversation's end. The export's closing time is that of the paper work, days later.
            ended_at=row.started_at + timedelta(seconds=row.handle_seconds or 0),
            handle_seconds=row.handle_seconds,
            source=SOURCE,
            source_key=row.key,
        )

    def _led_to(self, row: CallRow) -> int | None:
        if row.related_incident is None:
            return None
        self.loading.counts[LED_TO_INCIDENT] += 1
        several = row.related_incident == SEVERAL
        incident = self.told_by_incident.get(row.key, "") if several else row.related_incident
        found = self.incident_ids.get(incident)
        if found is None:
            why = (
                _("does not say which incidents")
                if several
                else _("names an incident that is not in the export")
            )
            self.loading.doubt(CALLS, row.line, "Related Incident", row.related_incident, why, is_taken=True)
        return found


def reason(row: CallRow) -> str:
    facts = {
        "KM number": row.knowledge,
        "Closure Code": row.closure_code,
        "Related Incident": row.related_incident,
    }
    return "\n".join(filter(None, [about(row.item_subtype, row.item_name), told(facts)]))
