"""The record an address names, as its own kind, with what its page prints. What the person may not see is absent."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import ForeignKey, QuerySet
from django.http import Http404, HttpRequest

from people.models import User
from records.kinds import SHARED_FIELDS, Kind
from records.models import Record
from records.numbers import kind_of_number
from records.sight import visible

__all__ = ["login_required", "related_columns", "seen_record", "user_of"]

ALWAYS = ("owner", "desk", "opened_by", "team", "assignee")


def user_of(request: HttpRequest) -> User:
    """The signed-in person: every view here asks for one."""
    user = request.user
    assert isinstance(user, User)
    return user


def seen_record(request: HttpRequest, number: str) -> Record:
    """One query. Raises Http404 alike for a number that does not exist and for one that this person may not see."""
    wanted = number.upper()
    kind = kind_of_number(wanted)
    if kind is None:
        raise Http404(number)
    seen = _whole(kind).filter(visible(user_of(request).rights, {kind.name}))
    record: Record | None = seen.filter(number=wanted).first()
    if record is None:
        raise Http404(number)
    return record


def _whole(kind: Kind) -> "QuerySet[Any]":
    return kind.model._default_manager.select_related(*related_columns(kind))


def related_columns(kind: Kind) -> list[str]:
    """The foreign keys that a page prints, to be fetched with the record."""
    names = dict.fromkeys((*ALWAYS, *SHARED_FIELDS, *kind.fields, *kind.facts))
    return [name for name in names if isinstance(kind.model._meta.get_field(name), ForeignKey)]
