"""The lists behind the numbers of an emergency, each as far as its reader sees it."""

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from calls.models import Call
from emergency.models import Emergency
from incidents.models import Incident
from people.models import User
from people.views.doors import asked_for, page_of
from records.sight import sees_internal
from servicedesk.records_pages.lookup import login_required, seen_record, user_of


def seen_emergency(request: HttpRequest, number: str) -> Emergency:
    """Raises Http404 alike for what does not exist, is not seen, or is read only by those who work on it."""
    found = seen_record(request, number)
    if not isinstance(found, Emergency) or not sees_internal(user_of(request).rights, "emergency"):
        raise Http404(number)
    return found


def attached_of(emergency: Emergency, user: User) -> Any:
    rows: Any = Incident.objects.visible_to(user)
    return rows.filter(emergency_attachment__emergency=emergency)


def span_of(emergency: Emergency) -> tuple[datetime, datetime]:
    """From the first call, it included, to the end or to now."""
    begun = emergency.first_call_at or emergency.opened_at
    # What begins the span does not count among its reports: a microsecond earlier, the first call does.
    return begun - timedelta(microseconds=1), emergency.ended_at or emergency.closed_at or timezone.now()


def may_list_calls(emergency: Emergency, user: User) -> bool:
    return emergency.is_drill or user.rights.may("call", "see")


def calls_of(emergency: Emergency, user: User) -> Any:
    """The calls received about its service; of a drill, the calls that nobody made."""
    since, until = span_of(emergency)
    if emergency.drill is not None:
        return emergency.drill.calls.filter(started_at__gt=since, started_at__lte=until)
    seen: Any = Call.objects.visible_to(user)
    return seen.filter(
        service=emergency.service_id, direction=Call.Direction.IN, started_at__gt=since, started_at__lte=until
    )


@login_required
@require_safe
def calls(request: HttpRequest, number: str) -> HttpResponse:
    """GET /emergencies/<number>/calls/ — 404 for who may not list calls."""
    emergency, user = seen_emergency(request, number), user_of(request)
    if not may_list_calls(emergency, user):
        raise Http404(number)
    rows = calls_of(emergency, user).select_related("customer")
    rows = rows if emergency.is_drill else rows.select_related("customer", "contact", "record", "agent")
    page: Any = page_of(rows.order_by("-started_at", "-pk"), request)
    context = {"record": emergency, "page": page, "total": rows.count()}
    return render(request, "emergency_pages/calls.html", context)


@login_required
@require_safe
def incidents(request: HttpRequest, number: str) -> HttpResponse:
    """GET /emergencies/<number>/incidents/?show=open — those attached, as far as the reader sees them."""
    emergency = seen_emergency(request, number)
    show = asked_for(request, "show")
    rows = attached_of(emergency, user_of(request))
    rows = rows.filter(resolved_at__isnull=True, closed_at__isnull=True) if show == "open" else rows
    page: Any = page_of(rows.shown().order_by("-opened_at", "-pk"), request)
    context = {"record": emergency, "page": page, "total": rows.count(), "show": show}
    return render(request, "emergency_pages/incidents.html", context)
