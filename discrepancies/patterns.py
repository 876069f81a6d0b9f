"""One wrong record is a slip; most of one import wrong is a cause. Counted per import, or per source and class."""

from dataclasses import dataclass
from typing import Any

from cmdb.models import ConfigurationItem, ItemChange, ItemImport
from discrepancies.models import Discrepancy

# Fewer prove nothing.
LEAST = 3


@dataclass(frozen=True)
class Pattern:
    """`wrong` of the `count` items that came the same way have a discrepancy in the same attribute."""

    load: ItemImport | None
    source: str
    wrong: int
    count: int
    wrong_keys: frozenset[int]

    @property
    def is_most(self) -> bool:
        return 2 * self.wrong >= self.count

    @property
    def percent(self) -> int:
        return round(100 * self.wrong / self.count)


def pattern_of(discrepancy: Discrepancy) -> Pattern | None:
    """What came the same way as the recorded value of this one; None where too few of it are wrong."""
    load = _load_of(discrepancy)
    item = discrepancy.item
    if item is None or (load is None and not item.source):
        return None
    keys = _written_by(load, discrepancy.attribute) if load else _of_source(item)
    wrong = wrong_among(keys, discrepancy.attribute)
    if len(wrong) < LEAST:
        return None
    return Pattern(load, item.source, len(wrong), len(set(keys)), frozenset(wrong))


def wrong_among(items: Any, attribute: str) -> set[int]:
    """Those of the items that somebody found wrong in this attribute, whether corrected meanwhile or not."""
    found: Any = Discrepancy.objects.filter(item__in=items, attribute=attribute)
    return set(found.exclude(state="dismissed").values_list("item", flat=True))


def _load_of(discrepancy: Discrepancy) -> ItemImport | None:
    """The import that wrote what was recorded when it was reported."""
    lines = ItemChange.objects.filter(
        item=discrepancy.item_id, at__lte=discrepancy.opened_at, changes__has_key=discrepancy.attribute
    )
    line = lines.select_related("load").order_by("-id").first()
    return line.load if line else None


def _written_by(load: ItemImport, attribute: str) -> list[int]:
    lines = ItemChange.objects.filter(load=load, changes__has_key=attribute)
    return list(lines.values_list("item", flat=True).distinct())


def _of_source(item: ConfigurationItem) -> list[int]:
    same = ConfigurationItem.objects.filter(source=item.source, item_class=item.item_class_id)
    return list(same.values_list("pk", flat=True))
