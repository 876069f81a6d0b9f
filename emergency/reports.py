"""What is reported about a service: calls received, and incidents that came in by other ways than a call."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef

from calls.models import Call
from cmdb.models import Service
from emergency.models import Drill
from incidents.models import Incident

Row = tuple[int, datetime, int | None]  # key, when, customer


@dataclass
class Reports:
    """The reports of one span of time: keys of calls and of incidents, customers, the first and the last moment."""

    calls: list[int] = field(default_factory=list)
    incidents: list[int] = field(default_factory=list)
    customers: set[int] = field(default_factory=set)
    moments: list[datetime] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.moments)

    @property
    def first_at(self) -> datetime | None:
        return min(self.moments, default=None)

    @property
    def last_at(self) -> datetime | None:
        return max(self.moments, default=None)


def reports(service: Service, since: datetime, until: datetime, drill: Drill | None = None) -> Reports:
    """Everything reported after `since`, up to `until`. Two queries; for a drill its own calls alone."""
    found = Reports()
    if drill is not None:
        _take(found, _between(drill.calls.all(), since, until), found.calls)
        return found
    _take(found, _between(_calls(service), since, until), found.calls)
    opened = _uncalled(service).filter(opened_at__gt=since, opened_at__lte=until)
    _take(found, opened.values_list("pk", "opened_at", "customer"), found.incidents)
    return found


def last_report(service: Service, drill: Drill | None = None, *, until: datetime) -> datetime | None:
    """When the service was last reported about. Two queries, each along an index."""
    if drill is not None:
        return _latest(drill.calls.filter(started_at__lte=until), "started_at")
    called = _latest(_calls(service).filter(started_at__lte=until), "started_at")
    opened = _latest(_uncalled(service).filter(opened_at__lte=until), "opened_at")
    return max((at for at in (called, opened) if at is not None), default=None)


def _calls(service: Service) -> Any:
    return Call.objects.filter(service=service, direction=Call.Direction.IN)


def _uncalled(service: Service) -> Any:
    """Incidents that no call led to: by mail, by REST. What a call led to is counted as that call."""
    # The manager is inherited, and django-stubs reads it as that of Record.
    rows: Any = Incident.objects
    called = Call.objects.filter(record=OuterRef("pk"), direction=Call.Direction.IN)
    return rows.filter(service=service).exclude(Exists(called))


def _between(calls: Any, since: datetime, until: datetime) -> Iterable[Row]:
    rows: Iterable[Row] = calls.filter(started_at__gt=since, started_at__lte=until).values_list(
        "pk", "started_at", "customer"
    )
    return rows


def _take(found: Reports, rows: Iterable[Row], keys: list[int]) -> None:
    for key, at, customer in rows:
        keys.append(key)
        found.moments.append(at)
        if customer is not None:
            found.customers.add(customer)


def _latest(rows: Any, column: str) -> datetime | None:
    found: datetime | None = rows.aggregate(last=Max(column))["last"]
    return found


__all__ = ["Reports", "last_report", "reports"]
