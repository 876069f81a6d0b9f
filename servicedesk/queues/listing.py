"""One queue, ready to draw: rows with their clocks, tabs with their counts, chips, and the ways on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import User
from records.kinds import Kind
from records.models import Record, RecordQuerySet
from servicedesk.queues.columns import Column, columns_for, default_columns, related
from servicedesk.queues.filters import FILTERS
from servicedesk.queues.named import NAMED, TABS
from servicedesk.queues.ordering import (
    DEFAULT_ORDER,
    ORDERS,
    Order,
    Page,
    offered_orders,
    order_named,
    page_of,
)
from servicedesk.queues.selection import Selection, address, read
from servicedesk.records_pages.clocks import Shown, pressing_by_record

# History is counted no further than this, and only where an index makes that cheap; the page says so.
MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Row:
    record: Record
    clock: Shown | None


@dataclass(frozen=True)
class Listing:
    """What one address shows one person."""

    selection: Selection
    order: Order
    columns: list[Column]
    page: Page
    clocks: Mapping[int, Shown]
    counts: Mapping[str, int]
    parameters: dict[str, list[str]] = field(default_factory=dict)

    @property
    def rows(self) -> list[Row]:
        return [Row(record, self.clocks.get(record.pk)) for record in self.page.rows]

    def url(self, **changed: Any) -> str:
        """This list with other parameters; from its first page, unless `after` or `before` is among them."""
        return address(self.selection.kind, {**self.parameters, **changed})

    @property
    def newer_url(self) -> str:
        return self.url(before=self.page.newer) if self.page.newer else ""

    @property
    def older_url(self) -> str:
        return self.url(after=self.page.older) if self.page.older else ""

    def tabs(self) -> list[dict[str, Any]]:
        """The tabs every queue has, and the list shown now where it is none of them. A tab keeps the chips."""
        names = TABS if self.selection.named.name in TABS else (*TABS, self.selection.named.name)
        return [self._tab(name) for name in names]

    def _tab(self, name: str) -> dict[str, Any]:
        named = NAMED[name]
        count = self.counts.get(name) if named.is_open_work else None
        keeps_order = named.is_open_work or self.order.is_for_history
        return {
            "label": named.label,
            "icon": named.icon,
            "url": self.url(
                show=_unless(name, "open"), order=self.parameters.get("order") if keeps_order else None
            ),
            "count": count,
            "tone": named.tone if count else "",
            "is_current": name == self.selection.named.name,
        }

    def chips(self) -> list[dict[str, str]]:
        return [
            {
                "label": str(FILTERS[name].label),
                "value": value.label,
                "remove_url": self._without(name, value.text),
            }
            for name, values in self.selection.values.items()
            for value in values
        ]

    def _without(self, name: str, text: str) -> str:
        return self.url(**{name: [kept for kept in self.parameters[name] if kept != text]})

    @property
    def clear_url(self) -> str:
        kept = {name: value for name, value in self.parameters.items() if name not in FILTERS}
        return address(self.selection.kind, kept)

    def orders(self) -> list[dict[str, Any]]:
        return [
            {
                "label": order.label,
                "url": self.url(order=_unless(order.name, DEFAULT_ORDER)),
                "is_current": order == self.order,
            }
            for order in offered_orders(is_open_work=self.selection.named.is_open_work)
        ]

    def heads(self) -> list[dict[str, Any]]:
        """The table's head: a column that can be ordered by is a link."""
        return [self._head(column) for column in self.columns]

    def _head(self, column: Column) -> dict[str, Any]:
        order = ORDERS.get(column.order)
        can = order is not None and (order.is_for_history or self.selection.named.is_open_work)
        is_current = order is self.order
        wanted = "oldest" if is_current and column.order == "newest" else column.order
        return {
            "column": column,
            "url": self.url(order=_unless(wanted, DEFAULT_ORDER)) if can else "",
            "sort": {"newest": "descending"}.get(self.order.name, "ascending") if is_current else "",
        }

    @property
    def total(self) -> int | None:
        """How many the list holds; None where counting would cost as much as the history is long."""
        return self.counts.get(self.selection.named.name)

    @property
    def shown_words(self) -> str:
        if self.total is None:
            shown = len(self.page.rows)
            return ngettext(
                "%(count)s shown; history is not counted", "%(count)s shown; history is not counted", shown
            ) % {"count": shown}
        if self.total > MOST_COUNTED and not self.selection.named.is_open_work:
            return _("%(shown)s of more than %(count)s") % {
                "shown": len(self.page.rows),
                "count": f"{MOST_COUNTED:,}",
            }
        return _("%(shown)s of %(count)s") % {"shown": len(self.page.rows), "count": f"{self.total:,}"}


def _unless(value: str, default: str) -> str | None:
    return None if value == default else value


def listing(params: QueryDict, user: User, kind: Kind | None) -> Listing:
    """Raises BadFilter (400), naming what cannot be read."""
    selection = read(params, user, kind)
    order = order_named(params.get("order", ""), is_open_work=selection.named.is_open_work)
    columns = columns_for(params.get("columns", ""), kind)
    after, before = params.get("after", ""), params.get("before", "")
    page = page_of(shown(selection, columns), order, after=after, before="" if after else before)
    return Listing(
        selection=selection,
        order=order,
        columns=columns,
        page=page,
        clocks=pressing_by_record(page.rows) if any(column.shape == "clock" for column in columns) else {},
        counts=counts_of(selection),
        parameters=parameters_of(selection, order, columns, params),
    )


def parameters_of(
    selection: Selection, order: Order, columns: list[Column], params: QueryDict
) -> dict[str, list[str]]:
    """What stands in the address of this list, its page left out."""
    found = selection.parameters()
    if order.name != DEFAULT_ORDER:
        found["order"] = [order.name]
    names = [column.name for column in columns]
    if names != list(default_columns(selection.kind)):
        found["columns"] = [",".join(names)]
    if view := params.get("view", ""):
        found["view"] = [view[:20]]
    return found


def shown(selection: Selection, columns: list[Column]) -> RecordQuerySet:
    """The records with what their columns print, in one query, without the long text that none prints."""
    return selection.records().select_related(*related(columns)).defer("description")


def counts_of(selection: Selection) -> dict[str, int]:
    """How many each tab's list holds, in one query over open work; history up to a limit, where an index helps."""
    names = {*TABS, selection.named.name}
    # Not by the list's own name: a list called like a column would stand for it in the conditions of the others.
    counted = {
        f"in_{name.replace('-', '_')}": Count("pk", filter=NAMED[name].condition(selection.user))
        for name in names
        if NAMED[name].is_open_work
    }
    open_work = selection.seen().filter(closed_at__isnull=True)
    numbers = open_work.aggregate(**counted).items()
    found = {name.removeprefix("in_").replace("_", "-"): number for name, number in numbers}
    if not selection.named.is_open_work and any(FILTERS[name].is_indexed for name in selection.values):
        found[selection.named.name] = selection.records()[: MOST_COUNTED + 1].count()
    return found
