"""A ServiceNow incident audit log into the database: one incident per number, one journal entry per update."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from calls.models import Channel
from importing.catalogue import Catalogue
from importing.loading import Loading, batches
from importing.past import about, responded_at, told
from importing.servicenow.history import STATES, has_ended, in_order, steps
from importing.servicenow.reader import AUDIT_LOG, SOURCE
from importing.servicenow.rows import AuditRow
from importing.source import RowProblem
from incidents.models import Incident
from records import clocks
from records.bulk import Past, PastStep, bring_in, objection
from records.models import Record

TITLE = "ServiceNow"
INCIDENTS_AT_ONCE = 1_000
NEW = gettext_noop("incidents brought in")
NEW_ACTIVITIES = gettext_noop("updates brought in")
HERE = gettext_noop("incidents here already")
CHANNELS = {
    "Phone": Channel.PHONE,
    "IVR": Channel.PHONE,
    "Email": Channel.EMAIL,
    "Self service": Channel.WEB,
    "Direct opening": Channel.WEB,
}


def load(file: Path, zone: ZoneInfo, loading: Loading) -> None:
    """Everything that is not here yet. Each batch is one transaction: stopped anywhere, the next run goes on."""
    catalogue = lay_down(file, zone)
    for batch in batches(_pasts(file, zone, loading, catalogue), INCIDENTS_AT_ONCE):
        with transaction.atomic():
            for incident in bring_in(Incident, batch, by=loading.importer):
                if incident.state == "resolved":
                    clocks.start(incident, "auto_close")
        loading.brought_in(NEW, len(batch))
        loading.brought_in(NEW_ACTIVITIES, sum(len(past.steps) for past in batch))


def lay_down(file: Path, zone: ZoneInfo) -> Catalogue:
    """The reference rows that the log names."""
    names: dict[str, set[str]] = {"team": set(), "closure_code": set(), "symptom": set(), "item_name": set()}
    paths: set[tuple[str, ...]] = set()
    for row in AUDIT_LOG.open(file, zone=zone, report=_reported_when_loaded):
        for column, found in names.items():
            if (name := getattr(row, column)) is not None:
                found.add(name)
        paths.add(path(row))
    catalogue = Catalogue(SOURCE, TITLE, is_offered=False)
    catalogue.add_teams(sorted(names["team"]))
    catalogue.add_closure_codes(sorted(names["closure_code"]))
    catalogue.add_symptoms(sorted(names["symptom"]))
    catalogue.add_items(dict.fromkeys(sorted(names["item_name"]), (None, None, None)))
    catalogue.add_categories(paths - {()})
    return catalogue


def _reported_when_loaded(problem: RowProblem) -> None:
    """The same rows are read again to be laid down; once is enough to be told of a problem."""


def path(row: AuditRow) -> tuple[str, ...]:
    return tuple(name for name in (row.category, row.subcategory) if name)


def _pasts(file: Path, zone: ZoneInfo, loading: Loading, catalogue: Catalogue) -> Iterator[Past]:
    here = loading.keys_here(Record)
    done: set[str] = set()
    for number, updates in groupby(loading.read(AUDIT_LOG, file, zone), attrgetter("number")):
        rows = in_order(updates)
        if number in done:
            _report_apart(rows, loading)
        elif number in here:
            loading.counts[HERE] += 1
        else:
            past = _past(rows, loading, catalogue)
            if why := objection(Incident, past):
                loading.doubt(AUDIT_LOG, rows[0].line, "number", number, why, is_taken=False)
            else:
                yield past
        done.add(number)


def _report_apart(rows: list[AuditRow], loading: Loading) -> None:
    reason = _("stands apart from the incident's other rows: sort the file by number")
    for row in rows:
        loading.doubt(AUDIT_LOG, row.line, "number", row.number, reason, is_taken=False)


def _past(rows: list[AuditRow], loading: Loading, catalogue: Catalogue) -> Past:
    for row in rows:
        if row.state not in STATES:
            reason = _("is no state of an incident: the state before it was kept")
            loading.doubt(AUDIT_LOG, row.line, "incident_state", row.state, reason, is_taken=True)
    last = rows[-1]
    history = steps(rows, catalogue)
    return Past(
        source=SOURCE,
        source_key=last.number,
        owner=loading.owner(is_open=not has_ended(last)),
        fields={**_facts(last, loading, catalogue), **_fate(last, history)},
        steps=history,
    )


def _facts(row: AuditRow, loading: Loading, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "title": about(*path(row), row.symptom) or row.number,
        "description": description(row),
        "impact": row.impact or row.priority,
        "urgency": row.urgency or row.priority,
        "priority": row.priority,
        "desk": loading.desk,
        "team": catalogue.team(row.team),
        "item": catalogue.item(row.item_name),
        "category": catalogue.category(*path(row)),
        "channel": CHANNELS.get(row.channel or "", Channel.PHONE),
        "symptom": catalogue.symptom(row.symptom),
        "closure_code": catalogue.closure_code(row.closure_code) if has_ended(row) else None,
        "caused_by_change": row.causing_change or "",
    }


def _fate(last: AuditRow, history: list[PastStep]) -> dict[str, Any]:
    """The log carries the closing times on every row, also on those from before: only the last state counts."""
    state = history[-1].to_state
    closed_at = (last.closed_at or last.updated_at) if state == "closed" else None
    resolved_at = (last.resolved_at or closed_at) if state in {"closed", "resolved"} else None
    return {
        "opened_at": last.opened_at,
        "responded_at": responded_at(history, last.opened_at),
        "resolved_at": resolved_at,
        "closed_at": closed_at,
        "reopenings": last.reopenings or 0,
        "reassignment_count": last.reassignments or 0,
    }


def description(row: AuditRow) -> str:
    return told(
        {
            "caller_id": row.caller,
            "opened_by": row.opened_by,
            "location": row.location,
            "assigned_to": row.assignee,
            "resolved_by": row.resolved_by,
            "problem_id": row.problem,
            "rfc": row.change,
            "vendor": row.vendor,
        }
    )
