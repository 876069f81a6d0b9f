"""Incidents that belong to an emergency: found by themselves when it comes into force, then one by one by a key."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emergency.models import AttachedIncident, Surge
from emergency.openness import RUNNING
from incidents.models import Incident
from people.accounts import system_user
from people.models import User
from records.actions import advance, remark
from records.links import mention
from records.live import announce

if TYPE_CHECKING:
    from emergency.models import Emergency

ATTACHED_TO = "attached_to_emergency"
# The manager is inherited, and django-stubs reads it as that of Record.
INCIDENTS: Any = Incident.objects


def running(user: User) -> "list[Emergency]":
    """The emergencies in force that this person sees, newest first. No drill: no real caller belongs to one."""
    from emergency.models import Emergency

    rows: Any = Emergency.objects.visible_to(user)
    found = rows.filter(state__in=RUNNING, is_drill=False).select_related("service")
    return list(found.order_by("-signed_at", "-pk"))


def matching(emergency: "Emergency") -> Any:
    """Open incidents on its service, opened since its criteria began to count, that belong to no emergency yet."""
    first = emergency.evidence_taken.order_by("pk").first()
    since = first.since if first is not None else emergency.opened_at
    found = INCIDENTS.filter(
        kind="incident", service=emergency.service_id, opened_at__gte=since,
        resolved_at__isnull=True, closed_at__isnull=True,
    )  # fmt: skip
    return found.exclude(emergency_attachment__isnull=False)


def attach_matching(emergency: "Emergency", *, by: User) -> int:
    """Attach everything that matches, in one statement. Each incident's journal tells of it within seconds."""
    now = timezone.now()
    rows = [
        AttachedIncident(
            emergency=emergency, incident_id=key, attached_at=now, attached_by=by, is_matching=True
        )
        for key in matching(emergency).values_list("pk", flat=True)
    ]
    AttachedIncident.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1_000)
    return len(rows)


def attach_all(emergency: "Emergency", incidents: Iterable[Incident], *, by: User) -> list[Incident]:
    """Attach these and tell their journals. Inside the emergency's door. Raises ValidationError in a drill."""
    if emergency.is_drill:
        raise ValidationError({"incidents": _("This is a drill: no real incident is attached to it.")})
    made = []
    for incident in incidents:
        if not incident.is_open:
            told = {"number": incident.number}
            raise ValidationError({"incidents": _("%(number)s is no longer open: leave it out.") % told})
        row, is_new = AttachedIncident.objects.get_or_create(
            incident=incident,
            defaults={"emergency": emergency, "attached_at": timezone.now(), "attached_by": by},
        )
        if row.emergency_id != emergency.pk:
            told = {"number": incident.number, "other": row.emergency.number}
            raise ValidationError({"incidents": _("%(number)s belongs to %(other)s already.") % told})
        if is_new:
            tell_incident(row)
            made.append(incident)
    return made


@transaction.atomic
def attach_caller(emergency: "Emergency", incident: Incident, *, by: User, via: str = "page") -> "Emergency":
    """One key at the call pad: the incident that was just logged joins. Raises Forbidden, Refused, ValidationError."""
    return advance(emergency, "attach", by=by, via=via, incidents=[incident])


def tell_incident(row: AttachedIncident) -> None:
    """Say so in the incident's own journal, once."""
    changes = {"record": [None, mention(row.emergency)]}
    remark(row.incident, by=system_user(), text="", step=ATTACHED_TO, via="clock", changes=changes)
    AttachedIncident.objects.filter(pk=row.pk).update(told_at=timezone.now())
    row.told_at = timezone.now()
    announce(row.emergency)


def gather_surges(emergency: "Emergency") -> int:
    """Callers of the surges that run on its service are attached to it from now on. Returns how many surges."""
    surges: Any = Surge.objects
    found = list(surges.filter(is_running=True, watched="service", service=emergency.service_id))
    for surge in found:
        advance(surge, "point", by=system_user(), via="clock", parent=emergency)
    return len(found)
