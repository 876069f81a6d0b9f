"""My work: what I own and am to do, what I was asked and asked for, and what waits for somebody of my teams."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from people.models import User
from records.models import FollowUp, Record
from servicedesk.htmx import wants_fragment
from servicedesk.queues.counting import queue_counts, queue_url
from servicedesk.queues.listing import Row
from servicedesk.queues.named import NAMED, Named
from servicedesk.queues.ordering import ORDERS, page_of
from servicedesk.queues.selection import seen_kinds
from servicedesk.queues.views import login_required, user_of
from servicedesk.records_pages.clocks import pressing_by_record

SHOWN = 8
BOXES = ("my-overdue", "assigned", "owned", "team-unassigned", "waking-today", "watched")


@dataclass(frozen=True)
class Box:
    """The first rows of a named list, its number, and the address of all of it."""

    named: Named
    rows: list[Row]
    count: int
    url: str


@login_required
@require_GET
def my_work(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    template = "queues/work_parts.html" if wants_fragment(request) else "queues/work.html"
    context = {"boxes": boxes_of(user), **follow_ups_of(user), "user_topic": f"user:{user.pk}"}
    context["topics"] = " ".join(kind.name for kind in seen_kinds(user))
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    response["Cache-Control"] = "private, no-store"
    return response


def boxes_of(user: User) -> list[Box]:
    counts = queue_counts(user, {name: {"show": name} for name in BOXES})
    rows = {name: _first(user, NAMED[name]) for name in BOXES if counts[name]}
    clocks = pressing_by_record([record for records in rows.values() for record in records])
    return [
        Box(
            named=NAMED[name],
            rows=[Row(record, clocks.get(record.pk)) for record in rows.get(name, [])],
            count=counts[name],
            url=queue_url(show=name, order="due"),
        )
        for name in BOXES
    ]


def _first(user: User, named: Named) -> list[Record]:
    records = Record.objects.visible_to(user).filter(named.condition(user))
    records = records.select_related("assignee", "customer").defer("description")
    return list(page_of(records, ORDERS["due"], size=SHOWN).rows)


def follow_ups_of(user: User) -> dict[str, Any]:
    """Open ones asked of me and by me, the most pressing first; of records I still see."""
    open_ones = FollowUp.objects.filter(answered_at__isnull=True, withdrawn_at__isnull=True)
    seen = open_ones.filter(record__in=Record.objects.visible_to(user))
    found = (
        seen.select_related("record", "asked_by", "asked_of").defer("record__description").order_by("due_at")
    )
    return {
        "asked_of_me": list(found.filter(asked_of=user)[: SHOWN * 3]),
        "asked_by_me": list(found.filter(asked_by=user).exclude(asked_of=user)[: SHOWN * 3]),
    }
