"""Who works on what a problem explains: they want to hear of a workaround."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from problems.models import Problem
from records.models import JournalEntry, Record
from records.recipients import Recipient, register_recipient


def incident_workers(record: Record, entry: JournalEntry) -> Iterable[User]:
    """Owners and assignees of the open incidents that it explains; nobody for what is no problem."""
    if record.kind != "problem":
        return User.objects.none()
    problem = Problem.objects.get(pk=record.pk)
    incidents = problem.incidents.filter(resolved_at__isnull=True, closed_at__isnull=True)
    return User.objects.filter(
        Q(pk__in=incidents.values("owner")) | Q(pk__in=incidents.values("assignee")), is_active=True
    )


INCIDENT_WORKERS = register_recipient(
    Recipient(name="incident_workers", label=_("who works on its incidents"), find=incident_workers)
)
