"""Calls by REST: what a telephone system or a portal logs. Never refused for load."""

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from api.fields import ChosenRow, ShownRow
from api.idempotency import once
from calls.log import log_call
from calls.models import Call
from people.models import User
from records.models import Record
from servicedesk.call_list.selection import EVER, RESULTS, read

WRITTEN = (
    "direction", "channel", "contact", "customer", "number", "caller_name", "reason", "service", "item", "category",
    "is_first_call_resolution", "answer", "started_at", "ended_at", "handle_seconds",
)  # fmt: skip
RELATED = ("agent", "record", "contact", "customer", "service", "item", "category")
PAGING = {"cursor", "limit"}
FILTERS = {
    "on": "A day, 2026-01-31; every day unless told.",
    "until": "Calls that began before this moment.",
    "whose": "mine",
    "direction": "in, out",
    "result": ", ".join(RESULTS),
    "customer": "Only calls of this customer.",
}


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
            OpenApiParameter("record", str, description="Only calls about the record with this number."),
            *[OpenApiParameter(name, str, description=told) for name, told in FILTERS.items()],
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
        return seen.select_related(*RELATED).order_by("-id")

    def list(self, request: Request) -> Response:
        rows = self._narrowed(request).select_related(*RELATED).order_by("-id")
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def _narrowed(self, request: Request) -> QuerySet[Call]:
        """As the page's list reads its address, except that no day told is every day. Raises BadRequest by name."""
        given = {name: str(text) for name, text in request.query_params.dict().items() if name not in PAGING}
        record = given.pop("record", "")
        if foreign := set(given) - set(FILTERS):
            raise ValidationError({min(foreign)[:60]: [_("There is no such filter.")]})
        found = read({**given, "on": given.get("on") or EVER}, cast("User", request.user)).calls()
        if not record:
            return found
        if not record.isalnum() or len(record) > 20:
            raise ValidationError({"record": [_("Give the number of a record.")]})
        return found.filter(record__number=record.upper())

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
