"""The rows of the four exports of BPI Challenge 2014, as values. Headings are the files' own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from importing.cells import count, decimal, level, local_time, name, reference, truth
from importing.source import Doubt, column


@dataclass(frozen=True, slots=True)
class ItemNamed:
    """A configuration item as one row names it. Rows disagree about the type and component of one name."""

    name: str
    type: str | None
    subtype: str | None
    component: str | None


def _item(*parts: str | None) -> ItemNamed | None:
    return ItemNamed(parts[0], *parts[1:]) if parts[0] else None


@dataclass(frozen=True, slots=True)
class IncidentRow:
    line: int
    item_name: str | None = column("CI Name (aff)", name)
    item_type: str | None = column("CI Type (aff)", name)
    item_subtype: str | None = column("CI Subtype (aff)", name)
    component: str | None = column("Service Component WBS (aff)", name)
    key: str = column("Incident ID", name, needed=True)
    status: str | None = column("Status", name)
    impact: int | None = column("Impact", level)
    urgency: int | None = column("Urgency", level)
    priority: int = column("Priority", level, needed=True)
    category: str | None = column("Category", name)
    knowledge: str | None = column("KM number", name)
    reassignments: int | None = column("# Reassignments", count)
    opened_at: datetime = column("Open Time", local_time, needed=True)
    reopened_at: datetime | None = column("Reopen Time", local_time)
    resolved_at: datetime | None = column("Resolved Time", local_time)
    closed_at: datetime | None = column("Close Time", local_time)
    handle_hours: Decimal | None = column("Handle Time (Hours)", decimal)
    closure_code: str | None = column("Closure Code", name)
    related_call: str | None = column("Related Interaction", reference)
    related_change: str | None = column("Related Change", reference)
    cause_name: str | None = column("CI Name (CBy)", name)
    cause_type: str | None = column("CI Type (CBy)", name)
    cause_subtype: str | None = column("CI Subtype (CBy)", name)
    cause_component: str | None = column("ServiceComp WBS (CBy)", name)

    @property
    def item(self) -> ItemNamed | None:
        return _item(self.item_name, self.item_type, self.item_subtype, self.component)

    @property
    def causing_item(self) -> ItemNamed | None:
        return _item(self.cause_name, self.cause_type, self.cause_subtype, self.cause_component)

    def doubts(self) -> Iterator[Doubt]:
        if self.resolved_at and self.resolved_at < self.opened_at:
            yield Doubt(
                "Resolved Time",
                self.resolved_at,
                _("is before the incident was opened"),
            )
        if self.closed_at and self.closed_at < (self.resolved_at or self.opened_at):
            yield Doubt(
                "Close Time",
                self.closed_at,
                _("is before the incident was opened or resolved"),
            )


@dataclass(frozen=True, slots=True)
class CallRow:
    line: int
    item_name: str | None = column("CI Name (aff)", name)
    item_type: str | None = column("CI Type (aff)", name)
    item_subtype: str | None = column("CI Subtype (aff)", name)
    component: str | None = column("Service Comp WBS (aff)", name)
    key: str = column("Interaction ID", name, needed=True)
    status: str | None = column("Status", name)
    impact: int | None = column("Impact", level)
    urgency: int | None = column("Urgency", level)
    priority: int | None = column("Priority", level)
    category: str | None = column("Category", name)
    knowledge: str | None = column("KM number", name)
    started_at: datetime = column("Open Time (First Touch)", local_time, needed=True)
    closed_at: datetime | None = column("Close Time", local_time)
    closure_code: str | None = column("Closure Code", name)
    is_solved_at_once: bool = column("First Call Resolution", truth, needed=True)
    handle_seconds: int | None = column("Handle Time (secs)", count)
    related_incident: str | None = column("Related Incident", reference)

    @property
    def item(self) -> ItemNamed | None:
        return _item(self.item_name, self.item_type, self.item_subtype, self.component)

    def doubts(self) -> Iterator[Doubt]:
        if self.closed_at and self.closed_at < self.started_at:
            yield Doubt("Close Time", self.closed_at, _("is before the call began"))


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change and one item it touches: a change of five items is five rows."""

    line: int
    item_name: str | None = column("CI Name (aff)", name)
    item_type: str | None = column("CI Type (aff)", name)
    item_subtype: str | None = column("CI Subtype (aff)", name)
    component: str | None = column("Service Component WBS (aff)", name)
    key: str = column("Change ID", name, needed=True)
    type: str | None = column("Change Type", name)
    risk: str | None = column("Risk Assessment", name)
    is_emergency: bool | None = column("Emergency Change", truth)
    needs_board: bool | None = column("CAB-approval needed", truth)
    planned_start_at: datetime | None = column("Planned Start", local_time)
    planned_end_at: datetime | None = column("Planned End", local_time)
    downtime_start_at: datetime | None = column("Scheduled Downtime Start", local_time)
    downtime_end_at: datetime | None = column("Scheduled Downtime End", local_time)
    actual_start_at: datetime | None = column("Actual Start", local_time)
    actual_end_at: datetime | None = column("Actual End", local_time)
    requested_end_at: datetime | None = column("Requested End Date", local_time)
    opened_at: datetime = column("Change record Open Time", local_time, needed=True)
    closed_at: datetime | None = column("Change record Close Time", local_time)
    origin: str | None = column("Originated from", name)

    @property
    def item(self) -> ItemNamed | None:
        return _item(self.item_name, self.item_type, self.item_subtype, self.component)

    def doubts(self) -> Iterator[Doubt]:
        """Plans may contradict themselves; what a change board believed is history as it is."""
        return iter(())


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One step of an incident: what was done, when, by which team. The file is not in the order of time."""

    line: int
    incident: str = column("Incident ID", name, needed=True)
    type: str = column("Detail Incident Activity.IncidentActivity_Type", name, needed=True)
    at: datetime = column("Detail Incident Activity.DateStamp", local_time, needed=True)
    team: str | None = column("Detail Incident Activity.Assignment Group", name)

    def doubts(self) -> Iterator[Doubt]:
        return iter(())
