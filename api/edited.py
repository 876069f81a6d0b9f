"""Rows that a page changes by a form, as a resource: the same form reads, checks and keeps them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError as Refusal
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from people.directory import keep
from people.forms.lossless import LosslessForm, plain
from people.models import User

Errors = dict[str, list[str]]


class Filled(Protocol):
    """A form with what belongs to it, open on one row."""

    form: LosslessForm[Any]

    def is_valid(self) -> bool: ...

    def keep(self, *, by: User, request: HttpRequest | None = None) -> Any:
        """Save it and write it down. None where it was refused: the form says why."""
        ...


class OneForm:
    """A form that is a whole page by itself."""

    def __init__(self, form: LosslessForm[Any], save: Callable[..., Any] = keep) -> None:
        self.form, self.save = form, save

    def is_valid(self) -> bool:
        return self.form.is_valid()

    def keep(self, *, by: User, request: HttpRequest | None = None) -> Any:
        try:
            with transaction.atomic():
                return self.save(self.form, by=by, request=request)
        except Refusal as refused:
            self.form.add_error(None, refused)
        return None


@dataclass(frozen=True)
class Piece:
    """What stands beside a form on its page: read from a row, and put into what is sent."""

    read: Callable[[Any], Any]
    put: Callable[[QueryDict, Any], None]
    told: type[serializers.Serializer[Any]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Edited:
    """One table. `area` is what one must be allowed to see, and to edit. `made_for` names the row that a new one
    belongs to, and which it never leaves; `lines` are texts of one value a line; `asked` is written and never read."""

    name: str
    about: str
    model: type[Model]
    fields: Mapping[str, forms.Field]
    area: str
    rows: Callable[[User], QuerySet[Any]]
    open: Callable[[Any, QueryDict | None, User], Filled]
    words: tuple[str, ...] = ("name", "name_zh_hans", "name_zh_hant", "code")
    filters: tuple[str, ...] = ()
    made_for: str = ""
    owners: Callable[[User], QuerySet[Any]] | None = None
    lines: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    more: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    pieces: Mapping[str, Piece] = field(default_factory=dict)
    remove: Callable[..., bool] | None = None


def reference(row: Any) -> dict[str, Any] | None:
    return None if row is None else {"id": row.pk, "label": str(row)}


def shape(edited: Edited, row: Any, user: User) -> dict[str, Any]:
    """A row as it is read: what its form shows, and what it belongs to."""
    filled = edited.open(row, None, user)
    told: dict[str, Any] = {"id": row.pk, "label": str(row)}
    if edited.made_for:
        told[edited.made_for] = reference(getattr(row, edited.made_for))
    for name, control in _shown(edited, filled.form).items():
        told[name] = _value(edited, filled.form, name, control)
    told |= {name: piece.read(row) for name, piece in edited.pieces.items()}
    return told | {name: read(row) for name, read in edited.more.items()}


def _shown(edited: Edited, form: forms.BaseForm) -> dict[str, forms.Field]:
    return {
        name: control
        for name, control in form.fields.items()
        if name not in edited.asked and not control.widget.is_hidden
    }


def _value(edited: Edited, form: LosslessForm[Any], name: str, control: forms.Field) -> Any:
    if isinstance(control, forms.ModelMultipleChoiceField):
        return [reference(one) for one in getattr(form.instance, name).all()] if form.instance.pk else []
    if isinstance(control, forms.ModelChoiceField):
        return reference(getattr(form.instance, name))
    value = form.get_initial_for_field(control, name)
    if name in edited.lines:
        return str(value or "").splitlines()
    return value.isoformat() if isinstance(value, (date, time)) else value


def fill(edited: Edited, row: Any, given: Mapping[str, Any], user: User) -> Filled:
    """The page's form with the row's own values, and these in their place. Raises ValidationError by field."""
    form = edited.open(row, None, user).form
    offered = {name: control for name, control in form.fields.items() if not control.widget.is_hidden}
    if foreign := set(given) - {*offered, *edited.pieces}:
        told = _("There is no such field, or it cannot be changed.")
        raise ValidationError({name: [told] for name in sorted(foreign)})
    data = QueryDict(mutable=True)
    for name, control in offered.items():
        if name in given and control.disabled:
            raise ValidationError({name: [_("This is not yours to change.")]})
        value = given[name] if name in given else plain(form.get_initial_for_field(control, name))
        _put(data, edited, name, control, value)
    for name, piece in edited.pieces.items():
        piece.put(data, given[name] if name in given else piece.read(row))
    return edited.open(row, data, user)


def _put(data: QueryDict, edited: Edited, name: str, control: forms.Field, value: Any) -> None:
    """As a browser would send it. Raises ValidationError for what no browser could."""
    is_many = isinstance(control, (forms.ModelMultipleChoiceField, forms.MultipleChoiceField))
    if name in edited.lines and isinstance(value, list):
        value = "\n".join(single(name, one) for one in value)
    if is_many:
        if not isinstance(value, list):
            raise ValidationError({name: [_("Give a list.")]})
        data.setlist(name, [single(name, one) for one in value])
    elif isinstance(control, forms.BooleanField):
        if _truth(name, value):
            data[name] = "on"
    else:
        data[name] = single(name, value)


def _truth(name: str, value: Any) -> bool:
    if value in (None, ""):
        return False
    if not isinstance(value, bool):
        raise ValidationError({name: [_("Give true or false.")]})
    return value


def single(name: str, value: Any) -> str:
    if isinstance(value, (dict, list)):
        raise ValidationError({name: [_("Give a single value.")]})
    return "" if value is None else str(value)


def errors_of(filled: Filled) -> Errors:
    """Field → what is wrong with it."""
    found: Errors = {
        "non_field_errors" if name == "__all__" else name: [str(one) for one in told]
        for name, told in filled.form.errors.items()
    }
    return found | getattr(filled, "piece_errors", dict)()
