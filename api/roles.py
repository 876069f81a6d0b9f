"""Roles and rights by REST: what each role may do and see, area by area. As the pages of rights."""

from collections.abc import Mapping
from typing import Any, cast

from django.core.exceptions import ValidationError as Refusal
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from api.directory import ROLE
from api.edited import errors_of, fill, shape
from api.edited_views import body_of, tag_of
from api.idempotency import once
from api.problems import PreconditionFailed
from api.schema import IF_MATCH
from people import granting
from people.areas import Area, areas
from people.models import Role, Scope, User


class GrantSerializer(serializers.Serializer[Any]):
    steps = serializers.ListField(child=serializers.CharField(), required=False)
    scope = serializers.CharField(
        required=False, help_text="How far the role sees; none where areas have no rows."
    )


class RoleSerializer(serializers.Serializer[Any]):
    """A role with what it grants."""

    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    slug = serializers.CharField()
    name = serializers.CharField()
    name_zh_hans = serializers.CharField()
    name_zh_hant = serializers.CharField()
    purpose = serializers.CharField()
    purpose_zh_hans = serializers.CharField()
    purpose_zh_hant = serializers.CharField()
    rights = serializers.DictField(child=GrantSerializer())


class RoleChangeSerializer(serializers.Serializer[Any]):
    """What is left out stays. An area that is named is granted exactly what is told of it."""

    slug = serializers.CharField(required=False, max_length=50)
    name = serializers.CharField(required=False, max_length=200)
    name_zh_hans = serializers.CharField(required=False, allow_blank=True, max_length=200)
    name_zh_hant = serializers.CharField(required=False, allow_blank=True, max_length=200)
    purpose = serializers.CharField(required=False, allow_blank=True, max_length=300)
    purpose_zh_hans = serializers.CharField(required=False, allow_blank=True, max_length=300)
    purpose_zh_hant = serializers.CharField(required=False, allow_blank=True, max_length=300)
    rights = serializers.DictField(child=GrantSerializer(), required=False)


@extend_schema_view(
    create=extend_schema(request=RoleChangeSerializer, responses={201: RoleSerializer}),
    partial_update=extend_schema(
        request=RoleChangeSerializer, responses={200: RoleSerializer}, parameters=[IF_MATCH]
    ),
)
class RoleViewSet(GenericViewSet[Role]):
    """Roles with their rights. Nobody is left who gives rights: that is refused."""

    serializer_class = RoleSerializer
    queryset = Role.objects.none()
    lookup_field = "slug"
    lookup_value_regex = "[-a-zA-Z0-9_]{1,50}"

    def is_idempotent(self, action_name: str | None) -> bool:
        return action_name == "create"

    @property
    def caller(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[Role]:
        self.caller.rights.require("rights", "see")
        return Role.objects.order_by("-id")

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset().prefetch_related("rights", "sights"))
        return self.get_paginated_response([self._told(role) for role in page or ()])

    def retrieve(self, request: Request, slug: str) -> Response:
        return self._answer(self.get_object())

    def create(self, request: Request) -> Response:
        self.caller.rights.require("rights", "edit")
        return once(request, lambda: self._keep(request, Role(), status=201))

    def partial_update(self, request: Request, slug: str) -> Response:
        self.caller.rights.require("rights", "edit")
        with transaction.atomic():
            granting.one_at_a_time()
            role = self.get_object()
            tags = [tag.strip().removeprefix("W/") for tag in request.headers.get("If-Match", "*").split(",")]
            if "*" not in tags and tag_of(self._told(role)) not in tags:
                raise PreconditionFailed(_("Read it again and decide."))
            return self._keep(request, role)

    @transaction.atomic
    def _keep(self, request: Request, role: Role, status: int = 200) -> Response:
        given = body_of(request)
        rights = given.pop("rights", None)
        filled = fill(ROLE, role, given, self.caller)
        kept = filled.keep(by=self.caller, request=request._request) if filled.is_valid() else None
        if kept is None:
            raise ValidationError(errors_of(filled))
        if rights is not None:
            self._grant(kept, wanted_of(rights, granting.state_of(kept)), request)
        answer = self._answer(kept, status)
        answer["Location"] = self.reverse_action("detail", args=[kept.slug])
        return answer

    def _grant(self, role: Role, wanted: granting.State, request: Request) -> None:
        try:
            granting.change(role, granting.state_of(role), wanted, by=self.caller, request=request._request)
        except Refusal as refused:
            raise ValidationError({"rights": refused.messages}) from refused

    def _told(self, role: Role) -> dict[str, Any]:
        return {**shape(ROLE, role, self.caller), "rights": granting.state_of(role)}

    def _answer(self, role: Role, status: int = 200) -> Response:
        told = self._told(role)
        return Response(told, status=status, headers={"ETag": tag_of(told)})


def wanted_of(rights: Any, now: granting.State) -> granting.State:
    """The rights as they shall be: what is told of an area in place of what it grants now. Raises ValidationError."""
    known = {area.name: area for area in areas()}
    if not isinstance(rights, Mapping) or not all(isinstance(one, Mapping) for one in rights.values()):
        raise ValidationError({"rights": [_("Give an object: area → {steps, scope}.")]})
    if foreign := set(rights) - set(known):
        told = _("There is no such area. There are: %(known)s.") % {"known": ", ".join(known)}
        raise ValidationError({f"rights.{min(foreign)[:60]}": [told]})
    return {name: _of_area(area, rights.get(name, {}), now[name]) for name, area in known.items()}


def _of_area(area: Area, told: Mapping[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    steps, scope = told.get("steps", now["steps"]), told.get("scope", now["scope"])
    if not isinstance(steps, list) or any(
        not isinstance(step, str) or step not in area.steps for step in steps
    ):
        known = _("Choose among: %(known)s.") % {"known": ", ".join(area.steps)}
        raise ValidationError({f"rights.{area.name}.steps": [known]})
    allowed = [Scope(one).value for one in area.scopes] if area.sights is not None else [""]
    if scope not in allowed:
        known = _("Choose among: %(known)s.") % {"known": ", ".join(allowed) or "–"}
        raise ValidationError({f"rights.{area.name}.scope": [known]})
    return {"steps": [step for step in area.steps if step in steps], "scope": scope}
