"""What a search-select finds: at most a dozen rows, as options of a list box."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from people.models import User
from servicedesk.choices.offers import narrowing
from servicedesk.choices.sources import MOST_SHOWN, SOURCES, Source, source_of

MOST_LETTERS = 100


@login_required
@require_GET
def choices(request: HttpRequest, source: str) -> HttpResponse:
    """Rows of one table that this person may choose."""
    declared = SOURCES.get(source)
    if declared is None:
        raise Http404(source)
    assert isinstance(request.user, User)
    offered = declared.offered_to(request.user)
    rows = declared.among(offered, words_of(request), narrowing(declared, request.GET.dict()))
    return options(request, rows, declared)


def words_of(request: HttpRequest) -> str:
    """What was typed. A NUL is no letter, and PostgreSQL refuses it."""
    return request.GET.get("q", "").replace("\0", "")[:MOST_LETTERS]


def options(request: HttpRequest, rows: QuerySet[Any], source: Source | None = None) -> HttpResponse:
    declared = source or source_of(rows.model)
    found = list(rows[: MOST_SHOWN + 1])
    shown = [
        {"key": row.pk, "label": str(row), "beside": declared.beside(row) if declared else ""}
        for row in found[:MOST_SHOWN]
    ]
    return render(request, "choices/options.html", {"options": shown, "has_more": len(found) > MOST_SHOWN})
