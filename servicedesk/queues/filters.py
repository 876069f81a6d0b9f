"""The filters of a queue's address: what each means for the database, and which reader reads it."""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.lifecycle import Text
from records.models.links import Link
from records.words import found_by
from servicedesk.choices.sources import SOURCES
from servicedesk.queues import past
from servicedesk.queues.reading import (
    Asker,
    Condition,
    Filter,
    Value,
    a_cause,
    a_kind,
    a_level,
    a_moment,
    a_priority,
    a_record,
    a_row,
    a_state,
    a_text,
    as_it_was,
)


def _is_one_of(column: str) -> Condition:
    def condition(values: list[Any]) -> Q:
        wanted = Q(**{f"{column}__in": [value for value in values if value is not None]})
        return wanted | Q(**{f"{column}__isnull": True}) if None in values else wanted

    return condition


def _below_category(values: list[Any]) -> Q:
    """The branch itself and everything under it."""
    wanted = Q()
    for value in values:
        wanted |= Q(category__isnull=True) if value is None else Q(category__path__startswith=_path_of(value))
    return wanted


def _path_of(category_id: int) -> str:
    return str(SOURCES["category"].model._default_manager.values_list("path", flat=True).get(pk=category_id))


def _branch(category_id: int | None) -> set[int | None]:
    """The category itself and everything under it."""
    if category_id is None:
        return {None}
    below = SOURCES["category"].model._default_manager.filter(path__startswith=_path_of(category_id))
    return set(below.values_list("pk", flat=True))


def _held(column: str, keys: Callable[[Any], set[int | None]] = lambda value: {value}) -> Condition:
    """What a column held at a past moment: each meaning is the value and the moment."""

    def condition(values: list[Any]) -> Q:
        return reduce(or_, (past.held(column, keys(value), moment) for value, moment in values))

    return condition


def _led_to(values: list[Any]) -> Q:
    return Q(pk__in=Link.objects.filter(later__in=values).values("earlier"))


def _rows(name: str, label: Text, source: str, *, is_indexed: bool = False) -> Filter:
    return Filter(
        name=name, label=label, read=a_row(SOURCES[source]), condition=_is_one_of(name), is_indexed=is_indexed
    )


def _words(name: str, label: Text, words: Mapping[str, Text], condition: Condition) -> Filter:
    def read(text: str, asker: Asker) -> Value:
        return Value(text, text, str(words[text]))

    return Filter(name=name, label=label, read=read, condition=condition)


def _moments(name: str, since: Text, until: Text, *, is_indexed: bool = False) -> tuple[Filter, Filter]:
    column = f"{name}_at"
    return (
        Filter(
            name=f"{name}_from",
            label=since,
            read=a_moment(is_end=False),
            condition=lambda values: Q(**{f"{column}__gte": values[0]}),
            is_many=False,
            is_indexed=is_indexed,
        ),
        Filter(
            name=f"{name}_until",
            label=until,
            read=a_moment(is_end=True),
            condition=lambda values: Q(**{f"{column}__lt": values[0]}),
            is_many=False,
        ),
    )


FILTERS = {
    one.name: one
    for one in (
        Filter(name="kind", label=_("kind"), read=a_kind, condition=_is_one_of("kind")),
        Filter(name="state", label=_("state"), read=a_state, condition=_is_one_of("state")),
        Filter(name="priority", label=_("priority"), read=a_priority, condition=_is_one_of("priority")),
        Filter(
            name="level", label=_("escalation level"), read=a_level, condition=_is_one_of("escalation_level")
        ),
        _words("promise", _("promised time"), past.PROMISES, past.promise_was),
        _words("response", _("promised response"), past.PROMISES, past.response_was),
        _words("success", _("success"), past.SUCCESS, past.went_well),
        _rows("team", _("team"), "team"),
        _rows("desk", _("desk"), "team"),
        _rows("assignee", _("assignee"), "user"),
        _rows("owner", _("owner"), "user"),
        _rows("opened_by", _("opened by"), "user"),
        _rows("about_person", _("about the person"), "user"),
        Filter(name="cause", label=_("cause"), read=a_cause, condition=_is_one_of("complaint__cause")),
        _words(
            "satisfaction",
            _("satisfaction"),
            {"told": _("told by the customer")},
            lambda values: Q(complaint__satisfaction__isnull=False),
        ),
        _rows("customer", _("customer"), "customer", is_indexed=True),
        _rows("site", _("site"), "site"),
        _rows("contact", _("contact"), "contact", is_indexed=True),
        _rows("service", _("service"), "service", is_indexed=True),
        _rows("item", _("configuration item"), "item", is_indexed=True),
        Filter(
            name="category", label=_("category"), read=a_row(SOURCES["category"]), condition=_below_category
        ),
        Filter(name="led_to", label=_("led to"), read=a_record, condition=_led_to, is_indexed=True),
        *_moments("opened", _("opened from"), _("opened until"), is_indexed=True),
        *_moments("responded", _("answered from"), _("answered until")),
        *_moments("due", _("due from"), _("due until")),
        *_moments("resolved", _("resolved from"), _("resolved until"), is_indexed=True),
        *_moments("closed", _("closed from"), _("closed until")),
        Filter(
            name="reopened_in",
            label=_("reopened"),
            read=lambda text, asker: Value(*past.span_of(text)),
            condition=past.was_reopened,
            is_indexed=True,
        ),
        Filter(
            name="open_at",
            label=_("open at"),
            read=a_moment(is_end=False),
            condition=lambda values: past.was_open_at(values[0]),
            is_many=False,
        ),
        Filter(
            name="overdue_at",
            label=_("overdue at"),
            read=a_moment(is_end=False),
            condition=lambda values: past.was_overdue_at(values[0]),
            is_many=False,
        ),
        *(
            Filter(name=f"{column}_then", label=label, read=as_it_was(read), condition=condition)
            for column, label, read, condition in (
                ("priority", _("priority then"), a_priority, _held("priority")),
                ("category", _("category then"), a_row(SOURCES["category"]), _held("category", _branch)),
                ("team", _("team then"), a_row(SOURCES["team"]), _held("team")),
            )
        ),
        Filter(
            name="text",
            label=_("words"),
            read=a_text,
            condition=lambda values: found_by(values[0]),
            is_many=False,
            is_indexed=True,
        ),
    )
}
