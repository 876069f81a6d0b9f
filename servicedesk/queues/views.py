"""Pages of the queues."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from records.kinds import Kind, kinds
from servicedesk.htmx import wants_fragment
from servicedesk.models import SavedView
from servicedesk.queues.listing import Listing, listing
from servicedesk.records_pages.lookup import user_of

__all__ = ["kind_in", "login_required", "queue", "user_of"]


def kind_in(plural: str, request: HttpRequest) -> Kind | None:
    """The kind a queue's address names. Raises Http404 for one that the person sees nothing of."""
    if not plural:
        return None
    for kind in kinds():
        if kind.plural == plural and user_of(request).rights.scopes_for(kind.name):
            return kind
    raise Http404(plural)


@login_required
@require_GET
def queue(request: HttpRequest, plural: str = "") -> HttpResponse:
    """The list an address asks for. A live part asks for the list alone, at the same address."""
    found = listing(request.GET, user_of(request), kind_in(plural, request))
    template = "queues/list.html" if wants_fragment(request) else "queues/queue.html"
    response = render(request, template, context_of(request, found))
    # A browser keeps page and fragment apart, or "back" would show the fragment alone.
    response["Vary"] = "HX-Request"
    response["Cache-Control"] = "private, no-store"
    return response


def context_of(request: HttpRequest, found: Listing) -> dict[str, Any]:
    kind, user = found.selection.kind, user_of(request)
    view = _view(request)
    return {
        "listing": found,
        "kind": kind,
        "here": request.get_full_path(),
        "tail": tail_of(found),
        "chips": found.chips(),
        "kept": [(name, value) for name, value in _pairs(found) if name != "text"],
        "text": "".join(value.text for value in found.selection.values.get("text", [])),
        "view": view,
        "is_own_view": view is not None and view.owner_id == user.pk,
        "topics": " ".join(kind.name for kind in found.selection.kinds),
        "may_export": user.rights.may("export", "take"),
        "may_register": kind is not None and user.rights.may(kind.name, "register"),
    }


def tail_of(found: Listing) -> str:
    """The list as parameters for its dialogs and its export, the kind among them."""
    kind = found.selection.kind
    plural = [("plural", kind.plural)] if kind else []
    return urlencode([*plural, *_pairs(found)])


def _pairs(found: Listing) -> list[tuple[str, str]]:
    return [(name, value) for name, values in found.parameters.items() for value in values]


def _view(request: HttpRequest) -> SavedView | None:
    key = request.GET.get("view", "")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    return SavedView.objects.of(user_of(request)).filter(pk=int(key)).first()
