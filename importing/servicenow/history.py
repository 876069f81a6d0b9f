"""From audit rows, each an incident as it stood after an update, to the steps of a journal."""

from collections.abc import Iterable
from typing import Any

from importing.catalogue import Catalogue
from importing.past import final_state, seen
from importing.servicenow.rows import AuditRow
from records.bulk import PastStep

UPDATE = "Update"
STATES = {
    "New": "new",
    "Active": "in_progress",
    "Awaiting User Info": "on_hold",
    "Awaiting Vendor": "on_hold",
    "Awaiting Problem": "on_hold",
    "Awaiting Evidence": "on_hold",
    "Resolved": "resolved",
    "Closed": "closed",
}
PLAIN_COLUMNS = ("impact", "urgency", "priority")
# What has no column of ours: the journal tells it in the source's words.
TOLD = {
    "assigned_to": "assignee",
    "location": "location",
    "problem_id": "problem",
    "rfc": "change",
    "u_symptom": "symptom",
    "vendor": "vendor",
}


def in_order(rows: Iterable[AuditRow]) -> list[AuditRow]:
    return sorted(rows, key=lambda row: (row.updated_at, row.updates or 0))


def has_ended(row: AuditRow) -> bool:
    return row.state == "Closed"


def steps(rows: list[AuditRow], catalogue: Catalogue) -> list[PastStep]:
    """One step per update: named after the state it led to, else "Update", with the columns it changed."""
    found: list[PastStep] = []
    before: AuditRow | None = None
    state = "new"
    for row in rows:
        state = STATES.get(row.state, state)
        is_new_state = before is None or row.state != before.state
        found.append(
            PastStep(
                at=row.updated_at,
                step=row.state if is_new_state else UPDATE,
                to_state=state,
                note=_told(before, row),
                changes=_changes(before, row, catalogue),
            )
        )
        before = row
    return [*found[:-1], _ended(found[-1], rows[-1])]


def _ended(last: PastStep, row: AuditRow) -> PastStep:
    closed_at = row.closed_at or row.updated_at if has_ended(row) else None
    resolved_at = row.resolved_at if last.to_state == "resolved" else None
    state = final_state(closed_at=closed_at, resolved_at=resolved_at, last=last.to_state)
    return PastStep(at=last.at, step=last.step, to_state=state, note=last.note, changes=last.changes)


def _changes(before: AuditRow | None, row: AuditRow, catalogue: Catalogue) -> dict[str, list[Any]]:
    if before is None:
        return {"team": [None, seen(catalogue.team(row.team))]} if row.team else {}
    changes: dict[str, list[Any]] = {
        name: [getattr(before, name), getattr(row, name)]
        for name in PLAIN_COLUMNS
        if getattr(before, name) != getattr(row, name)
    }
    if before.team != row.team:
        changes["team"] = [seen(catalogue.team(before.team)), seen(catalogue.team(row.team))]
    return changes


def _told(before: AuditRow | None, row: AuditRow) -> str:
    lines = [
        f"{heading}: {getattr(row, name) or '?'}"
        for heading, name in TOLD.items()
        if getattr(row, name) != (getattr(before, name) if before else None)
    ]
    return "\n".join(lines)
