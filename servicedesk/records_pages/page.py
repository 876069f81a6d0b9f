"""The record page: head with steps and facts, journal with composer, and what stands beside them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from records.models import Clock, FollowUp, Record
from records.sight import sees_internal
from records.steps import open_steps
from records.watching import watchers
from servicedesk.htmx import goes_on_fetching
from servicedesk.queues.reading import LEVELS
from servicedesk.records_pages.clocks import Shown, clocks_of, most_pressing, why
from servicedesk.records_pages.facts import facts_of, texts_of
from servicedesk.records_pages.journal import journal_context
from servicedesk.records_pages.lookup import login_required, seen_record, user_of
from servicedesk.records_pages.remarks import RemarkForm, composer_context

PARTS = {"head", "journal", "older", "beside"}


@login_required
@require_GET
def record_page(request: HttpRequest, number: str) -> HttpResponse:
    record = seen_record(request, number)
    if number != record.number:
        return HttpResponseRedirect(record.get_absolute_url())
    head = head_context(request, record)
    # What stands beside costs more than the rest of the page, and its column of its own can come after it.
    is_awaited = goes_on_fetching(request)
    context = {
        **head,
        **({"is_awaited": True} if is_awaited else beside_context(request, record, head["clocks"])),
        **journal_context(request, record, user_of(request)),
        **composer_context(record, RemarkForm(), request),
    }
    return render(request, "records/page.html", context)


@login_required
@require_GET
def record_part(request: HttpRequest, number: str, part: str) -> HttpResponse:
    """One part of the page, for the page that follows the database."""
    record = seen_record(request, number)
    if part not in PARTS:
        raise Http404(part)
    context = {"record": record, **CONTEXTS[part](request, record)}
    return render(request, f"records/parts/{part}.html", context)


def head_context(request: HttpRequest, record: Record) -> dict[str, Any]:
    user = user_of(request)
    clocks = clocks_of(record)
    return {
        "record": record,
        "kind": record.declared,
        "steps": open_steps(record, user),
        "may_call": user.rights.may("call", "log"),
        "may_revise": user.rights.may(record.kind, "revise"),
        "facts": facts_of(record, user),
        "texts": texts_of(record),
        "clocks": clocks,
        "clock": most_pressing(clocks),
        "escalated_to": LEVELS.get(record.escalation_level, ""),
        "sees_internal": sees_internal(user.rights, record.kind),
    }


def beside_context(request: HttpRequest, record: Record, clocks: list[Shown] | None = None) -> dict[str, Any]:
    """`clocks` where the head has asked for them already."""
    user = user_of(request)
    context: dict[str, Any] = {"record": record, "panels": panels_of(request, record)}
    if not sees_internal(user.rights, record.kind):
        return context
    found = watchers(record)
    return context | {
        "sees_internal": True,
        "may_remark": user.rights.may(record.kind, "remark"),
        "clocks": clocks_of(record) if clocks is None else clocks,
        "follow_ups": follow_ups_of(record),
        "attachments": list(record.attachments.select_related("added_by")),
        "watchers": found,
        "is_watching": user in found,
        "ownerships": list(record.ownerships.select_related("owner", "given_by").order_by("-from_at", "-pk")),
    }


def follow_ups_of(record: Record) -> list[FollowUp]:
    """Open ones first, by when they are due; then what was answered last."""
    people = ("asked_by", "asked_of", "answered_by")
    found = list(record.follow_ups.select_related(*people, "clock"))
    return sorted(found, key=lambda one: (not one.is_open, one.due_at))


def panels_of(request: HttpRequest, record: Record) -> list[dict[str, Any]]:
    """What the kind, and every kind, declares for the right column, as far as there is something to show."""
    found = []
    for panel in record.declared.shown_panels:
        context = panel.context(record, user_of(request))
        if context is not None:
            content = render_to_string(panel.template, {**context, "record": record}, request)
            found.append({"panel": panel, "content": content})
    return found


@login_required
@require_GET
def clock_reason(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Why a clock is due when it is, asked for only by who opens it."""
    record = seen_record(request, number)
    clock = Clock.objects.filter(record_id=record.pk, pk=pk).select_related("calendar", "target").first()
    if clock is None or not sees_internal(user_of(request).rights, record.kind):
        raise Http404(str(pk))
    return render(request, "records/clock_reason.html", {"why": why(clock)})


CONTEXTS = {
    "head": head_context,
    "beside": beside_context,
    "journal": lambda request, record: journal_context(request, record, user_of(request)),
    "older": lambda request, record: journal_context(request, record, user_of(request)),
}
