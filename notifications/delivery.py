"""Handing notices over: lent to one worker for a time, tried again until they arrive or a day has gone by.

Nothing is held while the network is waited for. A worker that dies leaves its notices lent; the next one alone with
the channel takes them over, at the latest when the loan runs out. So a notice leaves the house at least once; its key
lets the receiver tell a repetition.
"""

import logging
import random
import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from notifications.channels import NO_CHANNEL, Channel, Undeliverable, channels
from notifications.models import Notice
from notifications.models.notices import NoticeQuerySet, a_day_from_now

LENT_FOR = timedelta(minutes=5)
RUN_SECONDS = 60
FIRST_WAIT_SECONDS = 30
LONGEST_WAIT_SECONDS = 3600
BATCH = 50
logger = logging.getLogger(__name__)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 30 s, doubled each time, at most an hour, up to a fifth more or less.

    The jitter keeps a thousand notices that failed together from coming back together.
    """
    seconds = min(FIRST_WAIT_SECONDS * 2 ** (attempts - 1), LONGEST_WAIT_SECONDS)
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311 - no secret depends on it


def claim(notices: Iterable[Notice]) -> list[Notice]:
    """Mark notices, locked by the caller's transaction, as being sent by this worker."""
    until = timezone.now() + LENT_FOR
    claimed = list(notices)
    Notice.objects.filter(pk__in=[notice.pk for notice in claimed]).update(
        state=Notice.State.SENDING, next_try_at=until, attempts=F("attempts") + 1
    )
    for notice in claimed:
        notice.state, notice.next_try_at, notice.attempts = Notice.State.SENDING, until, notice.attempts + 1
    return claimed


@transaction.atomic
def claim_due(channel: str, limit: int = BATCH) -> list[Notice]:
    """Take the next due notices of a channel, the urgent ones first, past what other workers hold."""
    return claim(
        Notice.objects.due(channel)
        .select_related("record", "user", "contact")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("-urgency", "next_try_at")[:limit]
    )


def _mine(notice: Notice) -> NoticeQuerySet:
    """The row, unless the loan ran out and another worker has taken it over since."""
    return Notice.objects.filter(pk=notice.pk, state=Notice.State.SENDING, attempts=notice.attempts)


def arrived(notice: Notice) -> None:
    _settle(notice, state=Notice.State.SENT, sent_at=timezone.now(), next_try_at=None, error="")


def failed(notice: Notice, reason: str) -> None:
    """Given up for good."""
    _settle(notice, state=Notice.State.FAILED, next_try_at=None, error=reason[:300])


def put_off(notice: Notice, reason: str, *, until: datetime | None = None) -> None:
    """Try again later; after a day give up, with the reason."""
    if timezone.now() >= notice.gives_up_at:
        failed(notice, reason)
    else:
        at = until or timezone.now() + wait_after(notice.attempts)
        _settle(notice, state=Notice.State.QUEUED, next_try_at=at, error=reason[:300])


def put_off_all(notices: NoticeQuerySet, reason: str, *, until: datetime) -> None:
    """What waits for the same closed door waits until it is tried again; it counts as no attempt."""
    waiting = notices.filter(state=Notice.State.QUEUED)
    waiting.filter(gives_up_at__lte=timezone.now()).update(
        state=Notice.State.FAILED, next_try_at=None, error=reason[:300]
    )
    waiting.update(next_try_at=until, error=reason[:300])


def give_back(notices: Iterable[Notice], *, until: datetime) -> None:
    """What was claimed and not tried goes back; it counts as no attempt."""
    for notice in notices:
        _settle(notice, state=Notice.State.QUEUED, next_try_at=until, attempts=notice.attempts - 1)


def _settle(notice: Notice, **columns: object) -> None:
    _mine(notice).update(**columns)
    for name, value in columns.items():
        setattr(notice, name, value)


def deliver_singly(channel: Channel) -> int:
    """Deliver what is due on a channel that takes one notice after the other. Returns how many were tried.

    Ends after a minute; the next beat goes on.
    """
    assert channel.send is not None
    tried, ends_at = 0, time.monotonic() + RUN_SECONDS
    while time.monotonic() < ends_at and (batch := claim_due(channel.name)):
        for notice in batch:
            try_once(channel, notice)
        tried += len(batch)
    return tried


def try_once(channel: Channel, notice: Notice) -> None:
    assert channel.send is not None
    try:
        channel.send(notice)
    except Undeliverable as undeliverable:
        failed(notice, undeliverable.reason)
    except Exception as failure:
        logger.warning("Notice %s could not be handed over.", notice.pk, exc_info=True)
        put_off(notice, f"{type(failure).__name__}: {failure}")
    else:
        arrived(notice)


def take_back(channel: str) -> int:
    """What a dead worker left lent is due at once. Only for who is alone with the channel. Returns how many."""
    left = Notice.objects.filter(channel=channel, state=Notice.State.SENDING)
    return left.update(state=Notice.State.QUEUED, next_try_at=timezone.now())


def deliver(name: str) -> int:
    """Deliver what is due on one channel. Returns how many notices were tried."""
    channel = channels().get(name)
    if channel is None:
        return Notice.objects.due(name).update(state=Notice.State.FAILED, next_try_at=None, error=NO_CHANNEL)
    if channel.sweep is not None:
        return channel.sweep()
    return deliver_singly(channel) if channel.send is not None else 0


def due_channels() -> list[str]:
    """The channels that have something to deliver now, or something in the hands of a worker that may be dead."""
    due = Notice.objects.filter(
        Q(state=Notice.State.SENDING) | Q(state=Notice.State.QUEUED, next_try_at__lte=timezone.now())
    )
    return sorted(set(due.order_by().values_list("channel", flat=True).distinct()))


def send_again(notice: Notice) -> bool:
    """Queue a notice that failed once more, to the address its reader has by now. False where he has none still."""
    channel = channels().get(notice.channel)
    reader = notice.user or notice.contact
    address = notice.address
    if channel is not None and reader is not None:
        address = channel.address_of(reader) or ""
    failed_ones = Notice.objects.filter(pk=notice.pk, state=Notice.State.FAILED)
    return bool(address) and bool(
        failed_ones.update(
            state=Notice.State.QUEUED,
            address=address,
            next_try_at=timezone.now(),
            gives_up_at=a_day_from_now(),
            attempts=0,
        )
    )
