"""A board's meeting: what awaits its vote, in order, and everything that must be judged of the one it is at."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from changes.judging import awaiting, judgement_of
from changes.models import Board, Change
from people.models import User
from people.views.doors import Asked, asked_for, needs
from servicedesk.change_pages.tabs import tabs_at
from servicedesk.htmx import wants_fragment
from servicedesk.records_pages.lookup import seen_record

MOST = 100


@dataclass(frozen=True)
class Point:
    """One change on the agenda, with how the votes stand."""

    change: Change
    agreed: int
    refused: int
    seats: int
    is_current: bool = False


@require_safe
@needs("changes", "see")
def agenda(request: Asked) -> HttpResponse:
    """GET /changes/agenda/?board=…&change=CHG… — for a change that is not on it any more, its own page."""
    boards = list(Board.objects.all())
    board = _board(request, boards)
    changes = list(awaiting(board, request.user)[:MOST]) if board else []
    asked, current = asked_for(request, "change").upper(), _current(request, changes)
    if asked and (current is None or current.number != asked) and not wants_fragment(request):
        return HttpResponseRedirect(seen_record(request, asked).get_absolute_url())
    points = [_point(change, is_current=change is current) for change in changes]
    context = {
        "tabs": tabs_at("change-agenda"),
        "boards": boards,
        "board": board,
        "points": points,
        "quorum": min(board.quorum, board.members.filter(is_active=True).count()) if board else 0,
        "judgement": judgement_of(current, request.user) if current else None,
        "may_vote": request.user.rights.may("change", "vote"),
        "following": _following(changes, current),
        "may_name_boards": request.user.rights.may("settings", "edit"),
        "here": request.get_full_path(),
    }
    template = "agenda_body" if wants_fragment(request) else "agenda"
    return render(request, f"change_pages/{template}.html", context)


def _board(request: Asked, boards: list[Board]) -> Board | None:
    """The one asked for; else the first that this person sits on; else the first."""
    asked = asked_for(request, "board")
    for board in boards:
        if str(board.pk) == asked:
            return board
    own = set(Board.objects.filter(members=request.user).values_list("pk", flat=True))
    return next((board for board in boards if board.pk in own), boards[0] if boards else None)


def _current(request: Asked, changes: list[Any]) -> Any:
    """The change asked for; else the first that still needs this person's vote; else the first."""
    number = asked_for(request, "change").upper()
    if (found := next((change for change in changes if change.number == number), None)) is not None:
        return found
    return next((one for one in changes if _needs(one, request.user)), changes[0] if changes else None)


def _needs(change: Any, user: User) -> bool:
    return any(seat.member_id == user.pk and not seat.vote for seat in _seats(change))


def _seats(change: Any) -> list[Any]:
    return [seat for seat in change.approvals.all() if seat.round == change.voting_round]


def _point(change: Any, *, is_current: bool) -> Point:
    votes = [seat.vote for seat in _seats(change)]
    return Point(change, votes.count("yes"), votes.count("no"), len(votes), is_current)


def _following(changes: list[Any], current: Any) -> Any:
    """The next point of the agenda, for the chair."""
    later = changes[changes.index(current) + 1 :] if current in changes else []
    return later[0] if later else None
