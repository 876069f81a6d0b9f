"""Writing the journal. Every entry brings its outbox row, in the transaction of the change it tells of."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from people.models import User
from records.models import JournalEntry, OutboxEvent, Record
from records.nudge import wake_the_teller


def door_of_last(record: Record) -> str:
    """Through what the step came of which more is told in an entry of its own."""
    last = JournalEntry.objects.filter(record=record.pk).order_by("-pk").values_list("via", flat=True)
    return last.first() or "page"


def write(
    record: Record,
    step: str,
    *,
    by: User,
    via: str,
    note: str = "",
    from_state: str = "",
    changes: dict[str, Any] | None = None,
    is_public: bool = False,
) -> JournalEntry:
    entry = JournalEntry.objects.create(
        record_id=record.pk,
        at=timezone.now(),
        by=by,
        via=via,
        step=step,
        from_state=from_state,
        to_state=record.state,
        changes=changes or {},
        note=note,
        is_public=is_public,
        version=record.version,
    )
    OutboxEvent.objects.create(entry=entry)
    transaction.on_commit(wake_the_teller, robust=True)
    return entry
