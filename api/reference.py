"""Rows that records point at, to look ids up by words: services, categories, symptoms, closure codes."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from incidents.models import ClosureCode, Symptom
from people.models import User
from servicedesk.choices.sources import SOURCES, Source

LONGEST_WORDS = 200


class RowSerializer(serializers.Serializer[Any]):
    """A row by its id, with what tells namesakes apart."""

    id = serializers.IntegerField(source="pk")
    label = serializers.CharField(source="__str__")  # type: ignore[assignment]
    code = serializers.SerializerMethodField()
    beside = serializers.SerializerMethodField()

    def get_code(self, row: Any) -> str:
        return str(getattr(row, "code", "") or getattr(row, "username", ""))

    def get_beside(self, row: Any) -> str:
        return self.context["source"].beside(row) if self.context.get("source") else ""


@extend_schema_view(
    list=extend_schema(parameters=[OpenApiParameter("words", str, description="What it is called.")])
)
class RowViewSet(GenericViewSet[Any]):
    """Rows to choose from, as far as they are offered to you."""

    serializer_class = RowSerializer
    lookup_value_regex = "[0-9]{1,18}"
    source: Source | None = None
    rows: QuerySet[Any]

    def get_queryset(self) -> QuerySet[Any]:
        if self.source is None:
            return self.rows.order_by("-id")
        return self.source.offered_to(cast("User", self.request.user)).order_by("-id")

    def list(self, request: Request) -> Response:
        words, rows = request.query_params.get("words", ""), self.get_queryset()
        if len(words) > LONGEST_WORDS or "\x00" in words:
            raise ValidationError({"words": ["Give at most 200 characters of text."]})
        if words and self.source is not None:
            rows = self.source.among(rows, words, {})
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(self.get_serializer(self.get_object()).data)

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "source": self.source}


def viewset_of(source: Source) -> type[RowViewSet]:
    name = f"{source.model.__name__}RowViewSet"
    return type(name, (RowViewSet,), {"source": source, "queryset": source.model._default_manager.none()})


# Whom and what the directory holds has resources of its own; so have items.
PLURALS = {"service": "services", "category": "categories"}

VIEWSETS: dict[str, type[RowViewSet]] = {
    plural: viewset_of(SOURCES[name]) for name, plural in PLURALS.items()
}
for _model, _plural in ((Symptom, "symptoms"), (ClosureCode, "closure-codes")):
    _rows = _model._default_manager.filter(is_active=True)
    VIEWSETS[_plural] = type(
        f"{_model.__name__}RowViewSet",
        (RowViewSet,),
        {"rows": _rows, "queryset": _model._default_manager.none()},
    )
