"""The search page and the palette's list."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from people.views.doors import Asked, signed_in
from records.kinds import kinds
from servicedesk.search import records
from servicedesk.search.palette import groups
from servicedesk.search.people import people
from servicedesk.search.query import BadQuery, read
from servicedesk.search.records import STATES, Found, Wanted

STATE_LABELS = {
    "open": gettext_lazy("open"),
    "resolved": gettext_lazy("resolved"),
    "closed": gettext_lazy("closed"),
}
ORDERS = {"newest": gettext_lazy("Newest first"), "best": gettext_lazy("Best match first")}


@signed_in
@never_cache
@require_GET
def search(request: Asked) -> HttpResponse:
    """A number that one record has leads straight to it, unless other results were asked for."""
    wanted = _wanted(request)
    named = records.named(request.user, wanted.query)
    if len(named) == 1 and "all" not in request.GET:
        return HttpResponseRedirect(named[0].get_absolute_url())
    found = records.search(request.user, wanted) if wanted.query.text else Found()
    context = {
        "wanted": wanted,
        "query": wanted.query,
        "named": named,
        "people": people(request.user, wanted.query) if not wanted.after else None,
        "found": found,
        "kinds": _kind_facets(wanted, found, request),
        "states": _state_facets(wanted, found),
        "orders": _orders(wanted),
        "newer_url": _url(wanted, before=found.newer) if found.newer else "",
        "older_url": _url(wanted, after=found.older) if found.older else "",
    }
    return render(request, "search/page.html", context)


def _wanted(request: Asked) -> Wanted:
    given = {name: request.GET.get(name, "") for name in ("kind", "state", "after", "before")}
    order = request.GET.get("order") or "newest"
    allowed = {"kind": {kind.name for kind in kinds()}, "state": set(STATES)}
    for name, values in allowed.items():
        if given[name] and given[name] not in values:
            raise BadQuery(_("The filter “%(name)s” does not know this value.") % {"name": name})
    if order not in ORDERS:
        raise BadQuery(_("There is no such order."))
    return Wanted(query=read(request.GET.get("q", "")), order=order, **given)


def _url(wanted: Wanted, **changed: str) -> str:
    """This search with other facets; a page of another search has no place in it."""
    told = {
        "q": wanted.query.text,
        "kind": wanted.kind,
        "state": wanted.state,
        "order": wanted.order,
    } | changed
    kept = {name: value for name, value in told.items() if value and (name, value) != ("order", "newest")}
    return f"{reverse('desk:search')}?{urlencode(kept | ({'all': '1'} if wanted.query.is_number else {}))}"


def _kind_facets(wanted: Wanted, found: Found, request: Asked) -> list[dict[str, Any]]:
    seen = [kind for kind in kinds() if request.user.rights.scopes_for(kind.name)]
    return [
        _facet(
            kind.label_plural,
            _url(wanted, kind=kind.name),
            found.by_kind[kind.name],
            wanted.kind == kind.name,
        )
        | {"icon": kind.icon, "clear_url": _url(wanted, kind="")}
        for kind in seen
    ]


def _state_facets(wanted: Wanted, found: Found) -> list[dict[str, Any]]:
    return [
        _facet(label, _url(wanted, state=name), found.by_state[name], wanted.state == name)
        | {"clear_url": _url(wanted, state="")}
        for name, label in STATE_LABELS.items()
    ]


def _facet(label: Any, url: str, count: int, is_current: bool) -> dict[str, Any]:
    return {"label": label, "url": url, "count": count, "is_current": is_current}


def _orders(wanted: Wanted) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": _url(wanted, order=name), "is_current": wanted.order == name}
        for name, label in ORDERS.items()
    ]


@signed_in
@never_cache
@require_GET
def palette(request: Asked) -> HttpResponse:
    try:
        query = read(request.GET.get("q", ""))
    except BadQuery as bad:
        return render(request, "search/palette.html", {"trouble": bad.reader}, status=400)
    return render(request, "search/palette.html", {"groups": groups(request, query)})
