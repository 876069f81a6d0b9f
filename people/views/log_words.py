"""Entries of the access log in words: which fields changed from what to what, which rights came and went."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from people.areas import area_named
from people.models import AccessLog, Scope

# What entries tell beside columns of the row they are about.
TOLD: dict[str, str | Promise] = {
    "token": _("token"),
    "ended": _("ended"),
    "codes_left": _("back-up codes left"),
    "numbers": _("phone numbers"),
    "members": _("members"),
    "holders": _("who has it"),
    "is_wanted_twice": _("kept although alike"),
}


@dataclass(frozen=True)
class Line:
    """An entry with what changed in words."""

    entry: AccessLog
    details: list[str]


def lines_of(entries: Iterable[AccessLog]) -> list[Line]:
    return [Line(entry, details_of(entry)) for entry in entries]


def details_of(entry: AccessLog) -> list[str]:
    """What changed, a line for each: "+ Resolve", "Name: A → B"."""
    if entry.event == AccessLog.Event.RIGHTS_CHANGED:
        return _rights(entry.changes)
    return [f"{_label(entry, name)}: {_value(value)}" for name, value in entry.changes.items()]


def _label(entry: AccessLog, name: str) -> str:
    if name in TOLD:
        return capfirst(str(TOLD[name]))
    try:
        model = apps.get_model(entry.subject.partition(":")[0])
        return capfirst(str(getattr(model._meta.get_field(name), "verbose_name", name)))
    except (LookupError, ValueError, FieldDoesNotExist):
        return name


def _value(value: Any) -> str:
    if isinstance(value, list) and len(value) == 2:
        return f"{value[0] or '–'} → {value[1] or '–'}"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _rights(changes: dict[str, Any]) -> list[str]:
    area = area_named(changes.get("area", ""))
    labels = {step: str(label) for step, label in area.steps.items()} if area else {}
    told = [capfirst(str(area.label)) if area else changes.get("area", "")]
    told += [f"+ {labels.get(step, step)}" for step in changes.get("granted", ())]
    told += [f"− {labels.get(step, step)}" for step in changes.get("removed", ())]
    if scope := changes.get("scope"):
        told.append(_value([str(Scope(one).label) for one in scope]))
    return told
