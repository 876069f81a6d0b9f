"""Orders of a queue, and paging by key: page 2,000 of the history costs what page 1 costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from records.lifecycle import Text
from records.models import Record, RecordQuerySet
from servicedesk.queues.reading import BadFilter

PAGE = 50
SEPARATOR = "~"
# What is not due stands behind everything that is.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True)
class Key:
    """One column of an order. `column` may be an annotation; `read` is of its text in an address."""

    column: str
    is_descending: bool = False
    is_moment: bool = False

    def read(self, text: str) -> Any:
        if not self.is_moment:
            number = int(text)
            if not 0 <= number < 2**63:
                raise ValueError(text)
            return number
        moment = parse_datetime(text.replace(" ", "+"))
        if moment is None or moment.tzinfo is None:
            raise ValueError(text)
        return moment

    def write(self, record: Record) -> str:
        value = getattr(record, self.column)
        return value.isoformat() if self.is_moment else str(value)


@dataclass(frozen=True, kw_only=True)
class Order:
    name: str
    label: Text
    keys: tuple[Key, ...]
    # An order without an index over history is offered for open work alone.
    is_for_history: bool = False

    def apply(self, records: RecordQuerySet, *, backwards: bool = False) -> RecordQuerySet:
        terms = [
            F(key.column).desc() if key.is_descending != backwards else F(key.column).asc()
            for key in self.keys
        ]
        return _with_due_key(records, self).order_by(*terms)

    def beyond(self, cursor: str, *, backwards: bool = False) -> Q:
        """What comes after a key in this order, or before it. The bound on the first column lets an index find it."""
        values = self.read(cursor)
        first = self.keys[0]
        wanted = Q()
        for place, (key, value) in enumerate(zip(self.keys, values, strict=True)):
            same = {
                earlier.column: known
                for earlier, known in zip(self.keys[:place], values[:place], strict=True)
            }
            wanted |= Q(**same, **{f"{key.column}__{_way(key, backwards)}": value})
        return Q(**{f"{first.column}__{_way(first, backwards)}e": values[0]}) & wanted

    def read(self, cursor: str) -> list[Any]:
        parts = cursor.split(SEPARATOR)
        try:
            return [key.read(part) for key, part in zip(self.keys, parts, strict=True)]
        except (ValueError, OverflowError) as error:
            raise BadFilter("after", _t("it is no place in this list.")) from error

    def cursor(self, record: Record) -> str:
        return SEPARATOR.join(key.write(record) for key in self.keys)


def _way(key: Key, backwards: bool) -> str:
    return "lt" if key.is_descending != backwards else "gt"


def _with_due_key(records: RecordQuerySet, order: Order) -> RecordQuerySet:
    if any(key.column == "due_key" for key in order.keys):
        return records.annotate(due_key=Coalesce("due_at", Value(NEVER)))
    return records


NEWEST = Key("opened_at", is_descending=True, is_moment=True)
LAST_ID = Key("id", is_descending=True)
ORDERS = {
    order.name: order
    for order in (
        Order(name="newest", label=_("Newest first"), keys=(NEWEST, LAST_ID), is_for_history=True),
        Order(
            name="oldest",
            label=_("Oldest first"),
            keys=(Key("opened_at", is_moment=True), Key("id")),
            is_for_history=True,
        ),
        Order(name="due", label=_("Due first"), keys=(Key("due_key", is_moment=True), LAST_ID)),
        Order(name="priority", label=_("Most urgent first"), keys=(Key("priority"), NEWEST, LAST_ID)),
    )
}
DEFAULT_ORDER = "newest"


def order_named(name: str, *, is_open_work: bool) -> Order:
    """Raises BadFilter for an order that does not exist, or that history cannot be read in."""
    order = ORDERS.get(name or DEFAULT_ORDER)
    if order is None:
        raise BadFilter("order", _t("there is no such order."))
    if not (is_open_work or order.is_for_history):
        raise BadFilter("order", _t("history is read by when it was opened; this order is for open work."))
    return order


def offered_orders(*, is_open_work: bool) -> list[Order]:
    return [order for order in ORDERS.values() if is_open_work or order.is_for_history]


@dataclass(frozen=True)
class Page:
    """Rows of one page, and the keys to the pages beside it; "" where there is none."""

    rows: Sequence[Record]
    newer: str
    older: str


def page_of(
    records: RecordQuerySet, order: Order, *, after: str = "", before: str = "", size: int = PAGE
) -> Page:
    """One page after, or before, a key. Costs one query and looks at no row of the pages it skips."""
    found = order.apply(records, backwards=bool(before))
    if after or before:
        found = found.filter(order.beyond(before or after, backwards=bool(before)))
    rows = list(found[: size + 1])
    has_more = len(rows) > size
    rows = rows[:size][::-1] if before else rows[:size]
    if not rows:
        return Page([], "", "")
    has_newer = has_more if before else bool(after)
    has_older = True if before else has_more
    return Page(rows, order.cursor(rows[0]) if has_newer else "", order.cursor(rows[-1]) if has_older else "")
