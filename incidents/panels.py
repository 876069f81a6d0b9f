"""What stands beside an incident: what caused it, and its family."""

from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from incidents.causes import causes_of
from incidents.models import Incident
from people.models import User
from records.chain import Edges, register_edges
from records.kinds import Panel
from records.models import Record
from records.sight import sees_internal

MOST_SHOWN = 20


def family_of(record: Record, user: User) -> dict[str, Any] | None:
    """Its parent and children, as far as this person sees them; and whether he may attach further ones."""
    assert isinstance(record, Incident)
    # The manager is inherited, and django-stubs reads it as that of Record.
    seen = cast("Any", Incident.objects.visible_to(user))
    parent = seen.filter(pk=record.parent_id).first() if record.parent_id else None
    children = list(
        seen.filter(parent=record.pk)
        .select_related("assignee", "contact")
        .order_by("-opened_at", "-pk")[: MOST_SHOWN + 1]
    )
    if parent is None and not children:
        return None
    return {
        "parent": parent,
        "children": children[:MOST_SHOWN],
        "has_more": len(children) > MOST_SHOWN,
        "open_children": sum(child.is_open for child in children),
    }


def causes_panel(record: Record, user: User) -> dict[str, Any] | None:
    """The changes and releases that were named as its cause, as far as this person sees them."""
    if not sees_internal(user.rights, "incident"):
        return None
    causes = list(causes_of(record).filter(pk__in=Record.objects.visible_to(user)).order_by("-pk"))
    return {"causes": causes} if causes else None


def _parents(keys: set[int]) -> list[tuple[int, int]]:
    rows: Any = Incident.objects.filter(pk__in=keys, parent__isnull=False)
    return list(rows.values_list("pk", "parent_id"))


def _children(keys: set[int]) -> list[tuple[int, int]]:
    rows: Any = Incident.objects.filter(parent__in=keys)
    return list(rows.values_list("pk", "parent_id"))


# A child waits for its parent: its solution is the parent's.
register_edges(
    Edges(
        name="parent",
        onward_label=_("solved with"),
        back_label=_("solves"),
        onward=_parents,
        back=_children,
    )
)

FAMILY = Panel(
    name="family",
    title=_("Parent and children"),
    template="incidents/family_panel.html",
    context=family_of,
    position=20,
)
CAUSES = Panel(
    name="causes",
    title=_("What caused it"),
    template="incidents/causes_panel.html",
    context=causes_panel,
    position=13,
)
