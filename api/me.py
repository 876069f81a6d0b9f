"""Who am I, and what was I told."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from api.fields import ShownRow
from notifications import reading
from notifications.models import Notice
from people.models import User


class MeSerializer(serializers.Serializer[Any]):
    username = serializers.CharField()
    name = serializers.CharField()
    language = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    rights = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    sight = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))


class Me(APIView):
    """The account of this token or session: its roles, and what they grant."""

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        user = cast("User", request.user)
        steps: dict[str, list[str]] = {}
        for kind, step in sorted(user.rights.steps):
            steps.setdefault(kind, []).append(step)
        return Response(
            {
                "username": user.username,
                "name": user.name,
                "language": user.language,
                "roles": sorted(user.rights.roles),
                "rights": steps,
                "sight": {kind: sorted(scopes) for kind, scopes in user.rights.scopes.items()},
            }
        )


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    record = ShownRow()

    class Meta:
        model = Notice
        fields = (
            "id", "record", "subject", "body", "state", "needs_acknowledgement", "created_at", "read_at",
            "acknowledged_at",
        )  # fmt: skip
        read_only_fields = fields


class NoticeViewSet(GenericViewSet[Notice]):
    """What you were told, newest first."""

    serializer_class = NoticeSerializer
    queryset = Notice.objects.none()
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Notice]:
        return (
            Notice.objects.shown_to(cast("User", self.request.user)).select_related("record").order_by("-id")
        )

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(request=None, responses=NoticeSerializer)
    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, pk: str) -> Response:
        """Answer for having taken note."""
        reading.acknowledge(self.get_object(), by=cast("User", request.user))
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=None, responses=NoticeSerializer)
    @action(detail=True, methods=["post"])
    def read(self, request: Request, pk: str) -> Response:
        """Mark as read."""
        reading.read([self.get_object()], cast("User", request.user))
        return Response(self.get_serializer(self.get_object()).data)
