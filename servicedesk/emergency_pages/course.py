"""How an emergency went: when each thing happened, and how long it took since the first call."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from emergency.models import Emergency


@dataclass(frozen=True)
class Milestone:
    """`minutes` since the first call, and since the milestone before; None while it is still ahead."""

    name: str
    label: str
    icon: str
    at: datetime | None
    minutes: int | None = None
    since_before: int | None = None


def course_of(emergency: Emergency) -> list[Milestone]:
    """From the first call to the end, in order."""
    told: list[Milestone] = []
    first, before = emergency.first_call_at, None
    for name, label, icon, at in _moments(emergency):
        reached = at is not None and first is not None
        told.append(
            Milestone(
                name,
                label,
                icon,
                at,
                minutes=_minutes(first, at) if reached else None,
                since_before=_minutes(before, at) if reached and before is not None else None,
            )
        )
        before = at or before
    return told


def _moments(emergency: Emergency) -> list[tuple[str, str, str, Any]]:
    return [
        ("first", _("first call"), "phone-incoming", emergency.first_call_at),
        ("detected", _("found"), "radar-2", emergency.opened_at),
        ("proposed", _("proposed"), "urgent", emergency.proposed_at),
        ("signed", _("in force"), "signature", emergency.signed_at),
        ("manned", _("manned"), "users", emergency.manned_at),
        ("contained", _("contained"), "shield-check", emergency.contained_at),
        ("verified", _("verified"), "phone-check", emergency.verified_at),
        ("ended", _("over"), "flag-check", emergency.ended_at),
    ]


def _minutes(since: Any, at: Any) -> int:
    return max(round((at - since).total_seconds() / 60), 0)
