"""Whom a release, an incident and a problem affect."""

from collections.abc import Iterator
from typing import Any, cast

from incidents.models import Incident
from outreach import reasons
from outreach.reasons import reason
from outreach.sources import Affected, Source, concerned, register_source
from problems.links import EXPLAINS
from records.links import back
from records.models import Record
from releases.fault_share import seen
from releases.models import Release


def of_release(record: Record) -> Iterator[Affected]:
    """Every customer who got it, in the pilot group or not; with what he reported since, as the fault share has it."""
    release = cast("Release", record)
    rows: list[Any] = list(seen(release, is_pilot=False).order_by("pk"))
    reported: Any = Incident.objects.in_bulk({row.first_incident for row in rows if row.first_incident})
    for row in rows:
        told = reason(reasons.DEPLOYED, number=release.number, deployed_at=row.deployed_at.isoformat())
        yield Affected(row.customer_id, told)
        incident = reported.get(row.first_incident)
        if incident is not None:
            yield _reporter(incident, row.customer_id, reason(reasons.REPORTED, number=incident.number))


def of_incident(record: Record) -> Iterator[Affected]:
    """Who reported it, who reported what was attached to it, and who called about any of these."""
    incident = cast("Incident", record)
    for one in (incident, *incident.children.exclude(state="cancelled")):
        if one.customer_id is not None:
            yield _reporter(one, one.customer_id, reason(reasons.REPORTED, number=one.number))
        yield from concerned(one)


def of_problem(record: Record) -> Iterator[Affected]:
    """Who reported an incident that it explains."""
    found: Any = Incident.objects.filter(pk__in=back(record, EXPLAINS)).exclude(state="cancelled")
    for one in found.order_by("pk"):
        if one.customer_id is not None:
            told = reason(reasons.EXPLAINED, number=one.number, problem=record.number)
            yield _reporter(one, one.customer_id, told)


def _reporter(incident: Incident, customer_id: int, told: dict[str, str]) -> Affected:
    return Affected(
        customer_id, told, contact_id=incident.contact_id, item_id=incident.item_id, incident_id=incident.pk
    )


RELEASE = register_source(Source("release", of_release))
INCIDENT = register_source(Source("incident", of_incident))
PROBLEM = register_source(Source("problem", of_problem))
