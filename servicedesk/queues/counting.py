"""Every number opens the list it counts, and the two never disagree: both are made here, from the same words.

    url = queue_url("incident", show="overdue", priority=[1, 2])
    number = queue_count(user, "incident", show="overdue", priority=[1, 2])

`show` is a name of `servicedesk.queues.named.NAMED` (default "open"; "all" includes history); every further word is a
name of `servicedesk.queues.filters.FILTERS`. A value is a number, a text, a row of a table, a day, a moment, "none",
"me", or a list of them; None leaves the filter out. Sight is always part of the count.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Model, Q, Value
from django.http import QueryDict

from people.models import User
from records.kinds import Kind, kind_named
from records.models import Record, RecordQuerySet
from servicedesk.queues.selection import DEFAULT_LIST, address, read

Words = Mapping[str, Any]


def queue_url(kind: Kind | str | None = None, **filters: Any) -> str:
    """The address of the list with these filters; without a kind, of the queue of all kinds."""
    return address(_kind(kind), _parameters(filters))


def queue_filter(params: QueryDict | Words, user: User, kind: Kind | str | None = None) -> RecordQuerySet:
    """The records that an address asks for, as far as `user` may see them. Raises BadFilter (400) naming the filter."""
    return read(params, user, _kind(kind)).records()


def queue_records(user: User, kind: Kind | str | None = None, **filters: Any) -> RecordQuerySet:
    """The records that the list at `queue_url` with the same words holds for this person."""
    return queue_filter(_parameters(filters), user, kind)


def queue_condition(user: User, kind: Kind | str | None = None, **filters: Any) -> Q:
    """The same as a condition on `Record`, without sight: for an aggregate over `Record.objects.visible_to(user)`."""
    return read(_parameters(filters), user, _kind(kind)).condition()


def queue_count(user: User, kind: Kind | str | None = None, **filters: Any) -> int:
    """How many records the list at `queue_url` with the same words holds for this person."""
    return queue_records(user, kind, **filters).count()


def counts_within(
    user: User, whole: Words, figures: Mapping[str, Words], kind: Kind | str | None = None
) -> dict[str, int]:
    """Many counts of lists that all lie within one: name → the words of `queue_url`. One query, which goes once
    through the list of `whole`: give that a span of time that an index serves."""
    counted = {
        name: Count("pk", filter=queue_condition(user, kind, **words)) for name, words in figures.items()
    }
    return dict(queue_records(user, kind, **whole).order_by().aggregate(**counted))


def queue_counts(user: User, figures: Mapping[str, Words], kind: Kind | str | None = None) -> dict[str, int]:
    """Many counts: name → the words of `queue_url`. Two queries: one over open work, one over history.

    Of open work every figure needs nearly all, so it is gone through once. Of history each needs a few rows out of
    many, so each is a part of the query with a way of its own: give it a span of time that an index serves.
    """
    selections = {name: read(_parameters(words), user, _kind(kind)) for name, words in figures.items()}
    of_open_work = {name: one.condition() for name, one in selections.items() if one.named.is_open_work}
    of_history = {name: one.condition() for name, one in selections.items() if not one.named.is_open_work}
    only = _kind(kind)
    seen = Record.objects.visible_to(user, *([only.name] if only else []))
    return _counts_of_open_work(seen, of_open_work) | _counts_of_history(seen, of_history)


def _counts_of_open_work(seen: RecordQuerySet, conditions: Mapping[str, Q]) -> dict[str, int]:
    if not conditions:
        return {}
    counted = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    return dict(seen.filter(reduce(or_, conditions.values()), closed_at__isnull=True).aggregate(**counted))


def _counts_of_history(seen: RecordQuerySet, conditions: Mapping[str, Q]) -> dict[str, int]:
    if not conditions:
        return {}
    parts = [
        seen.filter(condition)
        .order_by()
        .annotate(figure=Value(name))
        .values("figure")
        .annotate(number=Count("pk"))
        .values_list("figure", "number")
        for name, condition in conditions.items()
    ]
    found = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return dict.fromkeys(conditions, 0) | dict(found)


def _kind(kind: Kind | str | None) -> Kind | None:
    return kind_named(kind) if isinstance(kind, str) else kind


def _parameters(filters: Words) -> dict[str, list[str]]:
    lists = {
        name: [_text(one) for one in (value if isinstance(value, (list, tuple, set, frozenset)) else [value])]
        for name, value in filters.items()
        if value is not None
    }
    return {name: values for name, values in lists.items() if (name, values) != ("show", [DEFAULT_LIST])}


def _text(value: Any) -> str:
    if isinstance(value, Model):
        return str(value.pk)
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)
