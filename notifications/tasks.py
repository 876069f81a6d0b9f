"""What the beat starts every five seconds, and the doors after a commit."""

from collections.abc import Iterator
from contextlib import contextmanager

from celery import shared_task
from django.db import connection

from notifications import composing, delivery, tidings


@shared_task(ignore_result=True)
def tell() -> None:
    """Turn what is new in the outbox into notices, and have them delivered."""
    composing.tell_all()
    tidings.tell_tidings()
    for name in delivery.due_channels():
        deliver.apply_async((name,), expires=60)


@shared_task(ignore_result=True)
def deliver(channel: str) -> None:
    """Deliver what is due on one channel, unless another process is at it: a slow receiver keeps one busy, not all.

    Rows are claimed in any case: two runs at once are harmless.
    """
    with _alone_with(channel) as is_alone:
        if is_alone:
            delivery.take_back(channel)
            delivery.deliver(channel)


@contextmanager
def _alone_with(channel: str) -> Iterator[bool]:
    """Whether this process is the one at work on the channel.

    A lock of the database session rather than a key with a time: it ends with the process that holds it, however
    that ends, and so what a killed worker had in its hands is taken up by the next beat.
    """
    name = f"notifications.delivering.{channel}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        (is_alone,) = cursor.fetchone()
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])
