"""How a filter of a queue's address is read: its meaning for the database, and the words of its chip."""

from collections.abc import Callable, Iterable
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
from records.models.reference import Priority
from servicedesk.choices.sources import Source

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


def a_kind(text: str, asker: Asker) -> Value:
    kind = kind_named(text)
    return Value(kind.name, kind.name, str(kind.label_plural))


def a_state(text: str, asker: Asker) -> Value:
    for kind in asker.kinds:
        if text in kind.states:
            return Value(text, text, str(kind.states[text].label))
    raise LookupError(text)


def a_priority(text: str, asker: Asker) -> Value:
    found = Priority(int(text))
    return Value(str(found.value), found.value, str(found.label))


def a_level(text: str, asker: Asker) -> Value:
    level = int(text)
    if level not in LEVELS:
        raise LookupError(text)
    return Value(text, level, str(LEVELS[level]))


LEVELS = {0: _("not escalated"), 1: _("shift leader"), 2: _("supervisor"), 3: _("director")}


def a_row(source: Source) -> Read:
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


def a_moment(*, is_end: bool) -> Read:
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


def as_it_was(read: Read) -> Read:
    """A value of a column together with the moment at which the column held it: `2@2026-01-31T08:30+08:00`."""

    def read_both(text: str, asker: Asker) -> Value:
        held, stroke, at = text.rpartition("@")
        if not stroke:
            raise ValueError(text)
        value, moment = read(held, asker), a_moment(is_end=False)(at, asker)
        meaning = (value.meaning, moment.meaning)
        return Value(f"{value.text}@{moment.text}", meaning, f"{value.label}, {moment.label}")

    return read_both


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def a_text(text: str, asker: Asker) -> Value:
    return Value(text, text, text)


def a_record(text: str, asker: Asker) -> Value:
    found = Record.objects.visible_to(asker.user).get(number=text.upper())
    return Value(found.number, found.pk, found.number)


def a_cause(text: str, asker: Asker) -> Value:
    return Value(text, int(text), Cause.objects.get(pk=int(text)).label)
