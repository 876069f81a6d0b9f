"""The one way through by which an item changes: lock, check right, sight and values, save, write its history.

Like the doors of a record, and below them: nothing else writes items or relations, but `items_from_history`, which
brings in what another system recorded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cmdb.attributes import PREFIX, checked, definitions_of
from cmdb.models import ConfigurationItem, ItemChange, ItemImport, Via
from cmdb.sight import AREA, items_for, sees_all
from people.models import User

COLUMNS = (
    "name",
    "item_class",
    "subtype",
    "model",
    "serial",
    "status",
    "service",
    "customer",
    "site",
    "verified_on",
    "source",
    "source_key",
)
BATCH = 2_000


@dataclass(frozen=True, kw_only=True)
class Trace:
    """Who changes items, and which way it came in. `right` is the step of the area `items` that it takes."""

    by: User
    via: str = Via.PAGE
    reference: str = ""
    note: str = ""
    load: ItemImport | None = None
    right: str = "edit"

    def require(self) -> None:
        self.by.rights.require(AREA, self.right)

    def line(self, item: ConfigurationItem, event: str, changes: dict[str, Any]) -> ItemChange:
        return ItemChange(
            item=item,
            event=event,
            by=self.by,
            via=self.via,
            reference=self.reference,
            note=self.note,
            load=self.load,
            changes=changes,
        )


@transaction.atomic
def create_item(
    trace: Trace, *, attributes: dict[str, Any] | None = None, **columns: Any
) -> ConfigurationItem:
    """Record a new item. Raises Forbidden, or ValidationError by column or `attributes.<code>`."""
    trace.require()
    item = ConfigurationItem(**columns)
    _check(item, trace.by)
    values = checked(definitions_of(item.item_class), attributes or {}, is_new=True)
    item.attributes = {code: value for code, value in values.items() if value is not None}
    item.save(force_insert=True)
    trace.line(item, ItemChange.Event.CREATED, _told(item)).save()
    return item


@transaction.atomic
def change_item(
    item: ConfigurationItem, trace: Trace, *, attributes: dict[str, Any] | None = None, **columns: Any
) -> dict[str, list[Any]]:
    """Change columns, and the attributes that are named. Returns what changed, by name as [before, after].

    Raises Forbidden, ConfigurationItem.DoesNotExist for an item the person does not see, or ValidationError.
    """
    trace.require()
    locked = lock(item, trace.by)
    before = told(locked)
    for name, value in columns.items():
        setattr(locked, name, value)
    _check(locked, trace.by)
    if attributes:
        given = checked(definitions_of(locked.item_class), attributes, is_new=False)
        merged = locked.attributes | given
        locked.attributes = {code: value for code, value in merged.items() if value is not None}
    changes = differences(before, told(locked))
    if changes:
        locked.save()
        trace.line(locked, ItemChange.Event.CHANGED, changes).save()
    return changes


@transaction.atomic
def verify_item(item: ConfigurationItem, trace: Trace, *, on: date | None = None) -> ConfigurationItem:
    """Say that somebody has looked, and that what is recorded is so. Raises ValidationError for a day to come."""
    trace.by.rights.require(AREA, "verify")
    day, locked = on or timezone.localdate(), lock(item, trace.by)
    if day > timezone.localdate():
        raise ValidationError({"on": _("This day is still to come.")})
    before, locked.verified_on = locked.verified_on, day
    locked.save(update_fields=["verified_on"])
    changes = {"verified_on": [readable(before), readable(day)]}
    trace.line(locked, ItemChange.Event.VERIFIED, changes).save()
    return locked


@transaction.atomic
def items_from_history(items: Iterable[ConfigurationItem], trace: Trace) -> list[ConfigurationItem]:
    """Items of another system's past, as they are: no check but the database's, one line of history each."""
    made = ConfigurationItem.objects.bulk_create(items, batch_size=BATCH)
    lines = (trace.line(item, ItemChange.Event.CREATED, _told(item)) for item in made)
    ItemChange.objects.bulk_create(lines, batch_size=BATCH)
    return made


def lock(item: ConfigurationItem, by: User) -> ConfigurationItem:
    """The item as it is now, ours until the transaction ends. Invisible is absent."""
    return items_for(by).select_for_update(of=("self",)).get(pk=item.pk)


def told(item: ConfigurationItem) -> dict[str, Any]:
    """Columns and attributes as history keeps them: readable when the row they name is gone."""
    columns = {name: readable(getattr(item, name)) for name in COLUMNS}
    return columns | {f"{PREFIX}{code}": value for code, value in item.attributes.items()}


def _told(item: ConfigurationItem) -> dict[str, list[Any]]:
    return {name: [None, value] for name, value in told(item).items() if value not in (None, "")}


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    names = dict.fromkeys((*before, *after))
    pairs = {name: [before.get(name), after.get(name)] for name in names}
    return {name: pair for name, pair in pairs.items() if key_of(pair[0]) != key_of(pair[1])}


def key_of(value: Any) -> Any:
    """What decides whether a kept value is another: a row's key, not its present label; a relation's group too."""
    if not isinstance(value, dict):
        return value
    return (value["id"], value["group"], value["needed"]) if "group" in value else value["id"]


def with_group(label: object, group: str, needed: int) -> str:
    """An end of a relation in words."""
    if not group:
        return str(label)
    return _("%(target)s (of “%(group)s” %(needed)s are enough)") % {
        "target": label, "group": group, "needed": needed,
    }  # fmt: skip


def readable(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    pk = getattr(value, "pk", None)
    return {"id": pk, "label": str(value)} if pk is not None else value


def _check(item: ConfigurationItem, by: User) -> None:
    """Raise ValidationError, column by column."""
    errors: dict[str, Any] = {}
    if item.site is not None and item.customer is None:
        item.customer = item.site.customer
    try:
        item.clean_fields(exclude={"attributes"})
    except ValidationError as error:
        errors |= error.message_dict
    if item.site is not None and item.site.customer_id != item.customer_id:
        errors["site"] = _("This site is of another customer: choose one of the same.")
    if twin := _twin(item):
        errors["serial"] = _twin_told(twin, by)
    if taken := _taken_key(item):
        name = taken.name if items_for(by).filter(pk=taken.pk).exists() else "–"
        errors["source_key"] = _("“%(name)s” has this key at the source already.") % {"name": name}
    if not sees_all(by) and item.customer_id not in by.rights.customer_ids:
        errors["customer"] = _("Choose one of your own customers.")
    if errors:
        raise ValidationError(errors)


def _twin_told(twin: ConfigurationItem, by: User) -> str:
    """Whose it is, is for those who see it."""
    if not items_for(by).filter(pk=twin.pk).exists():
        return _("An item of the same model has this serial number already.")
    told_twin = {"name": twin.name, "id": twin.pk}
    return _("“%(name)s” (%(id)s) of the same model has this serial number already.") % told_twin


def _twin(item: ConfigurationItem) -> ConfigurationItem | None:
    """One piece of equipment recorded twice makes every count wrong."""
    if not item.serial or item.status == ConfigurationItem.Status.RETIRED:
        return None
    same = ConfigurationItem.objects.filter(
        serial=item.serial, model=item.model_id, item_class=item.item_class_id
    )
    return same.exclude(pk=item.pk).exclude(status=ConfigurationItem.Status.RETIRED).first()


def _taken_key(item: ConfigurationItem) -> ConfigurationItem | None:
    if not item.source_key:
        return None
    same = ConfigurationItem.objects.filter(source=item.source, source_key=item.source_key)
    return same.exclude(pk=item.pk).first()
