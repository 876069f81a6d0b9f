"""Who am I, and what was I told."""

from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from api.directory import opens
from api.edited import Edited, errors_of, fill
from api.edited_schema import writing
from api.edited_views import body_of
from api.fields import ShownRow
from notifications import reading
from notifications.models import Notice
from notifications.models.notices import NoticeQuerySet
from people.forms.users import ProfileForm
from people.models import User


class MeSerializer(serializers.Serializer[Any]):
    username = serializers.CharField()
    name = serializers.CharField()
    email = serializers.CharField()
    language = serializers.CharField()
    theme = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    rights = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    sight = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))


PROFILE = Edited(
    name="Profile",
    about="What people may change about themselves.",
    model=User,
    fields=ProfileForm.base_fields,
    area="",
    rows=lambda user: User.objects.filter(pk=user.pk),
    open=opens(ProfileForm),
)


class Me(APIView):
    """The account of this token or session: its roles, and what they grant."""

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        return Response(_told(cast("User", request.user)))

    @extend_schema(request=writing(PROFILE, is_new=False), responses=MeSerializer)
    def patch(self, request: Request) -> Response:
        """Change what people may change about themselves: e-mail, language, theme."""
        user = cast("User", request.user)
        with transaction.atomic():
            row = User.objects.select_for_update().get(pk=user.pk)
            filled = fill(PROFILE, row, body_of(request), user)
            kept = filled.keep(by=user, request=request._request) if filled.is_valid() else None
            if kept is None:
                raise ValidationError(errors_of(filled))
        return Response(_told(User.objects.get(pk=user.pk)))


def _told(user: User) -> dict[str, Any]:
    steps: dict[str, list[str]] = {}
    for kind, step in sorted(user.rights.steps):
        steps.setdefault(kind, []).append(step)
    return {
        "username": user.username,
        "name": user.name,
        "email": user.email,
        "language": user.language,
        "theme": user.theme,
        "roles": sorted(user.rights.roles),
        "rights": steps,
        "sight": {kind: sorted(scopes) for kind, scopes in user.rights.scopes.items()},
    }


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    record = ShownRow(allow_null=True)
    leads_to = serializers.CharField(read_only=True, help_text="The page that it is about.")

    class Meta:
        model = Notice
        fields = (
            "id", "record", "leads_to", "subject", "body", "state", "needs_acknowledgement", "created_at", "read_at",
            "acknowledged_at",
        )  # fmt: skip
        read_only_fields = fields


class NoticeViewSet(GenericViewSet[Notice]):
    """What you were told, newest first."""

    serializer_class = NoticeSerializer
    queryset = Notice.objects.none()
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> NoticeQuerySet:
        return (
            Notice.objects.shown_to(cast("User", self.request.user)).select_related("record").order_by("-id")
        )

    @extend_schema(
        parameters=[OpenApiParameter("unread", bool, description="Only what you have not read yet.")]
    )
    def list(self, request: Request) -> Response:
        rows, unread = self.get_queryset(), request.query_params.get("unread", "false")
        if unread not in ("true", "false"):
            raise ValidationError({"unread": [_("Give true or false.")]})
        page = self.paginate_queryset(rows.unread() if unread == "true" else rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(request=None, responses=NoticeSerializer)
    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, pk: str) -> Response:
        """Answer for having taken note."""
        reading.acknowledge(self.get_object(), by=cast("User", request.user))
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=None, responses={204: None})
    @action(detail=False, methods=["post"], url_path="read-all")
    def read_all(self, request: Request) -> Response:
        """Put everything away; what waits for an acknowledgement stays."""
        reading.read_all(cast("User", request.user))
        return Response(status=204)

    @extend_schema(request=None, responses=NoticeSerializer)
    @action(detail=True, methods=["post"])
    def read(self, request: Request, pk: str) -> Response:
        """Mark as read."""
        reading.read([self.get_object()], cast("User", request.user))
        return Response(self.get_serializer(self.get_object()).data)
