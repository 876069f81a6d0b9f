"""What goes on just now, fetched again by every open pad when an emergency changes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from people.views.doors import Asked, needs
from servicedesk.call_pad import hints


@needs("call", "log")
@never_cache
@require_GET
def now(request: Asked) -> HttpResponse:
    """GET /calls/new/now/?customer=&service= — emergencies, surges, storms, with the key for this caller."""
    typed = hints.typed_from(request.GET)
    found = hints.now(request.user, typed.customer_id, typed.service_id)
    return render(request, "call_pad/now.html", {"now": found, "now_url": request.path})
