"""The filters of a queue's address: how each is read, what it means for the database, what its chip says."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import BadRequest, ObjectDoesNotExist
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from complaints.models import Cause
from people.models import User
from records.kinds import Kind, kind_named
from records.lifecycle import Text
from records.models import Record
from records.models.links import Link
from records.models.reference import Priority
from records.words import found_by
from servicedesk.choices.sources import SOURCES, Source
from servicedesk.queues import past

MOST_VALUES = 50
MOST_CHARACTERS = 200
NOBODY, MYSELF = "none", "me"


class BadFilter(BadRequest):
    """A filter that cannot be read. Names it; HTTP 400."""

    def __init__(self, name: str, reason: object) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reader = _t("The filter “%(name)s” cannot be used: %(reason)s") % {
            "name": name,
            "reason": reason,
        }


@dataclass(frozen=True)
class Value:
    """One value of a filter as read: what goes into the address, what it means, what the chip says."""

    text: str
    meaning: Any
    label: str


@dataclass(frozen=True)
class Asker:
    """Who asks, and of which kinds: a value is read in this light."""

    user: User
    kinds: tuple[Kind, ...]


Read = Callable[[str, Asker], Value]
Condition = Callable[[list[Any]], Q]


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One filter. Several values of one filter widen it, several filters narrow the list."""

    name: str
    label: Text
    read: Read
    condition: Condition
    is_many: bool = True
    # Where an index over the whole history serves it, so that counting what it finds costs little.
    is_indexed: bool = False

    def values(self, texts: Iterable[str], asker: Asker) -> list[Value]:
        """Raises BadFilter with a sentence that names this filter and says what is wrong."""
        given = list(dict.fromkeys(text for text in texts if text.strip()))
        if len(given) > (MOST_VALUES if self.is_many else 1):
            raise BadFilter(self.name, _t("it has too many values."))
        return [self._value(text, asker) for text in given]

    def _value(self, text: str, asker: Asker) -> Value:
        if len(text) > MOST_CHARACTERS:
            raise BadFilter(self.name, _t("a value is too long."))
        if not text.isprintable():
            raise BadFilter(self.name, _t("a value holds characters that are no text."))
        try:
            return self.read(text.strip(), asker)
        except (LookupError, ValueError, OverflowError, ObjectDoesNotExist) as error:
            told = _t("“%(value)s” is none of its values.") % {"value": text}
            raise BadFilter(self.name, told) from error


def _kind(text: str, asker: Asker) -> Value:
    kind = kind_named(text)
    return Value(kind.name, kind.name, str(kind.label_plural))


def _state(text: str, asker: Asker) -> Value:
    for kind in asker.kinds:
        if text in kind.states:
            return Value(text, text, str(kind.states[text].label))
    raise LookupError(text)


def _priority(text: str, asker: Asker) -> Value:
    found = Priority(int(text))
    return Value(str(found.value), found.value, str(found.label))


def _level(text: str, asker: Asker) -> Value:
    level = int(text)
    if level not in LEVELS:
        raise LookupError(text)
    return Value(text, level, str(LEVELS[level]))


LEVELS = {0: _("not escalated"), 1: _("shift leader"), 2: _("supervisor"), 3: _("director")}


def _row(source: Source) -> Read:
    def read(text: str, asker: Asker) -> Value:
        if text == NOBODY:
            return Value(NOBODY, None, _t("nobody") if source.model is User else _t("none"))
        if text == MYSELF and source.model is User:
            return Value(MYSELF, asker.user.pk, _t("me"))
        row = _found(source, text, asker.user)
        return Value(str(row.pk), row.pk, str(row))

    return read


def _found(source: Source, text: str, user: User) -> Model:
    number = int(text)
    if not 0 < number < 2**63:
        raise LookupError(text)
    row = source.known_to(user).filter(pk=number).first()
    if row is None:
        raise LookupError(text)
    return row


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


def _moment(*, is_end: bool) -> Read:
    def read(text: str, asker: Asker) -> Value:
        day = parse_date(text) if len(text) == len("2026-01-31") else None
        if day is not None:
            return Value(
                text, start_of(day + timedelta(days=1) if is_end else day), date_format(day, "Y-m-d")
            )
        # An unescaped "+" of a time zone arrives as a space.
        moment = parse_datetime(text.replace(" ", "+") if "T" in text else text)
        if moment is None:
            raise ValueError(text)
        aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        return Value(text, aware, date_format(timezone.localtime(aware), "Y-m-d H:i"))

    return read


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _text(text: str, asker: Asker) -> Value:
    return Value(text, text, text)


def _record(text: str, asker: Asker) -> Value:
    found = Record.objects.visible_to(asker.user).get(number=text.upper())
    return Value(found.number, found.pk, found.number)


def _cause(text: str, asker: Asker) -> Value:
    return Value(text, int(text), Cause.objects.get(pk=int(text)).label)


def _led_to(values: list[Any]) -> Q:
    return Q(pk__in=Link.objects.filter(later__in=values).values("earlier"))


def _rows(name: str, label: Text, source: str, *, is_indexed: bool = False) -> Filter:
    return Filter(
        name=name, label=label, read=_row(SOURCES[source]), condition=_is_one_of(name), is_indexed=is_indexed
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
            read=_moment(is_end=False),
            condition=lambda values: Q(**{f"{column}__gte": values[0]}),
            is_many=False,
            is_indexed=is_indexed,
        ),
        Filter(
            name=f"{name}_until",
            label=until,
            read=_moment(is_end=True),
            condition=lambda values: Q(**{f"{column}__lt": values[0]}),
            is_many=False,
        ),
    )


FILTERS = {
    one.name: one
    for one in (
        Filter(name="kind", label=_("kind"), read=_kind, condition=_is_one_of("kind")),
        Filter(name="state", label=_("state"), read=_state, condition=_is_one_of("state")),
        Filter(name="priority", label=_("priority"), read=_priority, condition=_is_one_of("priority")),
        Filter(
            name="level", label=_("escalation level"), read=_level, condition=_is_one_of("escalation_level")
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
        Filter(name="cause", label=_("cause"), read=_cause, condition=_is_one_of("complaint__cause")),
        _rows("customer", _("customer"), "customer", is_indexed=True),
        _rows("site", _("site"), "site"),
        _rows("contact", _("contact"), "contact", is_indexed=True),
        _rows("service", _("service"), "service", is_indexed=True),
        _rows("item", _("configuration item"), "item", is_indexed=True),
        Filter(
            name="category", label=_("category"), read=_row(SOURCES["category"]), condition=_below_category
        ),
        Filter(name="led_to", label=_("led to"), read=_record, condition=_led_to, is_indexed=True),
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
            read=_moment(is_end=False),
            condition=lambda values: past.was_open_at(values[0]),
            is_many=False,
        ),
        Filter(
            name="overdue_at",
            label=_("overdue at"),
            read=_moment(is_end=False),
            condition=lambda values: past.was_overdue_at(values[0]),
            is_many=False,
        ),
        Filter(
            name="text",
            label=_("words"),
            read=_text,
            condition=lambda values: found_by(values[0]),
            is_many=False,
            is_indexed=True,
        ),
    )
}
