"""Services: what customers get, what stands behind it, who feels it when it is down."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cmdb.impact import customers_of_service, upstream
from cmdb.models import ConfigurationItem, Service
from cmdb.sight import AREA, items_for
from people.directory import customers_for
from people.views.doors import NAMED, Asked, holding, needs, page_of, words_typed
from records.models import Record
from servicedesk.queues.counting import queue_url

MOST = 50


@require_safe
@needs(AREA, "see")
def services(request: Asked) -> HttpResponse:
    """GET /services/ — the vital ones first."""
    seen = items_for(request.user).exclude(status=ConfigurationItem.Status.RETIRED)
    rows = (
        Service.objects.filter(holding(NAMED, words_typed(request)), is_active=True)
        .select_related("support_team")
        .annotate(
            item_count=Count("items", filter=Q(items__in=seen), distinct=True),
            customer_count=Count(
                "customers", filter=Q(customers__in=customers_for(request.user)), distinct=True
            ),
        )
        .order_by("criticality", "name", "pk")
    )
    context = {"page": page_of(rows, request), "q": words_typed(request)}
    return render(request, "cmdb/services.html", context)


@require_safe
@needs(AREA, "see")
def service(request: Asked, pk: int) -> HttpResponse:
    found = get_object_or_404(Service.objects.select_related("support_team"), pk=pk)
    user = request.user
    items = items_for(user).filter(service=found).exclude(status=ConfigurationItem.Status.RETIRED)
    own = list(items.values_list("pk", flat=True))
    relies_on = items_for(user).filter(pk__in=upstream(own).items[:MOST])
    customers = customers_of_service(found).filter(pk__in=customers_for(user).values("pk"))
    shown = items.select_related("item_class", "model", "customer").order_by("name", "pk")
    context = {
        "service": found,
        "items": shown[:MOST],
        "item_count": len(own),
        "relies_on": relies_on.select_related("item_class").order_by("name", "pk"),
        "customers": customers[:MOST],
        "customer_count": customers.count(),
        "open_count": Record.objects.visible_to(user).open().filter(service=found).count(),
        "open_url": queue_url(None, service=found.pk),
    }
    return render(request, "cmdb/service.html", context)
