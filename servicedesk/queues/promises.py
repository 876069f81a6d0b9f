"""My promises: what is asked of me, what I asked for, and what customers were promised in my name, by due time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from complaints.models import Complaint
from people.models import User
from people.views.doors import asked_for
from records.models import FollowUp, Record
from servicedesk.htmx import wants_fragment
from servicedesk.queues.selection import seen_kinds
from servicedesk.queues.views import login_required, user_of
from visits.models import Visit

# Of one sort; nobody keeps more promises than these by looking at a page.
MOST = 300
MINE, ASKED, CUSTOMER = "mine", "asked", "customer"
LATE = "late"


@dataclass(frozen=True)
class Promise:
    """One thing somebody waits for. `sort` is "mine" (I owe it), "asked" (I am owed it) or "customer"."""

    sort: str
    due_at: datetime
    what: str
    record: Record
    person: User | None = None
    follow_up: FollowUp | None = None

    @property
    def is_late(self) -> bool:
        return self.due_at < timezone.now()

    @property
    def key(self) -> str:
        return f"{self.sort}-{self.follow_up.pk if self.follow_up else self.record.pk}"


def promises_of(user: User) -> list[Promise]:
    """All of them, the most pressing first. Four queries."""
    found = [*_follow_ups(user), *_complaints(user), *_arrivals(user)]
    return sorted(found, key=lambda one: (one.due_at, one.key))


def _asked(user: User) -> "QuerySet[FollowUp]":
    return FollowUp.objects.filter(
        Q(asked_of=user) | Q(asked_by=user),
        answered_at__isnull=True,
        withdrawn_at__isnull=True,
        record__in=Record.objects.visible_to(user),
    )


def _complained(user: User) -> Any:
    # The manager is inherited, and django-stubs reads it as that of Record.
    return cast("Any", Complaint.objects.visible_to(user)).filter(
        Q(owner=user) | Q(assignee=user),
        closed_at__isnull=True,
        promise_at__isnull=False,
        promise_kept_at__isnull=True,
    )


def _announced(user: User) -> Any:
    """A customer was told when the engineer comes: his own, and those of records that one answers for."""
    return cast("Any", Visit.objects.visible_to(user)).filter(
        Q(engineer=user) | Q(owner=user), is_under_way=True, eta_at__isnull=False, arrived_at__isnull=True
    )


def _follow_ups(user: User) -> Iterator[Promise]:
    found = _asked(user).select_related("record", "asked_by", "asked_of").defer("record__description")
    for one in found.order_by("due_at")[:MOST]:
        is_mine = one.asked_of_id == user.pk
        person = one.asked_by if is_mine else one.asked_of
        yield Promise(MINE if is_mine else ASKED, one.due_at, one.what, one.record, person, one)


def _complaints(user: User) -> Iterator[Promise]:
    for one in _complained(user).order_by("promise_at")[:MOST]:
        yield Promise(CUSTOMER, one.promise_at, one.promise, one)


def _arrivals(user: User) -> Iterator[Promise]:
    for one in _announced(user).select_related("engineer").order_by("eta_at")[:MOST]:
        yield Promise(CUSTOMER, one.eta_at, _("engineer on site"), one, one.engineer)


def count_late(user: User) -> int:
    """How many rows the list of late ones has. One query, for the board."""
    now = timezone.now()
    every: list[Any] = [
        _asked(user).filter(due_at__lt=now).order_by("due_at")[:MOST],
        _complained(user).filter(promise_at__lt=now).order_by("promise_at")[:MOST],
        _announced(user).filter(eta_at__lt=now).order_by("eta_at")[:MOST],
    ]
    first, *others = (rows.values("pk") for rows in every)
    return int(first.union(*others, all=True).count())


def late_url() -> str:
    return f"{reverse('desk:my-promises')}?due={LATE}"


@login_required
@require_GET
def my_promises(request: HttpRequest) -> HttpResponse:
    """GET /my-work/promises/?sort=mine&due=late"""
    user = user_of(request)
    every = promises_of(user)
    sort, due = asked_for(request, "sort"), asked_for(request, "due")
    chosen = [one for one in every if sort in ("", one.sort)] if sort in (MINE, ASKED, CUSTOMER) else every
    chosen = [one for one in chosen if one.is_late] if due == LATE else chosen
    context = {
        "groups": _by_due(chosen),
        "tabs": list(_tabs(every, sort, due)),
        "topics": " ".join(kind.name for kind in seen_kinds(user)),
        "user_topic": f"user:{user.pk}",
        "here": request.get_full_path(),
    }
    template = "queues/promises_parts.html" if wants_fragment(request) else "queues/promises.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    response["Cache-Control"] = "private, no-store"
    return response


def _by_due(found: Iterable[Promise]) -> list[tuple[str, list[Promise]]]:
    now = timezone.now()
    tomorrow = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    groups: dict[str, list[Promise]] = {_("Overdue"): [], _("Today"): [], _("Later"): []}
    late, today, later = groups.values()
    for one in found:
        (late if one.due_at < now else today if one.due_at < tomorrow else later).append(one)
    return [(label, rows) for label, rows in groups.items() if rows]


def _tabs(every: list[Promise], sort: str, due: str) -> Iterator[dict[str, Any]]:
    shown = [one for one in every if one.is_late] if due == LATE else every
    tail = f"&due={LATE}" if due == LATE else ""
    for name, label, icon in (
        ("", _("Everything"), "list"),
        (MINE, _("Asked of me"), "message-question"),
        (ASKED, _("Asked by me"), "help-circle"),
        (CUSTOMER, _("Promised to customers"), "users"),
    ):
        rows = [one for one in shown if name in ("", one.sort)]
        yield {
            "label": label,
            "icon": icon,
            "url": f"?sort={name}{tail}",
            "count": len(rows),
            "tone": "alarm" if any(one.is_late for one in rows) else "",
            "is_current": name == sort,
        }
    late = [one for one in every if one.is_late and sort in ("", one.sort)]
    yield {
        "label": _("Overdue alone"), "icon": "alert-triangle", "count": len(late), "tone": "alarm" if late else "",
        "url": f"?sort={sort}" if due == LATE else f"?sort={sort}&due={LATE}", "is_current": due == LATE,
    }  # fmt: skip
