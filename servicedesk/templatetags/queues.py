"""`{% queue_row row columns %}`: one line of a queue.

Written here and not as a template: a page has fifty lines of ten cells, and of a choice among shapes, made anew for
each cell, a template made two thirds of the time in which the page was drawn.
"""

from collections.abc import Callable, Iterable

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from records.models import Record
from servicedesk.markup import joined, marked
from servicedesk.queues.columns import Column
from servicedesk.queues.listing import Row
from servicedesk.templatetags.badges import person, priority, state
from servicedesk.templatetags.times import ago, at, clock_ring, due

register = template.Library()


@register.simple_tag
def queue_row(row: Row, columns: Iterable[Column]) -> SafeString:
    number = row.record.number
    cells = (CELLS.get(column.shape, _text)(row, column) for column in columns)
    return marked(
        '<tr id="row-{}"><td class="queue-tick"><input class="form-check-input" type="checkbox" name="record" '
        'value="{}" id="tick-{}" aria-label="{}"></td>{}</tr>\n',
        number, number, number, _("Tick %(number)s") % {"number": number}, joined(cells),
    )  # fmt: skip


def _priority(row: Row, column: Column) -> SafeString:
    return marked("<td>{}</td>", priority(row.record.priority, short=True))


def _number(row: Row, column: Column) -> SafeString:
    record = row.record
    return marked(
        '<td class="number"><a href="{}" data-row-link id="link-{}">{}</a></td>',
        record.get_absolute_url(), record.number, record.number,
    )  # fmt: skip


def _title(row: Row, column: Column) -> SafeString:
    record = row.record
    return marked(
        '<td data-cell="title"><a href="{}" tabindex="-1" title="{}">{}</a></td>',
        record.get_absolute_url(), record.title, record.title,
    )  # fmt: skip


def _kind(row: Row, column: Column) -> SafeString:
    return marked("<td>{}</td>", row.record.declared.label)


def _state(row: Row, column: Column) -> SafeString:
    return marked("<td>{}</td>", state(row.record))


def _clock(row: Row, column: Column) -> SafeString:
    if row.clock is not None:
        return marked("<td>{}</td>", clock_ring(row.clock))
    is_due = row.record.is_open and row.record.due_at is not None
    return marked("<td>{}</td>", due(row.record.due_at) if is_due else "")


def _person(row: Row, column: Column) -> SafeString:
    return marked(
        '<td class="queue-person" data-cell="{}" title="{}">{}</td>',
        column.name, _words(column, row.record), person(getattr(row.record, column.name)),
    )  # fmt: skip


def _ago(row: Row, column: Column) -> SafeString:
    return marked('<td data-cell="ago">{}</td>', ago(getattr(row.record, column.name)))


def _moment(row: Row, column: Column) -> SafeString:
    return marked("<td>{}</td>", at(getattr(row.record, column.name), empty=""))


def _text(row: Row, column: Column) -> SafeString:
    return marked('<td class="queue-text" data-cell="{}">{}</td>', column.name, _words(column, row.record))


def _words(column: Column, record: Record) -> str:
    return str(column.words(record) or "")


CELLS: dict[str, Callable[[Row, Column], SafeString]] = {
    "priority": _priority,
    "number": _number,
    "title": _title,
    "kind": _kind,
    "state": _state,
    "clock": _clock,
    "person": _person,
    "ago": _ago,
    "moment": _moment,
}
