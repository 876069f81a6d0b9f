"""What a text may name, and what stands there for one reader. Values are made when asked for."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from notifications.facts import Facts
from people.models import Contact, User
from records.enclosures import enclosures
from records.events import event_named
from records.kinds import kinds
from records.metrics import metric_named
from records.models import JournalEntry, Record
from records.telling import tell

MAX_VALUE = 4_000
Reader = User | Contact
Value = Callable[["Values"], Any]


class Whole(str):
    """A text that is never cut: who asks for the time line wants all of it."""

    __slots__ = ()


class Values(Mapping[str, str]):
    """The placeholders' values for one entry and one reader, in the language that is active."""

    def __init__(self, facts: Facts, reader: Reader, *, encloses: bool = False) -> None:
        self.facts = facts
        self.reader = reader
        # Only a letter that goes to one person of the house, out of it, may enclose what signs for him.
        self.encloses = encloses and isinstance(reader, User)

    @property
    def is_outside(self) -> bool:
        """A customer reads what is his or public, and no internal note."""
        return isinstance(self.reader, Contact)

    def __getitem__(self, name: str) -> str:
        if name in (enclosed := enclosures()):
            return enclosed[name].mark if self.encloses else ""
        value = PLACEHOLDERS[name][1](self) if name in PLACEHOLDERS else _own(self.facts, name)
        return as_text(value)

    def __iter__(self) -> Iterator[str]:
        return iter(known())

    def __len__(self) -> int:
        return len(known())


def as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "Y-m-d H:i")
    return str(value) if isinstance(value, Whole) else str(value)[:MAX_VALUE]


def _own(facts: Facts, name: str) -> Any:
    """A column of the kind's own, as its page shows it."""
    record = facts.specific
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display is not None else getattr(record, name, "")
    # Of another record its number alone: who reads this one may not see that one's title.
    return value.number if isinstance(value, Record) else value


def _plain(name: str) -> Value:
    return lambda values: getattr(values.facts.record, name)


def _row(name: str) -> Value:
    return lambda values: values.facts.row(name)


def _choice(name: str) -> Value:
    def label(values: Values) -> Any:
        field = values.facts.record._meta.get_field(name)
        return dict(field.flatchoices).get(values.facts.after(name), "")  # type: ignore[union-attr]

    return label


def _inside(value: Value) -> Value:
    """For people of the house; a customer reads it only where the entry is public."""
    return lambda values: value(values) if values.facts.entry.is_public or not values.is_outside else ""


def _changed(name: str) -> Value:
    return _inside(lambda values: (values.facts.change(name) or (None, None))[1])


def _state(values: Values) -> Any:
    states = values.facts.kind.states
    state = states.get(values.facts.entry.to_state or values.facts.record.state)
    return state.label if state is not None else ""


def _due(values: Values) -> datetime | None:
    due = values.facts.after("due_at")
    return parse_datetime(due) if isinstance(due, str) else due


def _metric(values: Values) -> Any:
    changed = values.facts.change("metric")
    return metric_named(changed[1]).label if changed is not None else ""


def _asked_of(values: Values) -> Any:
    changed = values.facts.change("asked_of")
    return changed[1].get("label", "") if changed is not None else ""


def _step(values: Values) -> Any:
    return step_label(values.facts)


def step_label(facts: Facts) -> Any:
    step = facts.entry.step
    declared = facts.kind.steps.get(step) or event_named(step)
    return declared.label if declared is not None else step.replace("_", " ")


def address_of(number: str) -> str:
    """The whole address of a record's page, for texts that are read elsewhere."""
    return f"{settings.SITE_URL.rstrip('/')}{settings.RECORD_URL_PREFIX}{number}/"


def _changes(values: Values) -> str:
    told = tell(values.facts.entry, values.facts.kind)
    return "\n".join(
        f"{change.label}: {change.before or '–'} → {change.after or '–'}" for change in told.changes
    )


def _sentence(values: Values) -> str:
    """What the journal says after the name of who did it."""
    return tell(values.facts.entry, values.facts.kind).sentence


def _time_line(values: Values) -> str:
    """The journal up to this entry, a line each. Only for texts that ask for it: one query."""
    facts = values.facts
    until = JournalEntry.objects.filter(record=facts.record.pk, pk__lte=facts.entry.pk)
    told = (tell(entry, facts.kind) for entry in until.select_related("by").order_by("at", "pk"))
    return Whole(
        "\n".join(f"{as_text(one.at)}  {one.by} {one.sentence}  {one.note}".rstrip() for one in told)
    )


PLACEHOLDERS: dict[str, tuple[Any, Value]] = {
    "number": (_("number"), _plain("number")),
    "title": (_("title"), _plain("title")),
    "description": (_("description"), _plain("description")),
    "url": (_("address of its page"), lambda values: address_of(values.facts.record.number)),
    "kind": (_("kind"), lambda values: values.facts.kind.label),
    "state": (_("state"), _state),
    "priority": (_("priority"), _choice("priority")),
    "impact": (_("impact"), _choice("impact")),
    "urgency": (_("urgency"), _choice("urgency")),
    "escalation_level": (_("escalation level"), lambda values: values.facts.after("escalation_level")),
    "owner": (_("owner"), _row("owner")),
    "assignee": (_("assignee"), _row("assignee")),
    "team": (_("team"), _row("team")),
    "desk": (_("desk"), _row("desk")),
    "customer": (_("customer"), _row("customer")),
    "site": (_("site"), _row("site")),
    "contact": (_("contact"), _row("contact")),
    "service": (_("service"), _row("service")),
    "item": (_("configuration item"), _row("item")),
    "category": (_("category"), _row("category")),
    "opened_at": (_("opened"), _plain("opened_at")),
    "resolved_at": (_("resolved"), _plain("resolved_at")),
    "due_at": (_("due"), _due),
    "happened_at": (_("time of what happened"), lambda values: values.facts.entry.at),
    "actor": (_("who did it"), lambda values: values.facts.actor),
    "step": (_("what was done"), _step),
    "sentence": (_("what the journal says of it"), _inside(_sentence)),
    "note": (_("the note with it"), _inside(lambda values: values.facts.entry.note)),
    "changes": (_("what changed, line by line"), _inside(_changes)),
    "time_line": (_("the whole journal, line by line"), _inside(_time_line)),
    "what": (_("what was asked for"), _changed("what")),
    "asked_of": (_("of whom it was asked"), _inside(_asked_of)),
    "metric": (_("what the clock counts"), _metric),
    "percent": (_("percent of the time gone"), lambda values: (values.facts.change("percent") or (0, ""))[1]),
    "reader": (_("who is told"), lambda values: values.reader.name),
    "product": (_("name of this system"), lambda values: settings.ITSM_NAME),
}


def known() -> dict[str, Any]:
    """Every placeholder with its label: those of each record, and the own columns of each kind."""
    own = {
        name: kind.model._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        for kind in kinds()
        for name in (*kind.fields, *kind.facts)
    }
    enclosed = {name: one.label for name, one in enclosures().items()}
    return (
        {name: label for name, (label, _value) in PLACEHOLDERS.items()}
        | enclosed
        | {name: label for name, label in own.items() if name not in PLACEHOLDERS}
    )
