"""How far telling is behind: for `/readyz` and whoever watches the installation."""

from datetime import datetime

from django.db.models import Min
from django.utils import timezone

from notifications.models import Notice
from records.models import OutboxEvent


def oldest_untold_seconds() -> float:
    """The age in seconds of the oldest entry that nobody was told of yet; 0 where there is none."""
    oldest = (
        OutboxEvent.objects.filter(told_at__isnull=True).order_by("pk").values_list("entry__at", flat=True)
    )
    return _age(oldest.first())


def oldest_unsent_seconds() -> float:
    """By how many seconds the notice that waits longest is past the time it was to be tried; 0 for none."""
    due = Notice.objects.filter(
        state__in=(Notice.State.QUEUED, Notice.State.SENDING), next_try_at__lte=timezone.now()
    )
    return _age(due.aggregate(at=Min("next_try_at"))["at"])


def _age(at: datetime | None) -> float:
    return max((timezone.now() - at).total_seconds(), 0.0) if at is not None else 0.0
