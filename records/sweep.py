"""Acting on clocks that fall due: exactly once, however many workers sweep and whichever of them dies.

A batch of due clocks is claimed together with their records, skipping what another worker or a door holds, and is
acted on in the transaction that moves each clock to its next stage. A clock that cannot be acted on is put off, so
that it does not hold up the rest.
"""

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from people.accounts import system_user
from people.models import User
from records import clocks, journal, timing
from records.live import announce
from records.metrics import metric_named
from records.models import Clock, Record
from records.models.journal import Via
from sla.models import Edition

BATCH = 100
PUT_OFF = timedelta(minutes=1)
logger = logging.getLogger(__name__)


def sweep(*, limit: int = 100_000) -> int:
    """Act on everything that is due by now. Returns how many clocks were acted on."""
    by = system_user()
    acted = 0
    while acted < limit and (batch := _sweep_batch(by)):
        acted += batch
    return acted


@transaction.atomic
def _sweep_batch(by: User) -> int:
    now = timezone.now()
    due = list(
        Clock.objects.filter(next_at__lte=now)
        .select_related("record", "calendar", "follow_up__asked_of")
        .select_for_update(of=("self", "record"), skip_locked=True)
        .order_by("next_at")[:BATCH]
    )
    for clock in due:
        _act_or_put_off(clock, by)
    return len(due)


def _act_or_put_off(clock: Clock, by: User) -> None:
    try:
        with transaction.atomic():
            _act(clock, by)
    except Exception:
        logger.exception("Clock %s of %s could not be acted on.", clock.metric, clock.record.number)
        Clock.objects.filter(pk=clock.pk).update(next_at=timezone.now() + PUT_OFF)


def _act(clock: Clock, by: User) -> None:
    """Move the clock to the last stage it has reached, tell of it, and let what follows follow."""
    stage = timing.stage_reached(clock)
    # Two clocks of one record in a batch: acting on the first may have stopped or moved the second.
    current = Clock.objects.filter(pk=clock.pk).values_list("next_at", flat=True).get()
    if current != clock.next_at or stage <= clock.stage:
        return
    clock.stage = stage
    if stage == Clock.Stage.BREACHED:
        clock.breached_at = timezone.now()
    timing.retime(clock)
    clock.save(update_fields=["stage", "breached_at", "due_at", "next_at"])
    record = clock.record.specific
    if metric_named(clock.metric).is_promise:
        step = "clock_breached" if stage == Clock.Stage.BREACHED else "clock_warned"
        journal.write(record, step, by=by, via=Via.CLOCK, from_state=record.state, changes=_told(clock))
        announce(record)
    follow = getattr(record, "after_clock", None)
    if follow is not None:
        follow(clock, by=by)


def _told(clock: Clock) -> dict[str, list[Any]]:
    told: dict[str, list[Any]] = {
        "metric": [None, clock.metric],
        "percent": [None, round(timing.SHARES[Clock.Stage(clock.stage)] * 100)],
        "due_at": [None, clock.due_at.isoformat() if clock.due_at else None],
    }
    if clock.follow_up is not None:
        person = clock.follow_up.asked_of
        told["asked_of"] = [None, {"id": person.pk, "label": str(person)}]
        told["what"] = [None, clock.follow_up.what]
    return told


def retime_open_clocks(*, limit: int = 100_000) -> int:
    """After a contract, target or calendar changed: count the open clocks again, and say so where it matters.

    Returns how many records were looked at.
    """
    by, edition, looked_at = system_user(), Edition.current(), 0
    while looked_at < limit and (batch := _retime_batch(by, edition)):
        looked_at += batch
    return looked_at


@transaction.atomic
def _retime_batch(by: User, edition: int) -> int:
    outdated = Clock.objects.filter(stopped_at__isnull=True, target__isnull=False).exclude(edition=edition)
    records = list(
        Record.objects.filter(pk__in=outdated.values("record_id")[:BATCH])
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")
    )
    for record in records:
        before = {clock.pk: clock.due_at for clock in clocks.live(record)}
        moved = clocks.retarget(record)
        for clock in moved:
            changes = {
                "metric": [None, clock.metric],
                "due_at": [at.isoformat() if at else None for at in (before.get(clock.pk), clock.due_at)],
            }
            journal.write(record, "retimed", by=by, via=Via.CLOCK, from_state=record.state, changes=changes)
        if moved:
            announce(record)
    return len(records)
