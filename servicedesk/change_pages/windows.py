"""The windows of a sheet: all of them read as bare rows, and whole only those that are shown."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from changes.collisions import PERSON, Collision, Window, collisions
from changes.models import Change
from changes.scheduling import PLACED, Conflict
from cmdb.models import ConfigurationItem
from people.models import User
from records.models import Record
from servicedesk.change_pages.sheets import Sheet

CALLED_OFF = ("rejected", "cancelled")
LONG_TEXTS = ("description", "plan", "back_out_plan", "tests", "outcome", "risk_reasons")


@dataclass(frozen=True)
class Placed:
    """Everything on a sheet, in the order of its beginning, and which of it collides."""

    windows: list[Window]
    collisions: list[Collision]

    @property
    def colliding(self) -> set[int]:
        return {end.key for one in self.collisions for end in (one.first, one.second)}


def placed_on(sheet: Sheet, user: User) -> Placed:
    """Windows that overlap the sheet, what is over with them; what was called off apart."""
    rows: Any = Change.objects
    seen: QuerySet[Change] = rows.filter(
        pk__in=Record.objects.visible_to(user), starts_at__lt=sheet.end, ends_at__gt=sheet.start
    ).exclude(state__in=CALLED_OFF)
    told: Any = list(
        seen.order_by("starts_at", "pk").values_list(
            "pk", "starts_at", "ends_at", "item_id", "assignee_id", "state"
        )
    )
    further = _further_items(seen)
    windows, running = [], []
    for key, starts_at, ends_at, item, person, state in told:
        items = frozenset({item, *further[key]} - {None})
        windows.append(Window(starts_at, key, ends_at, items, person))
        if state in PLACED:
            running.append(windows[-1])
    return Placed(windows, collisions(running))


def _further_items(seen: QuerySet[Change]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for key, item in Change.items.through.objects.filter(change__in=seen.order_by()).values_list(
        "change_id", "configurationitem_id"
    ):
        found[key].append(item)
    return found


def read(keys: Iterable[int]) -> dict[int, Any]:
    """Key → the change, with what a calendar prints."""
    rows: Any = Change.objects
    return dict(rows.filter(pk__in=set(keys)).select_related("assignee").defer(*LONG_TEXTS).in_bulk())


def told_of(found: list[Collision], changes: dict[int, Any]) -> Iterator[tuple[Any, Conflict]]:
    """Each collision as the earlier change and what it collides with, in words."""
    keys = {key for one in found for key in one.over}
    names = {item.pk: str(item) for item in ConfigurationItem.objects.filter(pk__in=keys)} if keys else {}
    for one in found:
        first, second = changes[one.first.key], changes[one.second.key]
        over = (
            str(first.assignee) if one.sort == PERSON else ", ".join(sorted(names[key] for key in one.over))
        )
        yield first, Conflict(second, one.sort, over)
