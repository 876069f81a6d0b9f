"""All emergencies: what runs now, what waits for a word, what was; and the way to the plans."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from emergency.areas import AREA
from emergency.models import Emergency
from emergency.openness import AHEAD, RUNNING
from people.views.doors import page_of
from records.sight import sees_internal
from servicedesk.htmx import wants_fragment
from servicedesk.records_pages.lookup import login_required, user_of

MOST_RUNNING = 20


@login_required
@require_safe
def emergencies(request: HttpRequest) -> HttpResponse:
    """GET /emergencies/ — for who works on any; for everybody else there is no such page."""
    user = user_of(request)
    if not sees_internal(user.rights, "emergency"):
        raise Http404
    # The manager is inherited, and django-stubs reads it as that of Record.
    seen: Any = Emergency.objects.visible_to(user)
    rows = seen.select_related("service", "plan_version__plan", "signed_by", "proposed_by", "owner")
    past = rows.exclude(state__in=(*AHEAD, *RUNNING)).order_by("-opened_at", "-pk")
    context = {
        "running": list(rows.filter(state__in=RUNNING).order_by("is_drill", "-signed_at")[:MOST_RUNNING]),
        "ahead": list(rows.filter(state__in=AHEAD).order_by("is_drill", "-opened_at")[:MOST_RUNNING]),
        "page": page_of(past, request),
        "may_see_plans": user.rights.may(AREA, "see"),
    }
    template = "emergency_pages/all_body.html" if wants_fragment(request) else "emergency_pages/all.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    return response
