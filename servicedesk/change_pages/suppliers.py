"""Who delivers when he promised, reckoned from what was promised first; every figure opens the orders it counts."""

from typing import Any

from django.db.models import Avg, Count, F, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from changes.models import PartsOrder, Supplier
from changes.parts_lifecycle import MISSING
from people.models import User
from people.views.doors import Asked, asked_for, needs, page_of
from records.models import Record
from servicedesk.change_pages.tabs import tabs_at

RECEIVED = Q(received_at__isnull=False)
PUNCTUAL = RECEIVED & Q(received_at__lte=F("first_promised_at"))
BELATED = RECEIVED & Q(received_at__gt=F("first_promised_at"))
AWAITED = Q(state__in=MISSING)


def _late_now() -> Q:
    return AWAITED & Q(first_promised_at__lt=timezone.now())


def shown() -> dict[str, Q]:
    """What a figure may open."""
    return {
        "received": RECEIVED,
        "punctual": PUNCTUAL,
        "belated": BELATED,
        "awaited": AWAITED,
        "late": _late_now(),
    }


@require_safe
@needs("changes", "see")
def punctuality(request: Asked) -> HttpResponse:
    """GET /suppliers/?supplier=<code>&show=received|punctual|belated|awaited|late"""
    orders = _orders(request.user)
    show = asked_for(request, "show")
    conditions = shown()
    chosen = show if show in conditions else ""
    listed = _of_supplier(orders, asked_for(request, "supplier")).filter(conditions.get(chosen, Q()))
    listed = listed.select_related("supplier", "for_change", "assignee")
    context = {
        "tabs": tabs_at("supplier-punctuality"),
        "rows": _rows(orders),
        "chosen": chosen,
        "page": page_of(listed.order_by("first_promised_at", "pk"), request) if chosen else None,
    }
    return render(request, "change_pages/suppliers.html", context)


def _orders(user: User) -> Any:
    rows: Any = PartsOrder.objects
    return rows.filter(pk__in=Record.objects.visible_to(user), supplier__isnull=False).exclude(
        state="cancelled"
    )


def _of_supplier(orders: Any, code: str) -> Any:
    return orders.filter(supplier__code=code) if code else orders


def _rows(orders: Any) -> list[dict[str, Any]]:
    figures = {name: Count("pk", filter=condition) for name, condition in shown().items()}
    late_by = Avg(F("received_at") - F("first_promised_at"), filter=BELATED)
    counted = orders.values("supplier").annotate(**figures, late_by=late_by)
    suppliers = Supplier.objects.in_bulk([one["supplier"] for one in counted])
    rows = [_row(one, suppliers[one["supplier"]]) for one in counted]
    return sorted(rows, key=lambda row: (row["percent"] is None, row["percent"], row["supplier"].name))


def _row(one: dict[str, Any], supplier: Supplier) -> dict[str, Any]:
    percent = round(100 * one["punctual"] / one["received"]) if one["received"] else None
    late_by = one["late_by"].total_seconds() / 86_400 if one["late_by"] else None
    return one | {"supplier": supplier, "percent": percent, "late_by": late_by}
