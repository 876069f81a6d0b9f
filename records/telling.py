"""A journal entry in the reader's language: a sentence, and what changed before and after.

Sentences are translated whole and filled by name; what an import brought and no life knows is shown as it came.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from people.models import User
from people.models.names import in_readers_language
from records.events import event_named
from records.kinds import Kind, kind_named
from records.metrics import metric_named
from records.models import JournalEntry, Record

LONG = 160
# The page is the usual way; and what came by the clock names the clock as the one who did it.
SAID = ("page", "clock")
NAMES = re.compile(r"%\((\w+)\)s")
# Counters that a step keeps in passing; its sentence says enough.
COUNTERS = (models.PositiveIntegerField, models.PositiveSmallIntegerField)


@dataclass(frozen=True)
class Change:
    """One column before and after, as words. `is_long` where a page had better fold it."""

    field: str
    label: str
    before: str
    after: str

    @property
    def is_long(self) -> bool:
        return max(len(self.before), len(self.after)) > LONG


@dataclass(frozen=True)
class Told:
    """One entry as a reader meets it."""

    entry: JournalEntry
    sentence: str
    icon: str
    tone: str
    changes: list[Change]
    from_label: str
    to_label: str
    via_word: str

    @property
    def by(self) -> User:
        return self.entry.by

    @property
    def at(self) -> Any:
        return self.entry.at

    @property
    def note(self) -> str:
        return self.entry.note

    @property
    def is_public(self) -> bool:
        return self.entry.is_public


def tell(entry: JournalEntry, kind: Kind) -> Told:
    """The entry in the active language. Asks the database nothing."""
    sentence, icon, tone = _words(entry, kind)
    after = defaultdict(str, {name: value_words(kind, name, pair[1]) for name, pair in _pairs(entry)})
    return Told(
        entry=entry,
        sentence=_filled(sentence, after),
        icon=icon,
        tone=tone,
        changes=_shown(entry, kind, named=set(NAMES.findall(sentence))),
        from_label=state_words(kind, entry.from_state),
        to_label=state_words(kind, entry.to_state),
        via_word="" if entry.via in SAID else str(entry.get_via_display()),
    )


def tell_all(entries: list[JournalEntry], kind: Kind | str) -> list[Told]:
    declared = kind_named(kind) if isinstance(kind, str) else kind
    return [tell(entry, declared) for entry in entries]


def _words(entry: JournalEntry, kind: Kind) -> tuple[str, str, str]:
    step = kind.steps.get(entry.step)
    if step is not None:
        return str(step.sentence), step.icon, step.tone or _tone(entry, kind)
    event = event_named(entry.step)
    if event is not None:
        return str(event.sentence), event.icon, event.tone
    # A per cent sign of another system's own words is no place to fill.
    return entry.step.replace("%", "%%"), "history", ""


def _tone(entry: JournalEntry, kind: Kind) -> str:
    state = kind.states.get(entry.to_state)
    return state.tone if state is not None and entry.to_state != entry.from_state else ""


def _filled(sentence: str, values: Mapping[str, str]) -> str:
    """The sentence with its places filled; what did not change leaves no gap behind."""
    return " ".join((sentence % values).split()).rstrip(" :：,，")


def _pairs(entry: JournalEntry) -> list[tuple[str, list[Any]]]:
    return [(name, pair) for name, pair in entry.changes.items() if isinstance(pair, list) and len(pair) == 2]


def _shown(entry: JournalEntry, kind: Kind, *, named: set[str]) -> list[Change]:
    is_step = entry.step in kind.steps
    is_event = event_named(entry.step) is not None and entry.step != "revise"
    return [
        Change(name, label_of(kind, name), value_words(kind, name, before), value_words(kind, name, after))
        for name, (before, after) in _pairs(entry)
        if name not in named and not is_event and not (is_step and _is_passing(kind, name, after))
    ]


def _is_passing(kind: Kind, name: str, after: Any) -> bool:
    field = field_of(kind, name)
    if field is None or field.editable:
        return False
    if isinstance(field, models.JSONField):
        return True
    if isinstance(field, models.DateTimeField) and name not in kind.facts:
        return True
    return after in (None, "") or (isinstance(field, COUNTERS) and not field.choices)


def field_of(kind: Kind, name: str) -> "models.Field[Any, Any] | None":
    try:
        field = kind.model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None


def label_of(kind: Kind, name: str) -> str:
    """What a column is called, also one that only an import knows."""
    field = field_of(kind, name)
    return capfirst(str(field.verbose_name)) if field is not None else name.replace("_", " ")


def state_words(kind: Kind, state: str) -> str:
    declared = kind.states.get(state)
    return str(declared.label) if declared else state


def value_words(kind: Kind, name: str, value: Any) -> str:
    """A value as the journal keeps it, in words: a choice's label, a row's name of that day, a local time."""
    if value is None or value == "":
        return ""
    if isinstance(value, dict):
        names = (str(value.get(language, "")) for language in ("label", "zh_hans", "zh_hant"))
        return _row_words(kind, name, in_readers_language(*names))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "metric":
        return _metric_words(str(value))
    return _plain_words(kind, name, value)


def _row_words(kind: Kind, name: str, label: str) -> str:
    """Of another record its number alone: who reads this one may not see that one's title."""
    return label.split(" ", 1)[0] if _names_a_record(kind, name) else label


def _names_a_record(kind: Kind, name: str) -> bool:
    field = field_of(kind, name)
    model = field.related_model if field is not None else None
    return isinstance(model, type) and issubclass(model, Record)


def without_titles(entry: JournalEntry, kind: Kind) -> dict[str, Any]:
    """The entry's changes as they are kept, except that another record is named by its number alone."""
    shown = dict(entry.changes)
    for name, pair in _pairs(entry):
        if _names_a_record(kind, name):
            shown[name] = [
                {**side, "label": _row_words(kind, name, str(side.get("label", "")))}
                if isinstance(side, dict)
                else side
                for side in pair
            ]
    return shown


def _metric_words(metric: str) -> str:
    try:
        return str(metric_named(metric).label)
    except KeyError:
        return metric


def _plain_words(kind: Kind, name: str, value: Any) -> str:
    field = field_of(kind, name)
    if field is not None and field.flatchoices:
        label = dict(field.flatchoices).get(value, value)
        return str(label) if isinstance(label, (str, Promise)) else str(value)
    if (in_words := getattr(field, "in_words", None)) is not None:
        return str(in_words(str(value)))
    if isinstance(field, models.DateTimeField) or name.endswith(("_at", "since")):
        return _moment_words(str(value))
    return str(value)


def _moment_words(text: str) -> str:
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        return text
    return date_format(timezone.localtime(moment) if timezone.is_aware(moment) else moment, "Y-m-d H:i")
