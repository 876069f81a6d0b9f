"""The lists behind a surge's numbers: its calls, and the incidents opened meanwhile."""

from typing import Any, cast

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from emergency.models import Surge
from emergency.surge_reports import calls_of, incidents_of
from people.rights import Forbidden
from people.views.doors import Asked
from servicedesk.queues.ordering import Key, Order, page_of

PAGE = 50
CALLS = Order(
    name="newest",
    label="",
    keys=(Key("started_at", is_descending=True, is_moment=True), Key("id", is_descending=True)),
)
INCIDENTS = Order(
    name="newest",
    label="",
    keys=(Key("opened_at", is_descending=True, is_moment=True), Key("id", is_descending=True)),
)


def _surge(request: Asked, number: str) -> Surge:
    """Invisible is absent."""
    # The manager is inherited, and django-stubs reads it as that of Record.
    rows = cast("Any", Surge.objects.visible_to(request.user))
    found: Surge | None = (
        rows.select_related("service", "item", "symptom").filter(number=number.upper()).first()
    )
    if found is None:
        raise Http404(number)
    return found


@require_safe
def calls(request: Asked, number: str) -> HttpResponse:
    surge = _surge(request, number)
    if not request.user.rights.may("call", "see"):
        raise Forbidden("call.see")
    found: Any = calls_of(surge, timezone.now()).visible_to(request.user)  # type: ignore[attr-defined]
    rows = found.select_related("agent", "contact", "customer", "record")
    return _listed(request, surge, rows, CALLS, "surges/calls.html")


@require_safe
def incidents(request: Asked, number: str) -> HttpResponse:
    surge = _surge(request, number)
    found = incidents_of(surge, timezone.now()).visible_to(request.user).shown()
    return _listed(request, surge, found, INCIDENTS, "surges/incidents.html")


def _listed(request: Asked, surge: Surge, rows: Any, order: Order, template: str) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = page_of(rows, order, after=after, before=before, size=PAGE)
    context = {
        "surge": surge,
        "rows": page.rows,
        "total": rows.order_by().count(),
        "newer_url": _cursor(request, "before", page.newer),
        "older_url": _cursor(request, "after", page.older),
    }
    return render(request, template, context)


def _cursor(request: Asked, name: str, cursor: str) -> str:
    return f"{request.path}?{name}={cursor.replace('+', '%2B')}" if cursor else ""
