"""A row of a ServiceNow incident audit log (UCI 498): one incident as it stood after one update."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from importing.cells import count, level, local_time, name, truth
from importing.source import Doubt, column


@dataclass(frozen=True, slots=True)
class AuditRow:
    line: int
    number: str = column("number", name, needed=True)
    state: str = column("incident_state", name, needed=True)
    is_active: bool | None = column("active", truth)
    reassignments: int | None = column("reassignment_count", count)
    reopenings: int | None = column("reopen_count", count)
    updates: int | None = column("sys_mod_count", count)
    is_in_time: bool | None = column("made_sla", truth)
    caller: str | None = column("caller_id", name)
    opened_by: str | None = column("opened_by", name)
    opened_at: datetime = column("opened_at", local_time, needed=True)
    updated_by: str | None = column("sys_updated_by", name)
    updated_at: datetime = column("sys_updated_at", local_time, needed=True)
    channel: str | None = column("contact_type", name)
    location: str | None = column("location", name)
    category: str | None = column("category", name)
    subcategory: str | None = column("subcategory", name)
    symptom: str | None = column("u_symptom", name)
    item_name: str | None = column("cmdb_ci", name)
    impact: int | None = column("impact", level)
    urgency: int | None = column("urgency", level)
    priority: int = column("priority", level, needed=True)
    team: str | None = column("assignment_group", name)
    assignee: str | None = column("assigned_to", name)
    problem: str | None = column("problem_id", name)
    change: str | None = column("rfc", name)
    vendor: str | None = column("vendor", name)
    causing_change: str | None = column("caused_by", name)
    closure_code: str | None = column("closed_code", name)
    resolved_by: str | None = column("resolved_by", name)
    resolved_at: datetime | None = column("resolved_at", local_time)
    closed_at: datetime | None = column("closed_at", local_time)

    def doubts(self) -> Iterator[Doubt]:
        if self.closed_at and self.closed_at < self.opened_at:
            yield Doubt("closed_at", self.closed_at, _("is before the incident was opened"))
