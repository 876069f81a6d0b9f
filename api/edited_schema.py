"""How the rows of a form are told in the schema. Choices are told in words: an installation adds its own."""

from functools import cache
from typing import Any

from django import forms
from django.utils.functional import Promise
from rest_framework import serializers

from api.edited import Edited
from api.fields import ShownRow

Field = serializers.Field[Any, Any, Any, Any]


@cache
def reading(edited: Edited) -> type[serializers.Serializer[Any]]:
    """The shape of a row as it is read."""
    shown: dict[str, Any] = {"id": serializers.IntegerField(), "label": serializers.CharField()}
    if edited.made_for:
        shown[edited.made_for] = ShownRow()
    for name, control in edited.fields.items():
        if name not in edited.asked and not control.widget.is_hidden:
            shown[name] = _read(edited, name, control)
    shown |= {name: piece.told(many=True) for name, piece in edited.pieces.items()}
    shown |= {name: serializers.JSONField() for name in edited.more}
    return type(f"{edited.name}Row", (serializers.Serializer,), shown)


def writing(edited: Edited, *, is_new: bool) -> type[serializers.Serializer[Any]]:
    """The shape of what may be sent. Changing, what is left out stays as it is."""
    sent: dict[str, Any] = {}
    if edited.made_for and is_new:
        sent[edited.made_for] = serializers.IntegerField(min_value=1)
    for name, control in edited.fields.items():
        if not control.widget.is_hidden:
            sent[name] = _written(edited, name, control, is_required=control.required and is_new)
    sent |= {name: piece.told(many=True, required=False) for name, piece in edited.pieces.items()}
    return type(f"{edited.name}{'New' if is_new else 'Change'}", (serializers.Serializer,), sent)


def _read(edited: Edited, name: str, control: forms.Field) -> Field:
    if isinstance(control, forms.ModelMultipleChoiceField):
        return ShownRow(many=True)
    if isinstance(control, forms.ModelChoiceField):
        return ShownRow()
    return _plain(edited, name, control, required=False, allow_null=True)


def _written(edited: Edited, name: str, control: forms.Field, *, is_required: bool) -> Field:
    told: dict[str, Any] = {"required": is_required, "help_text": _help(control)}
    if isinstance(control, forms.ModelMultipleChoiceField):
        return serializers.ListField(child=serializers.IntegerField(min_value=1), **told)
    if isinstance(control, forms.ModelChoiceField):
        return serializers.IntegerField(min_value=1, allow_null=not control.required, **told)
    return _plain(edited, name, control, **told)


def _plain(edited: Edited, name: str, control: forms.Field, **told: Any) -> Field:
    if name in edited.lines or isinstance(control, forms.MultipleChoiceField):
        told.pop("allow_null", None)
        return serializers.ListField(child=serializers.CharField(), **told)
    if isinstance(control, forms.BooleanField):
        return serializers.BooleanField(**{**told, "required": False})
    if isinstance(control, forms.FloatField):
        return serializers.FloatField(**told)
    if isinstance(control, forms.IntegerField):
        return serializers.IntegerField(**told)
    if isinstance(control, forms.DateField):
        return serializers.DateField(**told)
    longest = getattr(control, "max_length", None)
    return serializers.CharField(max_length=longest, allow_blank=not control.required, **told)


def _help(control: forms.Field) -> str | None:
    """What the form says beside the field, and its choices where these do not come from the database."""
    told = [str(control.help_text)] if control.help_text else []
    choices = getattr(control, "_choices", None)
    if isinstance(control, forms.ChoiceField) and isinstance(choices, (list, tuple)):
        keys = [str(key) for key, label in choices if isinstance(label, (str, Promise, int)) and key != ""]
        told.append(", ".join(keys) if len(keys) <= 40 else "")
    return " ".join(filter(None, told)) or None
