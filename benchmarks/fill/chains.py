"""Chains in a filled database: incidents, their problem, its change, the part that is awaited; and one hub."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from changes.models import Change, PartsOrder, Supplier
from people.models import User
from problems.links import EXPLAINS
from problems.models import Problem
from records.actions import advance, register
from records.models import Record
from records.models.links import Link

HUB = "A fault of the whole series"
CHAINS, FEW, VERY_MANY = 20, 5, 2_000


def hung_together() -> list[str]:
    """The numbers of the problems, the hub first. Hangs them together once."""
    if not Problem.objects.filter(title=HUB).exists():
        _hang_together()
    titles = [HUB, *(f"{HUB} {number}" for number in range(CHAINS))]
    return list(Problem.objects.filter(title__in=titles).order_by("pk").values_list("number", flat=True))


def _hang_together() -> None:
    count = VERY_MANY + CHAINS * FEW
    newest = Record.objects.filter(kind="incident").order_by("-opened_at", "-pk")
    incidents = list(newest.values_list("pk", flat=True)[:count])
    _chain(HUB, incidents[:VERY_MANY])
    for number in range(CHAINS):
        start = VERY_MANY + number * FEW
        _chain(f"{HUB} {number}", incidents[start : start + FEW])


def _chain(title: str, incidents: list[int]) -> None:
    people = {
        name: User.objects.get(username=name) for name in ("problem-manager", "change-manager", "purchaser")
    }
    lead = people["problem-manager"]
    problem = register(Problem, by=lead, title=title)
    Link.objects.bulk_create(
        [Link(type=EXPLAINS.name, earlier_id=key, later_id=problem.pk, by=lead) for key in incidents]
    )
    change = register(Change, by=people["change-manager"], title=title, origin=problem)
    order = register(PartsOrder, by=people["change-manager"], title=title, part=title, for_change=change)
    supplier, _ = Supplier.objects.get_or_create(code="bulk", defaults={"name": "Bulk"})
    promise_at = timezone.now() + timedelta(days=3)
    advance(order, "order", by=people["purchaser"], supplier=supplier, promise_at=promise_at)
