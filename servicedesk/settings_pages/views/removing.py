"""Taking a row away, or, where it is used, out of use."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people import access_log
from people.models import AccessLog
from people.views.doors import Asked
from servicedesk.htmx import go_to, wants_fragment
from servicedesk.settings_pages.removal import take_away
from servicedesk.settings_pages.tables import SettingsTable
from servicedesk.settings_pages.uses import uses_of
from servicedesk.settings_pages.views.doors import EDIT, reads, table_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@reads
def remove(request: Asked, table: str, pk: int) -> HttpResponse:
    """GET asks, and says what uses the row and what goes with it; POST removes it, or 409 where it is used."""
    request.user.rights.require(*EDIT)
    declared = table_or_404(table)
    with transaction.atomic():
        row = _locked(declared, pk)
        told = str(row)
        if request.method != "POST" or not take_away(row, by=request.user, request=request):
            status = 409 if request.method == "POST" else 200
            return _ask(request, declared, row, status)
    messages.success(request, _("“%(row)s” is removed.") % {"row": told})
    for sentence in declared.follows(row):
        messages.info(request, sentence)
    return go_to(request, declared.url)


def _locked(table: SettingsTable, pk: int) -> Model:
    if not 0 < pk < 2**63:
        raise Http404(pk)
    return get_object_or_404(table.model._default_manager.select_for_update(of=("self",)), pk=pk)


def _ask(request: Asked, table: SettingsTable, row: Model, status: int) -> HttpResponse:
    uses = uses_of(row, request.user)
    is_used = any(use.is_blocking for use in uses)
    can_switch = is_used and table.switch is not None and not table.is_off(row)
    context: dict[str, Any] = {
        "table": table,
        "row": row,
        "blocking": [use for use in uses if use.is_blocking],
        "going": [use for use in uses if use.goes_with_it],
        "losing": [use for use in uses if not use.is_blocking and not use.goes_with_it],
        "can_switch": can_switch,
        "is_off": table.is_off(row),
        "action": switch_url(table, row) if can_switch else request.path,
        "is_dialog": wants_fragment(request),
        "frame": "components/dialog.html" if wants_fragment(request) else "settings/dialog_page.html",
    }
    response = render(request, "settings/remove.html", context, status=status)
    response["Vary"] = "HX-Request"
    return response


def switch_url(table: SettingsTable, row: Model) -> str:
    return reverse("desk:settings-switch", args=[table.name, row.pk])


@require_POST
@reads
@transaction.atomic
def switch(request: Asked, table: str, pk: int) -> HttpResponse:
    """POST takes the row out of use, or back into it."""
    declared = table_or_404(table)
    if declared.switch is None:
        raise Http404(table)
    row, told = _locked(declared, pk), declared.switch
    is_off = declared.is_off(row)
    setattr(row, told.column, told.on if is_off else told.off)
    row.save()
    pair = [_("no longer in use"), _("in use")]
    changes = {told.column: pair if is_off else pair[::-1]}
    access_log.note(AccessLog.Event.CHANGED, by=request.user, subject=row, changes=changes, request=request)
    words = _("“%(row)s” is in use again.") if is_off else _("“%(row)s” is no longer in use.")
    messages.success(request, words % {"row": row})
    return go_to(request, declared.row_url(row))
