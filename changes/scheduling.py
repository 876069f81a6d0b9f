"""When a change may be carried out: freeze windows refuse, conflicts are shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from changes.reliance import relied_upon_by_each

# Windows that are proposed are shown to whoever plans another; what was rejected or called off is not.
PLACED = ("draft", "submitted", "assessed", "approved", "scheduled", "waiting_for_parts", "in_progress")


@dataclass(frozen=True)
class Conflict:
    """Another change in the same window. `sort` is what both share: item, dependent or person; `over` names it."""

    change: Any
    sort: str
    over: str


def moment_words(at: datetime) -> str:
    """A moment in the desk's time, as the journal writes it."""
    return date_format(timezone.localtime(at), "Y-m-d H:i")


def freezes_during(change: Any, starts_at: datetime, ends_at: datetime) -> Any:
    """The freeze windows that overlap this one and hold for the change's service and customer."""
    from changes.models import FreezeWindow

    for_it = (Q(service=None) | Q(service=change.service_id)) & (
        Q(customer=None) | Q(customer=change.customer_id)
    )
    return FreezeWindow.objects.filter(for_it, starts_at__lt=ends_at, ends_at__gt=starts_at)


def refuse_where_frozen(change: Any, starts_at: datetime, ends_at: datetime) -> None:
    """Raises ValidationError naming the freeze, unless the change is an emergency."""
    frozen = freezes_during(change, starts_at, ends_at).first()
    if frozen is None or change.sort == "emergency":
        return
    told = {"name": frozen, "until": moment_words(frozen.ends_at)}
    raise ValidationError(
        {
            "starts_at": _(
                "“%(name)s” freezes changes until %(until)s: choose a later window, or make it an emergency."
            )
            % told
        }
    )


def placed_between(model: Any, starts_at: datetime, ends_at: datetime) -> Any:
    """Changes whose windows overlap this time, with what conflicts are told by. `model` is the change's."""
    return (
        model._default_manager.filter(starts_at__lt=ends_at, ends_at__gt=starts_at, state__in=PLACED)
        .select_related("item", "assignee", "service", "customer")
        .prefetch_related("items")
        .order_by("starts_at", "pk")
    )


def conflicts_of(change: Any) -> list[Conflict]:
    """Other windows at the same time that touch the same item, one it hangs on, or busy the same person."""
    if change.starts_at is None:
        return []
    others = placed_between(type(change), change.starts_at, change.ends_at).exclude(pk=change.pk)
    return conflicts_among([change, *others])[change.pk]


def conflicts_among(changes: Iterable[Any]) -> dict[int, list[Conflict]]:
    """Key → its conflicts, for changes that all have a window."""
    placed = sorted(changes, key=lambda one: (one.starts_at, one.pk))
    found: dict[int, list[Conflict]] = {one.pk: [] for one in placed}
    overlapping = list(_overlapping(placed))
    relied = relied_upon_by_each({item.pk for pair in overlapping for one in pair for item in one.all_items})
    for first, second in overlapping:
        shared = _shared(first, second, relied)
        if shared is not None:
            found[first.pk].append(Conflict(second, *shared))
            found[second.pk].append(Conflict(first, *shared))
    return found


def _overlapping(placed: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Pairs that share a moment, of changes in the order of their beginning."""
    running: list[Any] = []
    for one in placed:
        running = [other for other in running if other.ends_at > one.starts_at]
        yield from ((other, one) for other in running)
        running.append(one)


def _shared(first: Any, second: Any, relied: dict[int, set[int]]) -> tuple[str, str] | None:
    """What both touch, most telling first."""
    mine = {item.pk: item for item in first.all_items}
    theirs = {item.pk: item for item in second.all_items}
    if both := mine.keys() & theirs.keys():
        return "item", _names(mine, both)
    below_mine = {key for item in mine for key in relied.get(item, ())}
    below_theirs = {key for item in theirs for key in relied.get(item, ())}
    if hung_on := (below_mine & theirs.keys()) | (below_theirs & mine.keys()):
        return "dependent", _names(mine | theirs, hung_on)
    if first.assignee_id and first.assignee_id == second.assignee_id:
        return "person", str(first.assignee)
    return None


def _names(items: dict[int, Any], keys: Iterable[int]) -> str:
    return ", ".join(sorted(str(items[key]) for key in keys))
