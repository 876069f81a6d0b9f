"""The emergency room: one live page from which an emergency is led, and which reads the same for everybody in it."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from emergency import room as asks
from emergency.drills import percent_kept, score
from emergency.models import Emergency
from emergency.openness import RUNNING
from emergency.reports import reports
from emergency.sample import played, recovery
from emergency.signing import is_genuine
from outreach.models import CallTask
from people.models import User
from records.steps import open_steps
from servicedesk.emergency_pages.course import course_of
from servicedesk.emergency_pages.lists import (
    attached_of,
    calls_of,
    may_list_calls,
    seen_emergency,
    span_of,
)
from servicedesk.htmx import wants_fragment
from servicedesk.records_pages.lookup import login_required, user_of
from servicedesk.records_pages.page import follow_ups_of

NEWEST = 8
ENTRIES = 60
BAR = timedelta(minutes=5)
MOST_BARS = 36
MOST_DRAWN = 50
# Steps whose button stands in a box of its own.
PLACED = {"tick", "attach", "note_call_back"}


@login_required
@require_safe
def room(request: HttpRequest, number: str) -> HttpResponse:
    """GET /emergencies/<number>/ — 404 for what is no emergency one sees."""
    emergency = seen_emergency(request, number)
    template = "emergency_pages/room_body.html" if wants_fragment(request) else "emergency_pages/room.html"
    response = render(request, template, _context(request, emergency))
    response["Vary"] = "HX-Request"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def similar(request: HttpRequest, number: str) -> HttpResponse:
    """GET /emergencies/<number>/similar/ — what history knows of such a fault; asked for once the room stands."""
    emergency = seen_emergency(request, number)
    context = {"record": emergency, "faults": asks.similar(emergency, user_of(request))}
    return render(request, "emergency_pages/similar.html", context)


def _context(request: HttpRequest, emergency: Emergency) -> dict[str, Any]:
    user = user_of(request)
    steps = list(open_steps(emergency, user))
    return {
        "record": emergency,
        "kind": emergency.declared,
        "steps": [step for step in steps if step.name not in PLACED],
        "placed": {step.name for step in steps} & PLACED,
        "may_revise": user.rights.may("emergency", "revise"),
        "may_remark": user.rights.may("emergency", "remark"),
        "is_running": emergency.state in RUNNING,
        "course": course_of(emergency),
        "criteria": asks.criteria_signed(emergency),
        "evidence": emergency.evidence,
        "is_genuine": is_genuine(emergency) if emergency.signature else None,
        "lines": asks.roll_call(emergency),
        "checks": asks.checks(emergency),
        "follow_ups": follow_ups_of(emergency),
        "decisions": asks.decisions(emergency),
        "told": asks.time_line(emergency, newest_first=True)[:ENTRIES],
        "mails": asks.closing_mails(emergency),
        "marks": score(emergency) if emergency.is_drill else [],
        "percent_kept": percent_kept(emergency) if emergency.is_drill else 0,
        **_coming(emergency, user),
        **_reported(emergency, user),
        **_ending(emergency),
    }


def _reported(emergency: Emergency, user: User) -> dict[str, Any]:
    attached = attached_of(emergency, user)
    return {
        "attached": attached.count(),
        "attached_open": attached.filter(resolved_at__isnull=True, closed_at__isnull=True).count(),
        "newest": list(attached.select_related("customer").order_by("-opened_at", "-pk")[:NEWEST]),
        "joinable": list(asks.unattached(emergency, user).select_related("customer")[:NEWEST]),
    }


def _coming(emergency: Emergency, user: User) -> dict[str, Any]:
    """The bars draw every report; the number is that of the reader's list."""
    if emergency.service is None or emergency.first_call_at is None:
        return {"bars": [], "calls": None}
    since, until = span_of(emergency)
    found = reports(emergency.service, since, until, emergency.drill)
    return {
        "bars": bars_of(found.moments, until),
        "reporters": len(found.customers),
        "calls": calls_of(emergency, user).count() if may_list_calls(emergency, user) else None,
    }


def bars_of(moments: list[datetime], until: datetime) -> list[tuple[int, str]]:
    """How many per five minutes, each with its time; the last three hours at most, the latest last."""
    first = min(moments, default=until)
    count = min(max(int((until - first) / BAR) + 1, 1), MOST_BARS)
    heights = [0] * count
    for moment in moments:
        place = count - 1 - int((until - moment) / BAR)
        if 0 <= place < count:
            heights[place] += 1
    begins = [until - BAR * (count - place) for place in range(count)]
    return [
        (height, f"{timezone.localtime(at):%H:%M} · {height}")
        for height, at in zip(heights, begins, strict=True)
    ]


def _ending(emergency: Emergency) -> dict[str, Any]:
    campaign = emergency.sample_campaign
    return {
        "is_calming": emergency.state in ("contained", "verifying"),
        "rate": recovery(emergency),
        "quiet": asks.quiet(emergency),
        "shortfalls": asks.missing(emergency),
        "call_backs": list(played(emergency)) if emergency.is_drill else [],
        "drawn": list(_drawn(campaign)) if campaign is not None else [],
    }


def _drawn(campaign: Any) -> Any:
    """Those to be called back, in the order of the draw."""
    drawn = CallTask.objects.filter(campaign=campaign).exclude(fate=CallTask.Fate.NOT_DRAWN)
    return drawn.select_related("customer").order_by("position", "pk")[:MOST_DRAWN]
