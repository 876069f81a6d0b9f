from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from people.models import User
from people.rights import Forbidden
from records.models.reference import Priority
from servicedesk.board.attention import needs
from servicedesk.board.boxes import shown_boxes
from servicedesk.board.figures import figures
from servicedesk.board.first_look import first_figures, further_places
from servicedesk.board.intake import intake
from servicedesk.board.matrix import by_category, by_team, came_in, roots_of_categories
from servicedesk.board.moments import Moment, moment_of
from servicedesk.board.open_work import KIND, OpenWork, open_work
from servicedesk.board.overnight import last_close
from servicedesk.board.tiles import further_figures
from servicedesk.board.wall import on_wall
from servicedesk.htmx import goes_on_fetching, kept_apart, wants_fragment
from servicedesk.queues.counting import queue_url


def _at_once(user: User, moment: Moment) -> dict[str, Any]:
    """What the page shows before it fetches the whole."""
    work = open_work(user, moment)
    return {
        **_shown(user, moment, work),
        "figures": first_figures(user, moment, work),
        "further": further_places(user),
        "is_first_look": True,
    }


def _whole(user: User, moment: Moment) -> dict[str, Any]:
    work = open_work(user, moment)
    return {
        **_shown(user, moment, work),
        "figures": figures(user, moment, work),
        "further": further_figures(user, moment),
        "boxes": shown_boxes(user, moment),
        "intake": intake(user, moment),
    }


def _shown(user: User, moment: Moment, work: OpenWork) -> dict[str, Any]:
    since, roots = last_close(moment), roots_of_categories()
    lines = came_in(user, moment, since, roots)
    words = {"show": "all", "opened_from": since, "opened_until": moment.at}
    return {
        "moment": moment,
        "needs": needs(user) if moment.is_now else None,
        "came_in": {
            "since": since,
            "lines": lines,
            "total": sum(line.total for line in lines),
            "url": queue_url(KIND, **words),
        },
        "categories": by_category(user, moment, work, roots),
        "priorities": [(priority.value, f"P{priority.value}") for priority in Priority],
        "teams": by_team(user, moment, work),
    }


@require_safe
@login_required
def board(request: HttpRequest) -> HttpResponse:
    """GET / and /?at=2026-11-23T08:30 — the morning board, now or as it was. Who has no board gets his own work.

    In a browser the page of the present shows the open work and fetches the rest of itself."""
    user: Any = request.user
    if not user.rights.may("board", "see"):
        return redirect("desk:my-work")
    moment, is_fragment = moment_of(request.GET.get("at", "")), wants_fragment(request)
    shown = _at_once if moment.is_now and goes_on_fetching(request) else _whole
    template = "board/parts.html" if is_fragment else "board/board.html"
    return kept_apart(render(request, template, shown(user, moment)))


@require_safe
@login_required
def wall(request: HttpRequest) -> HttpResponse:
    """GET /wall/ — the same figures, to be read from the back of the room."""
    user: Any = request.user
    if not user.rights.may("wall", "see"):
        raise Forbidden("wall.see")
    template = "board/wall_parts.html" if wants_fragment(request) else "board/wall.html"
    return render(request, template, on_wall(user, moment_of("")))
