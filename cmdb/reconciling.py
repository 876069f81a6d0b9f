"""Rows of a list against what is recorded: which item each is about, what it would change, what it contradicts.

Nothing is written here. `discrepancies.observing` carries out what this plans.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cmdb.attributes import PREFIX, checked
from cmdb.changing import differences, told
from cmdb.lookup import Lookup
from cmdb.models import ConfigurationItem
from cmdb.sight import AREA, items_for, sees_all
from cmdb.tables import COLUMNS, attribute_of
from people.models import User

# By what a row may be matched with an item, besides any attribute: `attributes.<code>`.
KEYS = {
    "source_key": gettext_lazy("key at the source"),
    "serial": gettext_lazy("class and serial number"),
    "name": gettext_lazy("class, customer and name"),
}
SHOWN = ("item_class", "model", "service", "customer", "site")
ADD, CHANGE, CONTRADICT, SAME, WRONG = "add", "change", "contradict", "same", "wrong"
# As they read one upon another: a site is one of the customer's.
ORDER = ("customer", "site", *(name for name in COLUMNS if name not in ("item_class", "customer", "site")))


@dataclass
class Planned:
    """What becomes of one row. `line` counts from 1; changes and contradictions are name → [before, after]."""

    line: int
    row: dict[str, Any]
    item: ConfigurationItem | None = None
    columns: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, list[Any]] = field(default_factory=dict)
    contradictions: dict[str, list[Any]] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        if self.errors:
            return WRONG
        if self.item is None:
            return ADD
        if self.contradictions:
            return CONTRADICT
        return CHANGE if self.changes else SAME

    def refuse(self, column: str, error: ValidationError | str) -> None:
        told_errors = error.messages if isinstance(error, ValidationError) else [error]
        self.errors.setdefault(column, []).extend(told_errors)


class Reconciler:
    """Matches rows by the keys in their order: the first key of which a row has a value that is recorded decides."""

    def __init__(
        self, rows: Sequence[dict[str, Any]], *, source: str, match_by: Sequence[str], by: User
    ) -> None:
        self.rows, self.source, self.match_by, self.by = rows, source, tuple(match_by), by
        self.lookup = Lookup()
        self._visible = items_for(by).exclude(status=ConfigurationItem.Status.RETIRED)
        keys = dict.fromkeys((*self.match_by, "serial"))
        self._found = {key: self._index(key) for key in keys}
        self._items = self._visible.select_related(*SHOWN).in_bulk(
            [
                pk
                for index in self._found.values()
                for found in index.values()
                for pk, _class, _customer in found
            ]
        )

    def plan(self) -> list[Planned]:
        planned = [self._planned(line, row) for line, row in enumerate(self.rows, 1)]
        _refuse_twins(planned, self.match_by)
        return planned

    def _index(self, key: str) -> dict[str, list[tuple[int, int, int | None]]]:
        """Value of the key, in small letters → the items that have it, with their class and customer."""
        values = {_word(row.get(key)) for row in self.rows} - {""}
        found: dict[str, list[tuple[int, int, int | None]]] = defaultdict(list)
        if not values:
            return found
        path = key.replace(".", "__", 1)
        rows = self._visible.filter(source=self.source) if key == "source_key" else self._visible
        exact = {value for row in self.rows if (value := row.get(key)) not in (None, "")}
        for pk, kind, customer, value in rows.filter(**{f"{path}__in": list(exact)}).values_list(
            "pk", "item_class", "customer", path
        ):
            found[_word(value)].append((pk, kind, customer))
        return found

    def _planned(self, line: int, row: dict[str, Any]) -> Planned:
        planned = Planned(line, row)
        kind = self._class(planned)
        if planned.errors:
            return planned
        planned.item = self._match(planned, kind)
        if planned.errors:
            return planned
        if planned.item is not None:
            self._compare(planned, planned.item, kind)
        elif kind is None:
            planned.refuse("item_class", _("A new item needs its class."))
        else:
            self._make(planned, kind)
        return planned

    def _class(self, planned: Planned) -> Any:
        text = planned.row.get("item_class")
        try:
            return self.lookup.item_class(str(text)) if text else None
        except ValidationError as error:
            planned.refuse("item_class", error)
            return None

    def _match(self, planned: Planned, kind: Any) -> ConfigurationItem | None:
        customer = self._customer(planned)
        for key in self.match_by:
            found = self._found[key].get(_word(planned.row.get(key)), [])
            if key != "source_key":
                found = [one for one in found if kind is None or one[1] == kind.pk]
            if key == "name" and customer is not None:
                found = [one for one in found if one[2] == customer.pk]
            if len(found) > 1:
                words = {"count": len(found)}
                planned.refuse(key, _("%(count)s items have this: give a key that only one has.") % words)
                return None
            if found:
                return self._items[found[0][0]]
        return None

    def _customer(self, planned: Planned) -> Any:
        try:
            return self.lookup.read("customer", planned.row.get("customer"), item=ConfigurationItem())
        except ValidationError:
            return None  # said where the column is read

    def _compare(self, planned: Planned, item: ConfigurationItem, kind: Any) -> None:
        if kind is not None and kind.pk != item.item_class_id:
            words = {"class": item.item_class}
            planned.refuse(
                "item_class", _("It is recorded as “%(class)s”: a list does not change a class.") % words
            )
            return
        draft = copy(item)
        draft.attributes = dict(item.attributes)
        before = told(item)
        self._read(planned, draft)
        if not item.source and "source_key" in planned.columns:
            draft.source = planned.columns["source"] = self.source
        elif item.source != self.source:
            # The key at another source is that source's.
            planned.columns.pop("source_key", None)
            draft.source_key = item.source_key
        for name, pair in differences(before, told(draft)).items():
            self._sort(planned, item, name, pair)
        if planned.contradictions:
            # Nobody has seen that it is as recorded, if what was seen is otherwise.
            planned.changes.pop("verified_on", None)
            planned.columns.pop("verified_on", None)

    def _sort(self, planned: Planned, item: ConfigurationItem, name: str, pair: list[Any]) -> None:
        """What somebody verified is not overwritten by what somebody or something else saw: two must have seen it."""
        is_verified = item.verified_on is not None and pair[0] not in (None, "")
        if not is_verified or name in ("source", "source_key", "verified_on"):
            planned.changes[name] = pair
            return
        planned.contradictions[name] = pair
        planned.columns.pop(name, None)
        planned.attributes.pop(name.removeprefix(PREFIX), None)

    def _make(self, planned: Planned, kind: Any) -> None:
        draft = ConfigurationItem(item_class=kind, source=self.source)
        self._read(planned, draft)
        planned.columns |= {"item_class": kind, "source": self.source}
        if not draft.name:
            planned.refuse("name", _("A new item needs a name."))
        if not sees_all(self.by) and draft.customer_id not in self.by.rights.customer_ids:
            planned.refuse("customer", _("Choose one of your own customers."))
        try:
            checked(self.lookup.definitions(kind).values(), planned.attributes, is_new=True)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                if name not in planned.errors:
                    planned.errors[name] = messages
        self._refuse_known_serial(planned, draft)
        planned.changes = {
            name: [None, value] for name, value in told(draft).items() if value not in (None, "")
        }

    def _refuse_known_serial(self, planned: Planned, draft: ConfigurationItem) -> None:
        for pk, kind, _customer in self._found["serial"].get(_word(draft.serial), []):
            twin = self._items[pk]
            if kind == draft.item_class_id and twin.model_id == draft.model_id:
                words = {"name": twin.name, "id": pk}
                told_twin = _("“%(name)s” (%(id)s) of the same model has this serial number already.") % words
                planned.refuse("serial", told_twin)

    def _read(self, planned: Planned, draft: ConfigurationItem) -> None:
        """An empty cell says nothing: what is recorded stays."""
        given = {name: value for name, value in planned.row.items() if value not in (None, "")}
        for name in (*ORDER, *(one for one in given if attribute_of(one))):
            if name not in given:
                continue
            try:
                value = self.lookup.read(name, given[name], item=draft)
                self._put(planned, draft, name, value)
            except ValidationError as error:
                planned.refuse(name, error)
        if draft.site is not None and draft.site.customer_id != draft.customer_id:
            planned.refuse("site", _("This site is of another customer: choose one of the same."))
        if "verified_on" in given and not self.by.rights.may(AREA, "verify"):
            planned.refuse("verified_on", _("Your roles do not let you verify: leave this column out."))

    def _put(self, planned: Planned, draft: ConfigurationItem, name: str, value: Any) -> None:
        if code := attribute_of(name):
            draft.attributes[code] = planned.attributes[code] = value
            return
        setattr(draft, name, value)
        planned.columns[name] = value
        if name == "site" and value is not None and draft.customer_id is None:
            draft.customer = planned.columns["customer"] = value.customer
        ConfigurationItem._meta.get_field(name).clean(getattr(value, "pk", value), draft)  # type: ignore[union-attr]


def _refuse_twins(planned: Iterable[Planned], match_by: Sequence[str]) -> None:
    """Two rows about one item: which of them is right, nobody can tell."""
    first: dict[Any, int] = {}
    for one in planned:
        for key in _identities(one, match_by):
            if first.setdefault(key, one.line) != one.line:
                words = {"line": first[key]}
                one.refuse(match_by[0], _("Row %(line)s is about the same item: keep one.") % words)
                break


def _identities(planned: Planned, match_by: Sequence[str]) -> list[Any]:
    if planned.item is not None:
        return [planned.item.pk]
    row = planned.row
    beside = {"serial": ("item_class",), "name": ("item_class", "customer")}
    return [
        (key, _word(row[key]), *(_word(row.get(name)) for name in beside.get(key, ())))
        for key in match_by
        if row.get(key)
    ]


def digest_of(planned: Iterable[Planned]) -> str:
    """Changes with anything that a preview showed."""
    lines = [
        (one.line, one.outcome, one.item.pk if one.item else 0, one.changes, one.contradictions, one.errors)
        for one in planned
    ]
    return hashlib.sha256(json.dumps(lines, default=str, sort_keys=True).encode()).hexdigest()


def counts_of(planned: Iterable[Planned]) -> dict[str, int]:
    counts = dict.fromkeys((ADD, CHANGE, CONTRADICT, SAME, WRONG), 0)
    for one in planned:
        counts[one.outcome] += 1
    return counts


def _word(value: Any) -> str:
    return str("" if value is None else value).strip().casefold()
