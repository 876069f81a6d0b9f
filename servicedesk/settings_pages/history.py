"""Who changed which setting when, from the log that nobody can rewrite."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils.text import capfirst

from incidents.models import HintPolicy
from notifications.models import Rule, Template, Webhook
from people.models import AccessLog
from records.models import PriorityRule
from servicedesk.settings_pages.tables import table_of, tables

Event = AccessLog.Event
EVENTS = (Event.CREATED, Event.CHANGED, Event.REMOVED)
# Settings that are no plain table.
OTHERS: tuple[type[Model], ...] = (PriorityRule, HintPolicy, Rule, Template, Webhook)
MOST_DETAILS = 12


@dataclass(frozen=True)
class Detail:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    entry: AccessLog
    details: list[Detail]
    more: int = 0
    table: str = ""


def models_of_settings() -> list[type[Model]]:
    return [*(table.model for table in tables()), *OTHERS]


def changes_of(model: type[Model] | None = None) -> QuerySet[AccessLog]:
    """The log of one table, or of all settings, newest first."""
    about = Q()
    for one in [model] if model else models_of_settings():
        about |= Q(subject__startswith=f"{one._meta.label}:")
    return AccessLog.objects.filter(about, event__in=EVENTS).select_related("by").order_by("-id")


def lines(entries: Iterable[AccessLog]) -> list[Line]:
    return [_line(entry) for entry in entries]


def _line(entry: AccessLog) -> Line:
    model = _model_of(entry.subject)
    pairs = [
        (name, pair) for name, pair in entry.changes.items() if isinstance(pair, list) and len(pair) == 2
    ]
    # A row that was just made tells what it holds; what is empty need not be told.
    told = [(name, pair) for name, pair in pairs if pair[0] or pair[1]]
    details = [Detail(_label(model, name), str(pair[0]), str(pair[1])) for name, pair in told[:MOST_DETAILS]]
    called = str(capfirst(model._meta.verbose_name)) if model else ""
    return Line(entry, details, max(0, len(told) - MOST_DETAILS), called)


def _model_of(subject: str) -> type[Model] | None:
    try:
        return apps.get_model(subject.partition(":")[0])
    except (LookupError, ValueError):
        return None


def _label(model: type[Model] | None, name: str) -> str:
    """What the form calls the field; a field that is no more is called as it was kept."""
    table = table_of(model) if model else None
    for part in table.parts if table else ():
        if name == part.name:
            return str(part.label)
    field: Any = table.form.base_fields.get(name) if table else None
    if field is not None and field.label:
        return str(capfirst(field.label))
    if model is not None and name in {one.name for one in model._meta.fields}:
        return str(capfirst(model._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
    return name
