"""What hangs on an item, and what it hangs on: counted, listed, and drawn."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cmdb.impact import Impact, customers_of, downstream, edges_between, services_of, upstream
from cmdb.models import ConfigurationItem
from cmdb.sight import AREA, items_for
from people.models import User
from people.views.doors import Asked, needs

# Wider storeys nobody reads in a drawing; the list goes further, and says how far.
MOST_IN_A_STOREY = 6
MOST_LISTED = 300
MOST_NAMED = 8


@dataclass(frozen=True)
class Told:
    """An impact as far as one person may see it."""

    impact: Impact
    items: list[dict[str, Any]]
    weakened: list[ConfigurationItem]
    customers: list[Any]
    customer_count: int
    services: list[Any]

    @property
    def count(self) -> int:
        return len(self.impact)

    @property
    def is_whole(self) -> bool:
        """Whether these are all: a hub's impact is followed to a bound, and every count is "more than" then."""
        return self.impact.is_whole

    @property
    def weakened_count(self) -> int:
        return len(self.impact.weakened)

    @property
    def named(self) -> list[dict[str, Any]]:
        """The few nearest, for a line of text."""
        return self.items[:MOST_NAMED]

    @property
    def unnamed_count(self) -> int:
        return self.count - len(self.named)

    @property
    def more_items(self) -> int:
        return self.count - len(self.items)

    @property
    def more_customers(self) -> int:
        return self.customer_count - len(self.customers)


def told_of(impact: Impact, user: User, *, most: int) -> Told:
    """Who does not see an item is told that it is there, and not what it is."""
    shown = impact.items[:most]
    seen = items_for(user).select_related("item_class", "customer").in_bulk([*shown, *impact.weakened[:most]])
    customers = customers_of(impact.all_failed)
    return Told(
        impact=impact,
        items=[{"item": seen[key], "depth": impact.depths[key]} for key in shown if key in seen],
        weakened=[seen[key] for key in impact.weakened[:most] if key in seen],
        customers=list(customers[:MOST_NAMED]),
        customer_count=customers.count(),
        services=list(services_of(impact.all_failed)[:MOST_NAMED]),
    )


@require_safe
@needs(AREA, "see")
def impact_page(request: Asked, pk: int) -> HttpResponse:
    """GET /items/<pk>/impact/?way=up — what hangs on it; upwards, what it hangs on."""
    item = get_object_or_404(items_for(request.user).select_related("item_class", "customer"), pk=pk)
    is_up = request.GET.get("way") == "up"
    impact = upstream([pk]) if is_up else downstream([pk])
    context = {
        "item": item,
        "is_up": is_up,
        "told": told_of(impact, request.user, most=MOST_LISTED),
        "graph": graph_of(item, impact, request.user),
        "tabs": _tabs(item, is_up),
    }
    return render(request, "cmdb/impact.html", context)


def _tabs(item: ConfigurationItem, is_up: bool) -> list[dict[str, Any]]:
    here = reverse("desk:item-impact", args=[item.pk])
    return [
        {
            "label": _("What hangs on it"),
            "url": here,
            "is_current": not is_up,
            "icon": "arrow-down",
            "count": None,
        },
        {
            "label": _("What it hangs on"),
            "url": f"{here}?way=up",
            "is_current": is_up,
            "icon": "arrow-up",
            "count": None,
        },
    ]


def graph_of(item: ConfigurationItem, impact: Impact, user: User) -> dict[str, Any]:
    """Nodes and edges for the drawing: some of every storey, the weakened ones among them."""
    listed = [item.pk, *impact.items[:MOST_LISTED], *impact.weakened[:MOST_IN_A_STOREY]]
    edges = edges_between(listed)
    drawn = _drawn(item.pk, impact, edges)
    seen = items_for(user).select_related("item_class").in_bulk(drawn)
    return {
        "nodes": [_node(seen[key], item, impact) for key in drawn if key in seen],
        "edges": [
            {"supplier": supplier, "dependent": dependent, "isSpare": is_spare}
            for supplier, dependent, is_spare in edges
            if supplier in seen and dependent in seen
        ],
        "isWhole": impact.is_whole and len(drawn) == 1 + len(impact) + len(impact.weakened),
    }


def _drawn(start: int, impact: Impact, edges: list[tuple[int, int, bool]]) -> list[int]:
    """Of each storey those that hang on what is drawn already, the ones with most relations first."""
    beside: dict[int, set[int]] = defaultdict(set)
    for supplier, dependent, _is_spare in edges:
        beside[supplier].add(dependent)
        beside[dependent].add(supplier)
    storeys: dict[int, list[int]] = defaultdict(list)
    for key in impact.items[:MOST_LISTED]:
        storeys[impact.depths[key]].append(key)
    drawn = dict.fromkeys([start])
    for depth in sorted(storeys):
        ranked = sorted(storeys[depth], key=lambda key: (not beside[key] & drawn.keys(), -len(beside[key])))
        drawn |= dict.fromkeys(ranked[:MOST_IN_A_STOREY])
    return list(drawn | dict.fromkeys(impact.weakened[:MOST_IN_A_STOREY]))


def _node(one: ConfigurationItem, start: ConfigurationItem, impact: Impact) -> dict[str, Any]:
    role = "start" if one.pk == start.pk else "weakened" if one.pk in impact.weakened else "hit"
    return {
        "id": one.pk,
        "label": one.name,
        "beside": one.item_class.label,
        "role": role,
        "depth": impact.depths.get(one.pk, 0),
        "url": one.get_absolute_url(),
    }
