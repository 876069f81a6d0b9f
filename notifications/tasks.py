"""What the beat starts every five seconds, and the doors after a commit."""

from celery import shared_task
from django.core.cache import cache

from notifications import composing, delivery

# Longer than a run lasts, so that one process at a time is busy with a channel and slow receivers do not take
# the whole worker. Rows are claimed in any case: two runs at once are harmless.
BUSY_SECONDS = 180


@shared_task(ignore_result=True)
def tell() -> None:
    """Turn what is new in the outbox into notices, and have them delivered."""
    composing.tell_all()
    for name in delivery.due_channels():
        deliver.apply_async((name,), expires=60)


@shared_task(ignore_result=True)
def deliver(channel: str) -> None:
    """Deliver what is due on one channel, unless another process is at it."""
    key = f"notifications.delivering.{channel}"
    if cache.add(key, 1, BUSY_SECONDS):
        try:
            delivery.deliver(channel)
        finally:
            cache.delete(key)
