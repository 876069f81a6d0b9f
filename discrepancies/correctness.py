"""How much of what somebody looked at was recorded rightly, by class and source; and imports that were mostly wrong."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from cmdb.models import ConfigurationItem, ItemChange, ItemImport
from discrepancies.models import Discrepancy
from discrepancies.patterns import LEAST

# What was looked at longer ago says little about today.
LOOKED_WITHIN = timedelta(days=365)
LATEST = 5_000
FOUND = ("confirmed", "corrected")
Key = tuple[int, str]


@dataclass(frozen=True)
class Looked:
    """Items that somebody looked at within a year, and how many of them two people found to be recorded wrongly."""

    items: int = 0
    wrong: int = 0

    @property
    def correctness(self) -> float | None:
        """0 to 1; None where nobody looked."""
        return 1 - self.wrong / self.items if self.items else None


@dataclass(frozen=True)
class WrongLoad:
    """An import of which `wrong` of `count` items have a discrepancy in one attribute."""

    load: ItemImport
    attribute: str
    wrong: int
    count: int

    @property
    def percent(self) -> int:
        return round(100 * self.wrong / self.count)


def looked_at(rows: QuerySet[ConfigurationItem]) -> dict[Key, Looked]:
    """By class and source."""
    since = timezone.now() - LOOKED_WITHIN
    found: Any = Discrepancy.objects.filter(state__in=FOUND, opened_at__gte=since)
    wrong = Q(pk__in=found.values("item"))
    seen = rows.filter(wrong | Q(verified_on__gte=timezone.localdate() - LOOKED_WITHIN))
    counted = (
        seen.order_by()
        .values("item_class", "source")
        .annotate(items=Count("pk"), bad=Count("pk", filter=wrong))
    )
    return {(one["item_class"], one["source"]): Looked(one["items"], one["bad"]) for one in counted}


def wrong_loads(items: QuerySet[ConfigurationItem]) -> list[WrongLoad]:
    """Imports of which several records of one attribute were found wrong, the worst first."""
    found: Any = Discrepancy.objects.exclude(state="dismissed").filter(item__in=items)
    pairs = set(found.order_by("-pk").values_list("item", "attribute")[:LATEST])
    keys = {item for item, _attribute in pairs}
    lines = ItemChange.objects.filter(load__isnull=False, item__in=keys).values_list(
        "load", "item", "changes"
    )
    wrong: dict[tuple[int, str], set[int]] = defaultdict(set)
    for load, item, changes in lines:
        for name in changes:
            if (item, name) in pairs:
                wrong[load, name].add(item)
    many = {key: len(some) for key, some in wrong.items() if len(some) >= LEAST}
    return sorted(_told(many), key=lambda one: (-one.percent, -one.wrong))


def _told(many: dict[tuple[int, str], int]) -> list[WrongLoad]:
    loads = ItemImport.objects.defer("rows").in_bulk([load for load, _name in many])
    lines = ItemChange.objects.filter(load__in=loads).values_list("load", "changes")
    written: Counter[tuple[int, str]] = Counter()
    for load, changes in lines.iterator(chunk_size=2_000):
        written.update((load, name) for name in changes)
    return [WrongLoad(loads[key[0]], key[1], count, written[key]) for key, count in many.items()]
