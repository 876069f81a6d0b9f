"""Columns of a queue: how each is drawn, what it reads as in an export, and what it needs from the database."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from records.kinds import Kind
from records.lifecycle import Text
from records.models import Record
from servicedesk.queues.reading import LEVELS, BadFilter

Words = Callable[[Record], Any]


@dataclass(frozen=True, kw_only=True)
class Column:
    """`shape` is the piece of the row's template that draws it; `order` what a click on its head orders by."""

    name: str
    label: Text
    words: Words
    shape: str = "text"
    related: tuple[str, ...] = ()
    order: str = ""


def _row(name: str) -> Words:
    def words(record: Record) -> str:
        row = getattr(record, name)
        return "" if row is None else str(row)

    return words


def _moment(name: str) -> Words:
    def words(record: Record) -> Any:
        moment = getattr(record, name)
        return None if moment is None else timezone.localtime(moment)

    return words


def _rows(name: str, label: Text, shape: str = "text") -> Column:
    return Column(name=name, label=label, words=_row(name), shape=shape, related=(name,))


def _moments(name: str, label: Text, *, shape: str = "moment", order: str = "") -> Column:
    return Column(name=name, label=label, words=_moment(name), shape=shape, order=order)


COLUMNS = {
    column.name: column
    for column in (
        Column(
            name="priority",
            label=_("Priority"),
            words=lambda record: str(record.get_priority_display()),
            shape="priority",
            order="priority",
        ),
        Column(name="number", label=_("Number"), words=lambda record: record.number, shape="number"),
        Column(name="title", label=_("Title"), words=lambda record: record.title, shape="title"),
        Column(name="kind", label=_("Kind"), words=lambda record: str(record.declared.label), shape="kind"),
        Column(name="state", label=_("State"), words=lambda record: record.state_label, shape="state"),
        _moments("due_at", _("Due"), shape="clock", order="due"),
        _rows("assignee", _("Assignee"), "person"),
        _rows("owner", _("Owner"), "person"),
        _rows("team", _("Team")),
        _rows("desk", _("Desk")),
        _rows("customer", _("Customer")),
        _rows("site", _("Site")),
        _rows("contact", _("Contact")),
        _rows("service", _("Service")),
        _rows("item", _("Item")),
        _rows("category", _("Category")),
        Column(
            name="escalation_level",
            label=_("Escalated to"),
            words=lambda record: (
                str(LEVELS.get(record.escalation_level, "")) if record.escalation_level else ""
            ),
        ),
        _moments("opened_at", _("Opened"), shape="ago", order="newest"),
        _rows("opened_by", _("Opened by"), "person"),
        _moments("updated_at", _("Last change"), shape="ago"),
        _moments("responded_at", _("First response")),
        _moments("resolved_at", _("Resolved")),
        _moments("closed_at", _("Closed")),
    )
}
# A row without them could be neither told from others nor opened.
ALWAYS = ("number", "title")
MOST_COLUMNS = 16


def columns_for(text: str, kind: Kind | None) -> list[Column]:
    """The columns an address asks for ("number,title,due_at"), else those of the kind. Raises BadFilter."""
    known = known_columns(kind)
    if not text:
        return [known[name] for name in default_columns(kind)]
    names = list(dict.fromkeys(name for name in text.split(",") if name))
    unknown = [name for name in names if name not in known]
    if unknown or len(names) > MOST_COLUMNS:
        raise BadFilter("columns", _t("it names a column that does not exist, or too many."))
    return [known[name] for name in [*(name for name in ALWAYS if name not in names), *names]]


def known_columns(kind: Kind | None) -> dict[str, Column]:
    """What a list can show: of one kind also what that kind alone has."""
    if kind is None:
        return COLUMNS
    return COLUMNS | {name: _own(kind, name) for name in kind.own_columns}


def _own(kind: Kind, name: str) -> Column:
    """A column of the kind's own table, which is joined to the shared one.

    Another record is told by its number alone, as by REST: who reads the list may not be one who sees that record.
    """
    table, field = str(kind.model._meta.model_name), kind.model._meta.get_field(name)

    def words(record: Record) -> str:
        value = getattr(getattr(record, table), name)
        return "" if value is None else str(getattr(value, "number", None) or value)

    related = (f"{table}__{name}",) if field.is_relation else (table,)
    return Column(
        name=name, label=capfirst(str(getattr(field, "verbose_name", name))), words=words, related=related
    )


def default_columns(kind: Kind | None) -> tuple[str, ...]:
    if kind is not None:
        return kind.queue_columns
    return (
        "priority",
        "number",  # its letters tell the kind
        "title",
        "state",
        "due_at",
        "assignee",
        "customer",
        "opened_at",
    )


def related(columns: list[Column]) -> list[str]:
    return [name for column in columns for name in column.related]
