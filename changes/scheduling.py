"""When a change may be carried out: freeze windows refuse, conflicts are shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from changes.collisions import PERSON, Collision, Window, collisions

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
    if told := _frozen(change, starts_at, ends_at):
        raise ValidationError({"starts_at": told})


def refuse_out_of_window(change: Any) -> None:
    """Raises ValidationError where it may not be begun now. An emergency is begun whenever somebody can."""
    if change.starts_at is None or change.ends_at is None:
        raise ValidationError(_("It has no window yet: schedule it first."))
    now = timezone.now()
    if change.sort == "emergency":
        return
    if now < change.starts_at:
        begins = {"at": moment_words(change.starts_at)}
        raise ValidationError(_("Its window begins at %(at)s: wait for it, or schedule it anew.") % begins)
    if now >= change.ends_at:
        ended = {"at": moment_words(change.ends_at)}
        raise ValidationError(_("Its window ended at %(at)s: schedule it anew.") % ended)
    if told := _frozen(change, now, change.ends_at):
        raise ValidationError(told)


def _frozen(change: Any, starts_at: datetime, ends_at: datetime) -> str:
    """Which freeze holds it up, and until when. Nothing where none does, or in an emergency."""
    frozen = freezes_during(change, starts_at, ends_at).first()
    if frozen is None or change.sort == "emergency":
        return ""
    return _(
        "“%(name)s” freezes changes until %(until)s: choose a later window, or make it an emergency."
    ) % {"name": frozen, "until": moment_words(frozen.ends_at)}


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
    placed = {one.pk: one for one in placed_between(type(change), change.starts_at, change.ends_at)}
    placed[change.pk] = change
    found = []
    for one in collisions(window_of(other) for other in placed.values()):
        ends = one.first.key, one.second.key
        if change.pk in ends:
            other = placed[ends[0] if ends[1] == change.pk else ends[1]]
            found.append(Conflict(other, one.sort, _over(one, change, other)))
    return found


def window_of(change: Any) -> Window:
    items = frozenset(item.pk for item in change.all_items)
    return Window(change.starts_at, change.pk, change.ends_at, items, change.assignee_id)


def _over(collision: Collision, first: Any, second: Any) -> str:
    if collision.sort == PERSON:
        return str(first.assignee)
    names = {item.pk: str(item) for item in (*first.all_items, *second.all_items)}
    return ", ".join(sorted(names[key] for key in collision.over))
