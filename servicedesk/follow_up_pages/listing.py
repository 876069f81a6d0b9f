"""What was asked of whom and is not answered: one list for its page and for the board's numbers, now or as it was."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from people.models import User
from people.views.doors import Asked, asked_for, needs, page_of
from records.kinds import kinds
from records.models import FollowUp, Record
from records.sight import sees_internal
from servicedesk.board.moments import Moment, moment_of
from servicedesk.queues.named import end_of_today

OPEN, OVERDUE, TODAY = "open", "overdue", "today"
LABELS = {OVERDUE: _("Overdue"), TODAY: _("Due today"), OPEN: _("All open")}
CONDITIONS: dict[str, Callable[[datetime], Q]] = {
    OVERDUE: lambda at: Q(due_at__lt=at),
    TODAY: lambda at: Q(due_at__gte=at, due_at__lt=end_of_today()),
    OPEN: lambda at: Q(),
}


def open_at(user: User, at: datetime) -> QuerySet[FollowUp]:
    """Asked and neither answered nor withdrawn at the moment, on records whose inside this person sees."""
    inside = [kind.name for kind in kinds() if sees_internal(user.rights, kind.name)]
    seen = Record.objects.visible_to(user).filter(kind__in=inside)
    was_open = Q(asked_at__lte=at) & (Q(answered_at__isnull=True) | Q(answered_at__gt=at))
    return FollowUp.objects.filter(
        was_open, Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at), record__in=seen
    )


def follow_ups_url(show: str, moment: Moment) -> str:
    words = {"show": show} | ({} if moment.is_now else {"at": moment.at.isoformat()})
    return f"{reverse('desk:follow-ups')}?{urlencode(words)}"


@require_safe
@needs("board", "see")
def follow_ups(request: Asked) -> Any:
    """GET /follow-ups/?show=overdue|today|open&at=2026-11-23T08:30 — 400 for a time that cannot be read."""
    moment, asked = moment_of(request.GET.get("at", "")), asked_for(request, "show")
    show = asked if asked in LABELS else OPEN
    rows = open_at(request.user, moment.at).filter(CONDITIONS[show](moment.at))
    people = ("record", "asked_by", "asked_of")
    page = page_of(
        rows.select_related(*people).defer("record__description").order_by("due_at", "pk"), request
    )
    tabs = [
        {"label": label, "url": follow_ups_url(name, moment), "is_current": name == show}
        for name, label in LABELS.items()
        if moment.is_now or name != TODAY
    ]
    return render(request, "follow_ups/list.html", {"page": page, "tabs": tabs, "moment": moment})
