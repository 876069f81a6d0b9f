"""The roster as a calendar, and who fills each post now."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.models import Team
from people.views.doors import Asked, asked_for, needs
from roster.areas import AREA
from roster.duty import active_posts, fillings
from roster.swaps import waiting_for
from servicedesk.roster_pages.grid import grid_of, period_of
from servicedesk.roster_pages.tabs import page_context


@require_safe
@needs(AREA, "see")
def roster(request: Asked) -> HttpResponse:
    """GET /roster/?view=week|month&day=2031-03-03&team=3"""
    period = period_of(asked_for(request, "view"), asked_for(request, "day"))
    teams = list(Team.objects.filter(is_active=True).order_by("name", "pk"))
    team = next((one for one in teams if str(one.pk) == asked_for(request, "team")), None)
    context = page_context(
        request,
        grid=grid_of(period, team.pk if team else None),
        period=period,
        teams=teams,
        team=team,
        swaps=list(waiting_for(request.user)),
    )
    return render(request, "roster/calendar.html", context)


@require_safe
@needs(AREA, "see")
def duty(request: Asked) -> HttpResponse:
    """GET /roster/duty/ — each post, who fills it now, and why."""
    return render(request, "roster/duty.html", page_context(request, fillings=fillings(active_posts())))
