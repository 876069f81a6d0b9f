"""One row: made, changed, and what is known of it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people import access_log
from people.views.doors import Asked, posted
from servicedesk.settings_pages import history
from servicedesk.settings_pages.narrowing import Narrowing
from servicedesk.settings_pages.sheets import Kept, Sheet
from servicedesk.settings_pages.tables import SettingsTable
from servicedesk.settings_pages.uses import uses_of
from servicedesk.settings_pages.views.doors import EDIT, reads, table_or_404
from servicedesk.settings_pages.views.lists import frame

LATEST = 8


@require_http_methods(["GET", "HEAD", "POST"])
@reads
def new(request: Asked, table: str) -> HttpResponse:
    """GET, POST /settings/<table>/new/ — a filter in the address fills the field it is about."""
    request.user.rights.require(*EDIT)
    declared = table_or_404(table)
    narrowing = Narrowing(declared, request.GET)
    asked = narrowing.given() if narrowing.is_valid() else {}
    return _edit(request, declared, None, initial=asked)


@require_http_methods(["GET", "HEAD", "POST"])
@reads
def row(request: Asked, table: str, pk: int) -> HttpResponse:
    """GET, POST /settings/<table>/<pk>/ — 400 with what was typed where it cannot be kept as it stands."""
    return _edit(request, table_or_404(table), pk)


@transaction.atomic
def _edit(
    request: Asked, table: SettingsTable, pk: int | None, *, initial: Mapping[str, Any] | None = None
) -> HttpResponse:
    found = table.model() if pk is None else _row(request, table, pk)
    sheet = Sheet(table, found, data=posted(request), initial=initial)
    if request.method == "POST" and sheet.is_valid():
        kept = sheet.keep(by=request.user, request=request)
        if kept is not None:
            tell(request, table, kept)
            return redirect(table.row_url(kept.row) if table.panels else table.url)
    status = 400 if request.method == "POST" else 200
    return render(request, "settings/row.html", _context(request, table, sheet, pk), status=status)


def _row(request: Asked, table: SettingsTable, pk: int) -> Any:
    """The row, or 404; locked where it is about to be written."""
    if not 0 < pk < 2**63:
        raise Http404(pk)
    rows = table.model._default_manager.all()
    return get_object_or_404(
        rows.select_for_update(of=("self",)) if request.method == "POST" else rows, pk=pk
    )


def _context(request: Asked, table: SettingsTable, sheet: Sheet, pk: int | None) -> dict[str, Any]:
    # As it is kept, not as it was typed: a name that was refused must not stand above the form.
    kept: Any = (
        table.model._default_manager.filter(pk=pk).first() if pk and request.method == "POST" else sheet.row
    )
    context = {**frame(request, table), "sheet": sheet, "form": sheet.form, "row": kept if pk else None}
    if pk:
        context |= {
            "is_off": table.is_off(kept),
            "uses": uses_of(kept, request.user),
            "panels": [
                {"panel": panel, "told": told}
                for panel in table.panels
                if (told := panel.context(kept)) is not None
            ],
            "log": history.lines(access_log.about(kept)[:LATEST]),
        }
    return context


def tell(request: Asked, table: SettingsTable, kept: Kept) -> None:
    """What was kept, and what follows from it."""
    if not kept.is_changed:
        messages.info(request, _("Nothing was changed."))
        return
    if kept.merged:
        names = ", ".join(kept.merged)
        messages.info(
            request, _("Saved. What others changed meanwhile stays: %(fields)s.") % {"fields": names}
        )
    else:
        messages.success(request, _("“%(row)s” is kept.") % {"row": kept.row})
    for sentence in table.follows(kept.row):
        messages.info(request, sentence)
