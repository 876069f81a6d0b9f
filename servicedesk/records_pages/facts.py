"""The facts of a record as words, straight from its declaration."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from people.models import User
from records.kinds import Kind
from records.models import Record
from records.sight import DECIDING, admits

# Shown even while empty: that they are not known is worth knowing.
CORE = ("customer", "site", "contact", "service", "item", "category", "impact", "urgency")
TIMES = ("opened_by", "opened_at", "responded_at", "resolved_at", "closed_at")
# They stand in the head line, or as a text of their own.
ELSEWHERE = frozenset({"title", "description", "team", "assignee", "owner"})


@dataclass(frozen=True)
class Fact:
    """`shape` tells the template how to print it: text, moment, person, contact, long."""

    name: str
    label: str
    value: Any
    shape: str = "text"


def facts_of(record: Record, user: User) -> list[Fact]:
    """Short facts, in the order of the declaration; own ones of the kind only where there is something to say."""
    kind = record.declared
    core = [name for name in CORE if name in kind.shared]
    names = dict.fromkeys((*core, *kind.fields, *kind.facts, "desk", *TIMES))
    found = [_fact(record, kind, name) for name in names if name not in ELSEWHERE]
    return [one for one in found if _is_shown(one, user)]


def _is_shown(fact: Fact, user: User) -> bool:
    if fact.shape == "record" and fact.value is not None:
        # Another record's title is for who sees that record.
        return admits(user.rights, {name: getattr(fact.value, name) for name in DECIDING})
    return fact.shape != "long" and (fact.name in CORE or fact.value not in (None, "", 0))


def texts_of(record: Record) -> list[Fact]:
    """Long texts that are not empty: the description, and what else the kind keeps, a solution for one."""
    kind = record.declared
    names = dict.fromkeys(("description", *kind.fields, *kind.facts))
    found = [_fact(record, kind, name) for name in names]
    return [one for one in found if one.shape == "long" and one.value]


def _fact(record: Record, kind: Kind, name: str) -> Fact:
    field = kind.model._meta.get_field(name)
    label = capfirst(str(getattr(field, "verbose_name", name)))
    if isinstance(field, models.TextField):
        return Fact(name, label, getattr(record, name), "long")
    if isinstance(field, models.DateTimeField):
        return Fact(name, label, getattr(record, name), "moment")
    if isinstance(field, models.ForeignKey):
        return Fact(name, label, getattr(record, name), _shape_of(field.related_model))
    if (in_words := getattr(record, f"get_{name}_display", None)) is not None:
        return Fact(name, label, in_words())
    value = getattr(record, name)
    # One that is not true is nothing to tell.
    return Fact(name, label, _("yes") if value is True else value)


def _shape_of(model: type[models.Model]) -> str:
    if issubclass(model, Record):
        return "record"
    return {"User": "person", "Contact": "contact"}.get(model.__name__, "text")
