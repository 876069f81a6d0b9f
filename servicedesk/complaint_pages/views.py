"""Complaints as whoever answers for them meets them: the escalated ones first, each with its next step at hand."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from servicedesk.complaint_pages.standing import standing
from servicedesk.htmx import wants_fragment
from servicedesk.records_pages.lookup import login_required, user_of


@require_safe
@login_required
def complaints(request: HttpRequest) -> HttpResponse:
    """GET /complaints/ — for who sees any complaint; for everybody else there is no such page."""
    user = user_of(request)
    if not user.rights.scopes_for("complaint"):
        raise Http404
    template = "complaints/parts.html" if wants_fragment(request) else "complaints/page.html"
    response = render(request, template, standing(user))
    response["Vary"] = "HX-Request"
    response["Cache-Control"] = "private, no-store"
    return response
