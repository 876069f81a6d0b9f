"""Calls and incidents that pile up."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from calls.models import Call
from cmdb.models import Service
from emergency.models import UsualWeek
from people.models import Team, User
from tests import cast


def calls(
    many: int, service: Service, *, by: User, at: datetime | None = None, every: int = 10, **facts: Any
) -> None:
    """So many calls, the last one at `at`, one every so many seconds."""
    last = at or timezone.now()
    Call.objects.bulk_create(
        Call(
            agent=by, service=service, started_at=last - timedelta(seconds=every * place), reason="No connection",
            **facts,
        )
        for place in range(many)
    )  # fmt: skip


def usually(service: Service, an_hour: float, *, spread: float = 0.0) -> UsualWeek:
    return UsualWeek.objects.create(
        service=service, rates=[an_hour] * 168, spread=spread, weeks=12, learned_at=timezone.now()
    )


def desk() -> User:
    lead = cast.person("supervisor")
    Team.objects.filter(code="desk").update(lead=lead)
    return lead
