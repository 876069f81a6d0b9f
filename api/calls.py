"""Calls by REST: what a telephone system or a portal logs. Never refused for load."""

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from api.fields import ChosenRow, ShownRow
from api.idempotency import once
from calls.log import log_call
from calls.models import Call
from people.models import User
from records.models import Record

WRITTEN = (
    "direction", "channel", "contact", "customer", "number", "caller_name", "reason", "service", "item", "category",
    "is_first_call_resolution", "answer", "started_at", "ended_at", "handle_seconds",
)  # fmt: skip


class CallSerializer(serializers.ModelSerializer[Call]):
    agent = ShownRow()
    record = ShownRow()
    serializer_related_field = ShownRow

    class Meta:
        model = Call
        fields = ("id", "agent", "record", "priority", "source", "source_key", *WRITTEN)
        read_only_fields = fields

    def build_relational_field(self, field_name: str, relation_info: Any) -> tuple[type, dict[str, Any]]:
        return ShownRow, {}


class NewCallSerializer(serializers.ModelSerializer[Call]):
    record = serializers.SlugRelatedField(
        slug_field="number",
        queryset=Record.objects.none(),
        required=False,
        allow_null=True,
        help_text="Number of the record it is about.",
    )

    class Meta:
        model = Call
        fields = ("record", *WRITTEN)
        extra_kwargs = {"started_at": {"required": False}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        request: HttpRequest | None = self.context.get("request")
        if request is not None:
            seen = Record.objects.visible_to(cast("User", request.user))
            self.fields["record"].queryset = seen  # type: ignore[attr-defined]

    def build_relational_field(self, field_name: str, relation_info: Any) -> tuple[type, dict[str, Any]]:
        return ChosenRow, {"model": relation_info.related_model, "required": False, "allow_null": True}


@extend_schema_view(
    list=extend_schema(
        parameters=[
            OpenApiParameter("customer", int, description="Only calls of this customer."),
            OpenApiParameter("record", str, description="Only calls about the record with this number."),
        ]
    ),
    create=extend_schema(request=NewCallSerializer, responses={201: CallSerializer}),
)
class CallViewSet(GenericViewSet[Call]):
    """Calls, newest first, as far as you may see them."""

    serializer_class = CallSerializer
    queryset = Call.objects.none()
    lookup_value_regex = "[0-9]{1,18}"

    def is_idempotent(self, action_name: str | None) -> bool:
        return action_name == "create"

    def get_queryset(self) -> QuerySet[Call]:
        seen = Call.objects.visible_to(cast("User", self.request.user))
        related = ("agent", "record", "contact", "customer", "service", "item", "category")
        return seen.select_related(*related).order_by("-id")

    def list(self, request: Request) -> Response:
        rows = self.get_queryset()
        wanted = _Filter(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        for name, column in (("customer", "customer_id"), ("record", "record__number")):
            if name in wanted.validated_data:
                rows = rows.filter(**{column: wanted.validated_data[name]})
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(self.get_serializer(self.get_object()).data)

    def create(self, request: Request) -> Response:
        return once(request, lambda: self._log(request))

    def _log(self, request: Request) -> Response:
        given = NewCallSerializer(data=request.data, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        call = log_call(by=cast("User", request.user), **given.validated_data)
        return Response(
            self.get_serializer(call).data,
            status=201,
            headers={"Location": self.reverse_action("detail", args=[call.pk])},
        )


class _Filter(serializers.Serializer[Any]):
    customer = serializers.IntegerField(required=False, min_value=1, max_value=2**62)
    record = serializers.CharField(required=False, max_length=20)
