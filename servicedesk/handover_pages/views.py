"""The list of hand-over books, and one of them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from handovers.areas import AREA
from handovers.models import Book
from handovers.reading import parts_of, without_left_out
from handovers.shifts import DeskShift, desks, next_after, people_of, shift_at
from people.models import Team, User
from people.views.doors import page_of
from servicedesk.records_pages.lookup import login_required, user_of


@login_required
@require_safe
def books(request: HttpRequest) -> HttpResponse:
    """GET /hand-overs/ — this shift's book first, then those of the shifts before."""
    user = user_of(request)
    user.rights.require(AREA, "see")
    rows = Book.objects.select_related("desk", "outgoing", "incoming")
    context = {
        "page": page_of(rows, request),
        "now": [_now(desk) for desk in _my_desks(user)],
        "may_write": user.rights.may(AREA, "write"),
    }
    return render(request, "handovers/list.html", context)


def _my_desks(user: User) -> list[Team]:
    """His own desks; whoever is in none sees every desk's."""
    every = list(desks())
    mine = [desk for desk in every if desk.pk in user.rights.team_ids]
    return mine or every


def _now(desk: Team) -> dict[str, Any]:
    shift: DeskShift | None = shift_at(desk, timezone.now())
    found = None
    if shift is not None:
        found = Book.objects.filter(desk=desk, starts_at=shift.starts_at).first()
    return {"desk": desk, "shift": shift, "book": found}


def seen_book(request: HttpRequest, pk: int) -> Book:
    """Raises Forbidden, Http404."""
    user_of(request).rights.require(AREA, "see")
    found = Book.objects.select_related("desk", "outgoing", "incoming").filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found


@login_required
@require_safe
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /hand-overs/1/ — with `?all` also what was left out, while it may still be taken in again."""
    found, user = seen_book(request, pk), user_of(request)
    return render(request, "handovers/book.html", context_of(found, user, with_all="all" in request.GET))


def context_of(book: Book, user: User, *, with_all: bool = False) -> dict[str, Any]:
    may_write = user.rights.may(AREA, "write") and book.is_open
    may_sign = user.rights.may(AREA, "sign") and not book.is_signed
    parts = parts_of(book, user, with_left_out=may_write)
    # Counted among what this reader sees: a number tells of a record too.
    left_out = sum(one.line.is_left_out for part in parts for one in part.lines)
    return {
        "book": book,
        "parts": parts if with_all else without_left_out(parts),
        "with_all": with_all,
        "left_out": left_out,
        "may_write": may_write,
        "may_sign": may_sign and (book.is_open or book.outgoing_id != user.pk),
        "may_open": may_sign and not book.is_open,
        "is_mine": book.outgoing_id == user.pk,
        "people": people_of(book.desk, book.starts_at, book.ends_at),
        "following": next_after(book.desk, book.ends_at),
    }
