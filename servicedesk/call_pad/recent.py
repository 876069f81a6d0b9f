"""A release that this customer got lately: perhaps the cause of what he calls about."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from incidents.models import Incident
from people.models import User
from records.actions import advance
from records.errors import Refused
from records.models import Record
from releases.models import Deployment, Release

LATELY = timedelta(days=14)
MOST = 2


def recent_for(user: User, customer_id: int | None) -> list[Deployment]:
    """The newest first; none that was taken back or is closed. One query."""
    if customer_id is None or not user.rights.scopes_for("release"):
        return []
    rows: Any = Deployment.objects.filter(
        customer=customer_id,
        deployed_at__gte=timezone.now() - LATELY,
        reverted_at__isnull=True,
        release__closed_at__isnull=True,
        release__in=Record.objects.visible_to(user).filter(kind="release").values("pk"),
    )
    return list(rows.select_related("release", "release__service").order_by("-deployed_at")[:MOST])


def suspect(user: User, number: str, customer_id: int | None) -> Release | None:
    """The release that the agent ticked; what was not offered for this customer is none, and refuses no call."""
    if not number:
        return None
    offered = (one.release for one in recent_for(user, customer_id))
    return next((release for release in offered if release.number == number.upper()), None)


def name_cause(release: Release | None, incident: Record, by: User) -> None:
    """Say that the release caused the incident, as far as he may; a call is never refused for it."""
    if release is None or not isinstance(incident, Incident):
        return
    if by.rights.may("release", "name_faults"):
        try:
            advance(release, "name_faults", by=by, incidents=[incident])
        except Refused:
            return
