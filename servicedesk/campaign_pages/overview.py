"""All campaigns that are not over: what calls now, what waits for the go, what is being written."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from outreach.areas import AREA
from outreach.figures import Progress, progress_of_many
from outreach.models import Campaign
from servicedesk.htmx import wants_fragment
from servicedesk.records_pages.lookup import login_required, user_of

MOST = 50
ORDER = ("running", "approved", "drafted")


@dataclass(frozen=True)
class Line:
    campaign: Campaign
    progress: Progress


@login_required
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """GET /campaigns/ — for who sees any campaign; for everybody else there is no such page."""
    user = user_of(request)
    if not user.rights.scopes_for("campaign"):
        raise Http404
    seen: Any = Campaign.objects.visible_to(user)
    found = list(
        seen.filter(closed_at__isnull=True).select_related("owner", "for_record").order_by("-pk")[:MOST]
    )
    progress = progress_of_many([one.pk for one in found])
    lines = {state: [Line(one, progress[one.pk]) for one in found if one.state == state] for state in ORDER}
    context = {
        "lines": lines,
        "has_any": bool(found),
        "may_call": user.rights.may(AREA, "call"),
        "may_start": user.rights.may("campaign", "start"),
        "may_register": user.rights.may("campaign", "register"),
    }
    template = "campaigns/overview_body.html" if wants_fragment(request) else "campaigns/overview.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    return response
