"""How rows of other tables are read and written: read as {id, label}, written as the id."""

from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema_field, inline_serializer
from rest_framework import serializers

from records.lifecycle import StepForm
from servicedesk.choices.sources import SOURCES

RowShape = inline_serializer(
    "RowReference", {"id": serializers.IntegerField(), "label": serializers.CharField()}, allow_null=True
)
SOURCE_OF = {source.model: source for source in SOURCES.values()}


@extend_schema_field(RowShape)
class ShownRow(serializers.RelatedField[Model, Any, Any]):
    """A row of another table as {id, label}; a record as {id, label} with its number as the label."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "read_only": True})

    def to_representation(self, value: Any) -> dict[str, Any]:
        return {"id": value.pk, "label": getattr(value, "number", None) or str(value)}


# What a row may be called by, whatever table it stands in.
CALLED_BY = {"name", "name_zh_hans", "name_zh_hant", "username", "is_system", "number", "title"}


def with_labels(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows of a table with all their own columns, and of each row that they point to only what it is called by."""
    own = rows.model._meta.concrete_fields
    pointing = [field for field in own if field.is_relation and not field.primary_key]
    labels = [
        f"{field.name}__{called.name}"
        for field in pointing
        for called in field.related_model._meta.concrete_fields
        if called.name in CALLED_BY
    ]
    related = rows.select_related(*[field.name for field in pointing])
    return related.only(*[field.name for field in own], *labels)


class ChosenRow(serializers.PrimaryKeyRelatedField[Any]):
    """A row by its id, among those that this person may choose."""

    def __init__(self, *, model: type[Model], **kwargs: Any) -> None:
        self.model = model
        super().__init__(queryset=model._default_manager.all(), **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        source, request = SOURCE_OF.get(self.model), self.context.get("request")
        if source is None or request is None:
            return self.model._default_manager.all()
        return source.offered_to(request.user)


def serializer_of(form: type[StepForm] | None, name: str) -> type[serializers.Serializer[Any]]:
    """The schema of a step's inputs, from the form that asks for them on a page. Every step takes a note too."""
    declared: dict[str, Any] = {"note": serializers.CharField(required=False, allow_blank=True)}
    if form is not None:
        declared |= {field_name: _field(field) for field_name, field in form().fields.items()}
    return type(name, (serializers.Serializer,), declared)


def _field(field: forms.Field) -> serializers.Field[Any, Any, Any, Any]:
    told: dict[str, Any] = {
        "required": field.required,
        "label": field.label,
        "help_text": field.help_text or None,
        "allow_null": not field.required,
    }
    if isinstance(field, forms.ModelChoiceField):
        return ChosenRow(model=field.queryset.model, **told)  # type: ignore[union-attr]
    if isinstance(field, forms.ChoiceField):
        return serializers.ChoiceField(choices=list(field.choices), **told)  # type: ignore[arg-type]
    if isinstance(field, forms.DateTimeField):
        return serializers.DateTimeField(**told)
    if isinstance(field, forms.BooleanField):
        return serializers.BooleanField(required=False)
    if isinstance(field, forms.IntegerField):
        return serializers.IntegerField(**told)
    longest = getattr(field, "max_length", None)
    return serializers.CharField(max_length=longest, allow_blank=not field.required, **told)
