"""Items as they were, and what changed since: read from their history."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cmdb.attributes import PREFIX, shown
from cmdb.changing import key_of, told, with_group
from cmdb.models import AttributeDefinition, Baseline, ConfigurationItem, ItemChange, RelationType

RELATION = "relation."
# Of the two ends the second reads the relation's verb backwards.
BACK = ".back"


def state_at(item: ConfigurationItem, at: datetime) -> dict[str, Any]:
    """Columns and attributes at a moment, as history keeps values; empty where it was not recorded yet."""
    state = told(item)
    for change in item.changes.filter(at__gt=at).order_by("-id"):
        if change.event == ItemChange.Event.CREATED:
            return {}
        state |= {name: pair[0] for name, pair in change.changes.items() if not name.startswith(RELATION)}
    return {name: value for name, value in state.items() if value not in (None, "")}


@dataclass
class Difference:
    """What became of one item since a moment: name → [before, after]. Back and forth leaves nothing."""

    item: ConfigurationItem
    is_new: bool = False
    changes: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, change: ItemChange) -> None:
        self.is_new = self.is_new or change.event == ItemChange.Event.CREATED
        for name, (before, after) in change.changes.items():
            # Several relations of one type are several facts.
            other = after or before if name.startswith(RELATION) else None
            key = f"{name}:{other['id']}" if other else name
            first = self.changes[key][0] if key in self.changes else before
            self.changes[key] = [first, after]

    @property
    def net(self) -> dict[str, list[Any]]:
        pairs = {name: pair for name, pair in self.changes.items() if key_of(pair[0]) != key_of(pair[1])}
        return {name: pair for name, pair in pairs.items() if name != "verified_on"}


def changed_since(at: datetime, items: QuerySet[ConfigurationItem], *, most: int = 200) -> list[Difference]:
    """The items among these that are different now, those that changed last first.

    Looked at are the `most` that were written last: a year of a large plant is more than a page, or a reader, can take.
    """
    lines = ItemChange.objects.filter(at__gt=at, item__in=items)
    latest = lines.order_by().values("item").annotate(last=Max("id")).order_by("-last")[:most]
    keys = [line["item"] for line in latest]
    found: dict[int, Difference] = {}
    written = lines.filter(item__in=keys).select_related("item__item_class", "item__customer")
    for change in written.order_by("id"):
        found.setdefault(change.item_id, Difference(change.item)).add(change)
    return [found[key] for key in keys if found[key].is_new or found[key].net]


def scope_of(baseline: Baseline, items: QuerySet[ConfigurationItem]) -> QuerySet[ConfigurationItem]:
    """What a baseline is about."""
    for column in ("item_class", "service", "customer"):
        if value := getattr(baseline, f"{column}_id"):
            items = items.filter(**{column: value})
    return items


class Words:
    """Names and values of history in words. Definitions and types are read once."""

    def __init__(self, definitions: Iterable[AttributeDefinition] | None = None) -> None:
        known = AttributeDefinition.objects.all() if definitions is None else definitions
        self._definitions = {definition.key: definition for definition in known}
        types = list(RelationType.objects.all())
        self._types = {f"{RELATION}{one.code}": one.label for one in types}
        self._types |= {f"{RELATION}{one.code}{BACK}": one.inverse_label for one in types}

    def name(self, name: str) -> str:
        name = name.partition(":")[0]
        if name in self._types:
            return capfirst(self._types[name])
        if name in self._definitions:
            return self._definitions[name].label
        if name.startswith((PREFIX, RELATION)):
            return name.partition(".")[2]
        return capfirst(str(ConfigurationItem._meta.get_field(name).verbose_name))  # type: ignore[union-attr]

    def value(self, name: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, dict):
            return with_group(value["label"], value.get("group", ""), value.get("needed", 1))
        if name == "status" and value in ConfigurationItem.Status.values:
            return str(ConfigurationItem.Status(value).label)
        if definition := self._definitions.get(name):
            return _shown(definition, value)
        return _("yes") if value is True else _("no") if value is False else str(value)

    def pairs(self, changes: dict[str, list[Any]]) -> Iterator[dict[str, str]]:
        for name, (before, after) in changes.items():
            yield {
                "name": self.name(name),
                "key": name,
                "before": self.value(name, before),
                "after": self.value(name, after),
            }


def _shown(definition: AttributeDefinition, value: Any) -> str:
    """A value of long ago may be of another type than its definition is now."""
    try:
        return shown(definition, value)
    except (TypeError, ValueError):
        return str(value)
