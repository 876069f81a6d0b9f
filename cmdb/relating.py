"""Relations between items: made and taken away with a line in the history of both."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cmdb.changing import Trace, lock, readable
from cmdb.models import ConfigurationItem, ItemChange, RedundancyGroup, Relation, RelationType
from cmdb.timeline import BACK


@transaction.atomic
def relate(
    type_: RelationType,
    subject: ConfigurationItem,
    target: ConfigurationItem,
    trace: Trace,
    *,
    group: str = "",
    needed: int = 1,
    source: str = "",
) -> Relation:
    """Say that `subject` has this relation to `target`. Said already, its redundancy group is set.

    `group` names a redundancy group of the item that depends on the other; `needed` of it are enough.
    Raises Forbidden, ConfigurationItem.DoesNotExist, or ValidationError.
    """
    trace.require()
    first, second = _lock_both(subject, target, trace)
    relation = Relation.objects.filter(type=type_, subject=first, target=second).first()
    is_new = relation is None
    relation = relation or Relation(type=type_, subject=first, target=second, source=source)
    before = _ends(relation)
    relation.group = _group(relation, group, needed)
    relation.clean()
    relation.save()
    if is_new:
        _tell(relation, ItemChange.Event.RELATED, trace, after=_ends(relation))
    elif before != (after := _ends(relation)):
        _tell(relation, ItemChange.Event.CHANGED, trace, before=before, after=after)
    return relation


@transaction.atomic
def unrelate(relation: Relation, trace: Trace) -> None:
    """Take a relation away; a redundancy group that it leaves empty goes with it."""
    trace.require()
    _lock_both(relation.subject, relation.target, trace)
    _tell(relation, ItemChange.Event.UNRELATED, trace, before=_ends(relation))
    group = relation.group
    relation.delete()
    if group is not None and not group.relations.exists():
        group.delete()


def relations_of(item: ConfigurationItem) -> list[Relation]:
    """Its relations, both ways, with what they name."""
    rows = Relation.objects.filter(Q(subject=item) | Q(target=item))
    return list(
        rows.select_related(
            "type",
            "group",
            "subject__item_class",
            "target__item_class",
            "subject__customer",
            "target__customer",
        ).order_by("type__name", "group__name", "pk")
    )


def _lock_both(
    subject: ConfigurationItem, target: ConfigurationItem, trace: Trace
) -> tuple[ConfigurationItem, ConfigurationItem]:
    if subject.pk == target.pk:
        raise ValidationError({"target": _("An item cannot be related to itself: choose another one.")})
    # In the order of their keys, so that two people who relate the same two never wait for each other.
    locked = {item.pk: lock(item, trace.by) for item in sorted((subject, target), key=lambda item: item.pk)}
    return locked[subject.pk], locked[target.pk]


def _group(relation: Relation, name: str, needed: int) -> RedundancyGroup | None:
    if not name:
        return None
    dependents = relation.dependents()
    if not dependents:
        raise ValidationError(
            {"group": _("Of two items that do not depend on each other none is redundant.")}
        )
    group, _is_new = RedundancyGroup.objects.update_or_create(
        item_id=dependents[0], name=name, defaults={"needed": needed}
    )
    return group


Ends = tuple[Any, Any]
NOTHING: Ends = (None, None)


def _ends(relation: Relation) -> Ends:
    """What the history of its subject and that of its target say of it."""
    group = relation.group
    more = {"group": group.name, "needed": group.needed} if group else {}
    return readable(relation.target) | more, readable(relation.subject) | more


def _tell(
    relation: Relation, event: str, trace: Trace, *, before: Ends = NOTHING, after: Ends = NOTHING
) -> None:
    name = f"relation.{relation.type.code}"
    items = (relation.subject, name), (relation.target, f"{name}{BACK}")
    for (item, read), was, now in zip(items, before, after, strict=True):
        trace.line(item, event, {read: [was, now]}).save()
