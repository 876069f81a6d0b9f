"""When a change may be carried out: freeze windows refuse, conflicts are shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Conflict:
    """Another change in the same window, with what both touch."""

    change: Any
    over: str


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
    told = {"name": frozen, "until": date_format(frozen.ends_at, "DATETIME_FORMAT")}
    raise ValidationError(
        {
            "starts_at": _(
                "“%(name)s” freezes changes until %(until)s: choose a later window, or make it an emergency."
            )
            % told
        }
    )


def conflicts_of(change: Any) -> list[Conflict]:
    """Planned changes whose windows overlap this one's and that touch the same item or busy the same person."""
    if change.starts_at is None:
        return []
    others = (
        type(change)
        ._default_manager.filter(starts_at__lt=change.ends_at, ends_at__gt=change.starts_at)
        .filter(state__in=("scheduled", "waiting_for_parts", "in_progress"))
        .exclude(pk=change.pk)
        .select_related("item", "assignee")
        .prefetch_related("items")
    )
    mine = {item.pk for item in change.all_items}
    found = []
    for other in others:
        shared = [item for item in other.all_items if item.pk in mine]
        if shared:
            found.append(Conflict(other, ", ".join(str(item) for item in shared)))
        elif other.assignee_id and other.assignee_id == change.assignee_id:
            found.append(Conflict(other, str(other.assignee)))
    return found
