"""What a reader does with notices: open, acknowledge, put away."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from notifications.models import Notice
from notifications.models.notices import NoticeQuerySet
from people.models import User
from records.live import announce_to
from records.models import Record

MOST_COUNTED = 100


def unread_count(user: User) -> int:
    """Unread notices under the bell and those that still wait for an acknowledgement, counted to a hundred."""
    waiting = Q(state=Notice.State.SENT) | Q(needs_acknowledgement=True, acknowledged_at__isnull=True)
    return Notice.objects.shown_to(user).filter(waiting).order_by()[:MOST_COUNTED].count()


def read(notices: Iterable[Notice], user: User) -> int:
    """Mark as read what is unread among them. Returns how many were."""
    unread = Notice.objects.unread().filter(user=user, pk__in=[notice.pk for notice in notices])
    return _mark_read(unread, user)


def read_all(user: User) -> int:
    """Put everything away; what needs an acknowledgement stays."""
    return _mark_read(Notice.objects.unread().filter(user=user, needs_acknowledgement=False), user)


def read_about(record: Record, user: User) -> int:
    """The record's page was opened: what was told of it has been seen, and what needs more stays."""
    unread = Notice.objects.unread().filter(user=user, record=record, needs_acknowledgement=False)
    return _mark_read(unread, user)


def _mark_read(unread: NoticeQuerySet, user: User) -> int:
    marked = unread.update(state=Notice.State.READ, read_at=timezone.now())
    if marked:
        announce_to({user.pk})
    return marked


def acknowledge(notice: Notice, *, by: User) -> bool:
    """The reader answers for having taken note. False where he had already, or where it asks for none."""
    now = timezone.now()
    marked = Notice.objects.filter(
        pk=notice.pk, user=by, needs_acknowledgement=True, acknowledged_at__isnull=True
    ).update(state=Notice.State.ACKNOWLEDGED, acknowledged_at=now, read_at=notice.read_at or now)
    if marked:
        announce_to({by.pk})
    return bool(marked)


def answer_all_before(at: datetime) -> None:
    """Take everybody's notices from before this time as read and acknowledged: the history of a demonstration."""
    now = timezone.now()
    old = Notice.objects.unread().filter(created_at__lt=at)
    old.filter(needs_acknowledgement=True).update(
        state=Notice.State.ACKNOWLEDGED, read_at=now, acknowledged_at=now
    )
    old.update(state=Notice.State.READ, read_at=now)
