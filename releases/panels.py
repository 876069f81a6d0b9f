"""What stands beside a release."""

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from people.models import User
from records.kinds import Panel
from records.models import Record
from releases.fault_share import share_of
from releases.halting import limit_of
from releases.models import Deployment, Release
from releases.preparing_lifecycle import BEFORE
from releases.readiness import as_read_by, gaps_at_start, gaps_of


def share_panel(record: Record, user: User) -> dict[str, Any] | None:
    assert isinstance(record, Release)
    if not record.is_frozen:
        return None
    return {"share": share_of(record), "limit": limit_of(record)}


def readiness_panel(record: Record, user: User) -> dict[str, Any] | None:
    """What is missing now; once the pilot has begun, what was missing then."""
    assert isinstance(record, Release)
    if record.is_frozen:
        gaps = as_read_by(gaps_at_start(record), user)
        return {"gaps": gaps, "is_past": True} if gaps else None
    if record.state not in BEFORE:
        return None
    return {"gaps": as_read_by(gaps_of(record), user), "is_past": False}


def deployed_panel(record: Record, user: User) -> dict[str, Any] | None:
    assert isinstance(record, Release)
    rows = record.deployments.values_list("status").annotate(count=Count("pk")).order_by()
    counts = dict(rows)
    if not counts:
        return None
    labels = dict(Deployment.Status.choices)
    return {"counts": [(labels[key], counts[key], key) for key in labels if key in counts]}


SHARE = Panel(
    name="fault_share",
    title=_("Fault share"),
    template="releases/share_panel.html",
    context=share_panel,
    position=10,
)
READINESS = Panel(
    name="readiness",
    title=_("Readiness"),
    template="releases/readiness_panel.html",
    context=readiness_panel,
    position=12,
)
DEPLOYED = Panel(
    name="deployments",
    title=_("Deployments"),
    template="releases/deployed_panel.html",
    context=deployed_panel,
    position=14,
)
