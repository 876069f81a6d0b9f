"""The first page of the settings, the list of a table, and the history of all of them."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from people.views.doors import Asked, holding, page_of, words_typed
from servicedesk.settings_pages import history, places
from servicedesk.settings_pages.narrowing import Narrowing
from servicedesk.settings_pages.tables import SettingsTable
from servicedesk.settings_pages.views.doors import may_edit, reads, table_or_404


@require_safe
@reads
def home(request: Asked) -> HttpResponse:
    """GET /settings/ — every table that the desk holds as data, in groups."""
    context = {"groups": list(places.shown_groups(request.user)), "may_edit": may_edit(request)}
    return render(request, "settings/home.html", context)


@require_safe
@reads
def table(request: Asked, table: str) -> HttpResponse:
    """GET /settings/<table>/?q=…&<filter>=… — a page of its rows; 400 for a filter that cannot be read."""
    declared = table_or_404(table)
    form = Narrowing(declared, request.GET)
    is_readable = form.is_valid()
    rows = declared.rows().filter(holding(declared.search, words_typed(request)))
    page = page_of(form.narrow(rows) if is_readable else rows.none(), request)
    context = {
        **frame(request, declared),
        "form": form,
        "q": words_typed(request),
        "is_narrowed": bool(words_typed(request) or (is_readable and form.given())),
        "page": page,
        "lines": [_line(declared, row) for row in page.rows],
        "columns": declared.shown_columns,
        "new_tail": request.GET.urlencode(),
    }
    return render(request, "settings/table.html", context, status=200 if is_readable else 400)


def _line(table: SettingsTable, row: Any) -> dict[str, Any]:
    cells = [column.cell_of(row) for column in table.shown_columns]
    return {
        "row": row,
        "url": table.row_url(row),
        "first": cells[0],
        "rest": cells[1:],
        "is_off": table.is_off(row),
        "depth": min(row.path.count("/"), 6) if cells[0]["shape"] == "branch" else 0,
    }


def frame(request: Asked, table: SettingsTable) -> dict[str, Any]:
    """What every page of one table shows."""
    return {"table": table, "tabs": places.tabs(table, request.user), "may_edit": may_edit(request)}


@require_safe
@reads
def changes(request: Asked) -> HttpResponse:
    """GET /settings/changes/?table=targets — who changed what, newest first."""
    known = {one._meta.label_lower: one for one in history.models_of_settings()}
    asked = request.GET.get("table", "")
    if asked and asked not in known:
        raise Http404(asked)
    page = page_of(history.changes_of(known.get(asked)), request)
    context = {
        "page": page,
        "lines": history.lines(page.rows),
        "asked": asked,
        "choices": sorted((str(capfirst(one._meta.verbose_name_plural)), key) for key, one in known.items()),
    }
    return render(request, "settings/changes.html", context)
