"""Saved views by REST: a list of records under a name, one's own or shared with a team."""

from typing import Any, cast

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from api.fields import ShownRow
from api.idempotency import once
from people.models import Team, User
from records.kinds import kind_named, kinds
from servicedesk.models import SavedView
from servicedesk.queues.saved import MOST_LETTERS, MOST_VIEWS, kept_query, url_of


class ViewSerializer(serializers.ModelSerializer[SavedView]):
    owner = ShownRow()
    team = ShownRow()
    url = serializers.SerializerMethodField()

    class Meta:
        model = SavedView
        fields = ("id", "name", "kind", "query", "owner", "team", "url", "saved_at")
        read_only_fields = fields

    def get_url(self, view: SavedView) -> str:
        """The page of the list."""
        return url_of(view)


class KeptViewSerializer(serializers.Serializer[Any]):
    """`query` is what stands behind the ? of a list: show=all&priority=1."""

    name = serializers.CharField(max_length=60)
    kind = serializers.CharField(required=False, allow_blank=True, max_length=40)
    query = serializers.CharField(required=False, allow_blank=True, max_length=MOST_LETTERS)
    team = serializers.IntegerField(
        required=False, allow_null=True, help_text="A team of yours to share it with."
    )

    def validate_kind(self, name: str) -> str:
        if name and name not in {kind.name for kind in kinds()}:
            raise ValidationError(_("There is no such kind."))
        return name

    def validate_team(self, key: int | None) -> Team | None:
        user = cast("User", self.context["request"].user)
        team = Team.objects.filter(pk=key, pk__in=user.rights.team_ids).first() if key else None
        if key and team is None:
            raise ValidationError(_("Give the id of a team of yours."))
        return team


@extend_schema_view(
    create=extend_schema(request=KeptViewSerializer, responses={201: ViewSerializer}),
    partial_update=extend_schema(request=KeptViewSerializer, responses={200: ViewSerializer}),
    destroy=extend_schema(responses={204: None}),
)
class SavedViewViewSet(GenericViewSet[SavedView]):
    """Your own views, and those shared with a team of yours. Only its owner changes one."""

    serializer_class = ViewSerializer
    queryset = SavedView.objects.none()
    lookup_value_regex = "[0-9]{1,18}"

    def is_idempotent(self, action_name: str | None) -> bool:
        return action_name == "create"

    @property
    def caller(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[SavedView]:
        seen = SavedView.objects.of(self.caller)
        mine = seen if self.request.method == "GET" else seen.filter(owner=self.caller)
        return mine.select_related("owner", "team").distinct().order_by("-id")

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(self.get_serializer(self.get_object()).data)

    def create(self, request: Request) -> Response:
        return once(request, lambda: self._make(request))

    def _make(self, request: Request) -> Response:
        count = SavedView.objects.filter(owner=self.caller).count()
        if count >= MOST_VIEWS:
            raise ValidationError([_("You have %(most)s views: remove one first.") % {"most": MOST_VIEWS}])
        view = self._keep(request, SavedView(owner=self.caller, position=count))
        return Response(self.get_serializer(view).data, status=201)

    def partial_update(self, request: Request, pk: str) -> Response:
        return Response(self.get_serializer(self._keep(request, self.get_object())).data)

    def _keep(self, request: Request, view: SavedView) -> SavedView:
        form = KeptViewSerializer(
            data=request.data, partial=view.pk is not None, context=self.get_serializer_context()
        )
        form.is_valid(raise_exception=True)
        for name, value in form.validated_data.items():
            setattr(view, name, value)
        kind = kind_named(view.kind) if view.kind else None
        view.query = kept_query(QueryDict(view.query), self.caller, kind)
        try:
            with transaction.atomic():
                view.save()
        except IntegrityError as error:
            told = _("You have a view of this name: choose another one.")
            raise ValidationError({"name": [told]}) from error
        return view

    def destroy(self, request: Request, pk: str) -> Response:
        self.get_object().delete()
        return Response(status=204)
