"""From the words of a file, of another system or of a person on site to what an item's columns hold."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from cmdb.attributes import PREFIX, definitions_of, read
from cmdb.models import AttributeDefinition, ConfigurationItem, ItemClass, ProductModel, Service
from people.models import Customer, Site

Status = ConfigurationItem.Status
Names = dict[str, list[Any]]


class Lookup:
    """Each table is read once, when it is first asked for: a file of many thousand rows names few of its rows."""

    def __init__(self) -> None:
        self._tables: dict[str, Names] = {}
        self._definitions: dict[int, dict[str, AttributeDefinition]] = {}

    def read(self, name: str, given: Any, *, item: ConfigurationItem) -> Any:
        """The value that a column or `attributes.<code>` of this item would have. Raises ValidationError with a remedy.

        The item's class must be set, and its customer where a site is read.
        """
        if name.startswith(PREFIX):
            return self._attribute(item.item_class, name.removeprefix(PREFIX), given)
        text = str("" if given is None else given).strip()
        if name == "status":
            return self._status(text)
        if name == "verified_on":
            return self._day(text)
        if name in TABLES:
            return self._row(name, text, item) if text else None
        return text

    def definitions(self, item_class: ItemClass) -> dict[str, AttributeDefinition]:
        if item_class.pk not in self._definitions:
            self._definitions[item_class.pk] = {one.code: one for one in definitions_of(item_class)}
        return self._definitions[item_class.pk]

    def item_class(self, text: str) -> ItemClass:
        found: ItemClass = self._one(self._names("item_class"), text, _("class"))
        return found

    def _attribute(self, item_class: ItemClass, code: str, given: Any) -> Any:
        definition = self.definitions(item_class).get(code)
        if definition is None:
            raise ValidationError(_("Items of this class have no attribute of this name."))
        return read(definition, given)

    def _status(self, text: str) -> str:
        known = {str(label).casefold(): key for key, label in Status.choices} | {
            key: key for key in Status.values
        }
        if text.casefold() not in known:
            raise ValidationError(_("Choose one of: %(choices)s.") % {"choices": ", ".join(Status.values)})
        return str(known[text.casefold()])

    def _day(self, text: str) -> Any:
        try:
            day = parse_date(text[:10]) if text else None
        except ValueError:
            day = None
        if text and day is None:
            raise ValidationError(_("Write a day as 2026-11-23."))
        return day

    def _row(self, name: str, text: str, item: ConfigurationItem) -> Any:
        names = self._names(name)
        if name == "site":
            own = {
                key: [row for row in rows if row.customer_id == item.customer_id]
                for key, rows in names.items()
            }
            names = own if item.customer_id else names
        return self._one(names, text, str(TABLES[name][0]._meta.verbose_name))

    def _one(self, names: Names, text: str, what: str) -> Any:
        found = {row.pk: row for row in names.get(text.casefold(), ())}
        if len(found) == 1:
            return next(iter(found.values()))
        told = {"text": text, "what": what}
        if found:
            raise ValidationError(_("More than one %(what)s is called “%(text)s”: give its code.") % told)
        raise ValidationError(
            _("No %(what)s is called “%(text)s”. Record it first, or correct the word.") % told
        )

    def _names(self, name: str) -> Names:
        if name not in self._tables:
            self._tables[name] = _by_name(*TABLES[name])
        return self._tables[name]


TABLES: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "item_class": (ItemClass, ("code", "name")),
    "model": (ProductModel, ("name",)),
    "service": (Service, ("code", "name")),
    "customer": (Customer, ("code", "name")),
    "site": (Site, ("code", "name")),
}


def _by_name(model: type[Model], columns: Iterable[str]) -> Names:
    """Rows by each word they may be called by; what a row is called as a whole goes before a part of it."""
    whole: Names = defaultdict(list)
    parts: Names = defaultdict(list)
    for row in model._default_manager.all():
        whole[str(getattr(row, "code", "") or row).casefold()].append(row)
        for column in columns:
            parts[str(getattr(row, column)).casefold()].append(row)
    return dict(parts) | dict(whole)
