"""How far what is recorded can be relied on: completeness and age of verification, by class and source."""

from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from cmdb.models import AttributeDefinition, ConfigurationItem, ItemClass

# Days since the last look, and what a list calls items that nobody has looked at for longer.
AGES = (90, 180, 365)
NEVER = "never"
NOBODY = Q(pk__in=[])


@dataclass(frozen=True)
class Figures:
    """Counts of one class from one source. `filled` of `wanted` fields that the class needs have a value."""

    item_class: ItemClass
    source: str
    items: int
    complete: int
    filled: int
    wanted: int
    fresh: int
    older: tuple[int, ...]
    never: int

    @property
    def incomplete(self) -> int:
        return self.items - self.complete

    @property
    def completeness(self) -> float | None:
        """Share of needed fields that are filled, 0 to 1; None where the class needs nothing."""
        return self.filled / self.wanted if self.wanted else None


def in_use(rows: QuerySet[ConfigurationItem]) -> QuerySet[ConfigurationItem]:
    return rows.exclude(status=ConfigurationItem.Status.RETIRED)


def lacks(item_class: ItemClass, definitions: list[AttributeDefinition]) -> list[Q]:
    """One condition for each field that items of the class need: true where the item lacks it."""
    columns = {"serial": Q(serial="")}
    found = [columns.get(name, Q(**{f"{name}__isnull": True})) for name in item_class.needed_columns]
    required = [one for one in definitions if one.is_required and one.item_class_id == item_class.pk]
    return found + [~Q(attributes__has_key=definition.code) for definition in required]


def incomplete() -> Q:
    """Items that lack something their class needs."""
    definitions = list(AttributeDefinition.objects.filter(is_active=True, is_required=True))
    per_class = [
        Q(item_class=item_class) & reduce(or_, missing)
        for item_class in ItemClass.objects.all()
        if (missing := lacks(item_class, definitions))
    ]
    return reduce(or_, per_class, NOBODY)


def unverified(age: str) -> Q:
    """Items by their last look: "never", "90", "180" or "365" for longer ago than so many days, "fresh" for less."""
    if age == NEVER:
        return Q(verified_on__isnull=True)
    today = timezone.localdate()
    if age == "fresh":
        return Q(verified_on__gte=today - timedelta(days=AGES[0]))
    place = AGES.index(int(age))
    older = Q(verified_on__lt=today - timedelta(days=AGES[place]))
    beyond = AGES[place + 1 : place + 2]
    return older & Q(verified_on__gte=today - timedelta(days=beyond[0])) if beyond else older


def figures(rows: QuerySet[ConfigurationItem]) -> list[Figures]:
    """One line per class and source, of the items in use among these. One query per class."""
    definitions = list(AttributeDefinition.objects.filter(is_active=True))
    return [line for item_class in ItemClass.objects.all() for line in _of(item_class, definitions, rows)]


def _of(
    item_class: ItemClass, definitions: list[AttributeDefinition], rows: QuerySet[ConfigurationItem]
) -> list[Figures]:
    missing = lacks(item_class, definitions)
    counted = {f"lacks_{place}": Count("pk", filter=one) for place, one in enumerate(missing)}
    ages = {f"age_{age}": Count("pk", filter=unverified(str(age))) for age in AGES}
    found = (
        in_use(rows)
        .filter(item_class=item_class)
        .values(origin=F("source"))
        .annotate(
            items=Count("pk"),
            lacking=Count("pk", filter=reduce(or_, missing, NOBODY)),
            fresh=Count("pk", filter=unverified("fresh")),
            never=Count("pk", filter=unverified(NEVER)),
            **counted,
            **ages,
        )
        .order_by("origin")
    )
    return [_line(item_class, len(missing), told) for told in found]


def _line(item_class: ItemClass, needs: int, told: Any) -> Figures:
    wanted = needs * told["items"]
    return Figures(
        item_class=item_class,
        source=str(told["origin"]),
        items=told["items"],
        complete=told["items"] - told["lacking"],
        filled=wanted - sum(told[f"lacks_{place}"] for place in range(needs)),
        wanted=wanted,
        fresh=told["fresh"],
        older=tuple(told[f"age_{age}"] for age in AGES),
        never=told["never"],
    )
