"""Emergency plans by REST, and what an emergency has besides its steps: its room and its report."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from api.emergency_shapes import (
    DrillSerializer,
    EmergencyPlanSerializer,
    EmergencyReportSerializer,
    PlanSignatureSerializer,
    PlanVersionSerializer,
    RoomSerializer,
)
from api.idempotency import once
from emergency import plans, room
from emergency.areas import AREA
from emergency.drills import hold_drill
from emergency.models import Emergency, Plan, PlanVersion
from emergency.plans import DutyLine, PostLine
from emergency.report import report_of
from emergency.sample import recovery
from emergency.signing import is_genuine
from people.models import User


def user_of(request: Request) -> User:
    return cast("User", request.user)


def given_in(shape: type[serializers.BaseSerializer[Any]], request: Request) -> dict[str, Any]:
    written = shape(data=request.data)
    written.is_valid(raise_exception=True)
    return dict(written.validated_data)


class PlanViewSet(GenericViewSet[Plan]):
    """Plans, one for a service. What is signed is never changed: who writes again writes the next version."""

    serializer_class = EmergencyPlanSerializer
    queryset = Plan.objects.none()
    lookup_value_regex = "[0-9]{1,18}"

    def is_idempotent(self, action_name: str | None) -> bool:
        return action_name in ("create", "drills")

    def get_queryset(self) -> QuerySet[Plan]:
        """Raises Forbidden."""
        user_of(self.request).rights.require(AREA, "see")
        return Plan.objects.select_related("service").order_by("-id")

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(self.get_serializer(self.get_object()).data)

    def create(self, request: Request) -> Response:
        """A plan that says nothing yet: its first version is written at `versions`."""
        user_of(request).rights.require(AREA, "edit")

        def make() -> Response:
            plan = plans.write_plan(
                by=user_of(request), **_plan_words(given_in(EmergencyPlanSerializer, request))
            )
            where = self.reverse_action("detail", args=[plan.pk])
            return Response(self.get_serializer(plan).data, status=201, headers={"Location": where})

        return once(request, make)

    @extend_schema(methods=["GET"], responses=PlanVersionSerializer(many=True))
    @extend_schema(methods=["POST"], request=PlanVersionSerializer, responses=PlanVersionSerializer)
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def versions(self, request: Request, pk: str) -> Response:
        """Every version, newest first; by POST, write the draft."""
        plan = self.get_object()
        if request.method == "POST":
            user_of(request).rights.require(AREA, "edit")
            written = given_in(PlanVersionSerializer, request)
            posts = [PostLine(**line) for line in written.pop("posts", [])]
            duties = [DutyLine(**line) for line in written.pop("duties", [])]
            version = plans.write_version(plan, by=user_of(request), posts=posts, duties=duties, **written)
            return Response(PlanVersionSerializer(version).data)
        return Response(PlanVersionSerializer(plan.versions.order_by("-number"), many=True).data)

    @extend_schema(request=PlanSignatureSerializer, responses=PlanVersionSerializer)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, pk: str) -> Response:
        """Sign a version with your password: it is in force from now on."""
        plan = self.get_object()
        user_of(request).rights.require(AREA, "sign")
        given = given_in(PlanSignatureSerializer, request)
        version = PlanVersion.objects.filter(plan=plan, number=given["number"]).first()
        if version is None:
            raise serializers.ValidationError({"number": ["This plan has no such version."]})
        signed = plans.sign_version(version, by=user_of(request), password=given["password"])
        return Response(PlanVersionSerializer(signed).data)

    @extend_schema(request=DrillSerializer, responses={201: DrillSerializer})
    @action(detail=True, methods=["post"])
    def drills(self, request: Request, pk: str) -> Response:
        """Hold a drill: its calls come in, and the emergency that follows is marked."""
        plan = self.get_object()
        user_of(request).rights.require(AREA, "drill")

        def make() -> Response:
            given = given_in(DrillSerializer, request)
            drill = hold_drill(plan, by=user_of(request), **given)
            told = {"calls": drill.calls.count(), "minutes": given.get("minutes", 0), "seed": drill.seed}
            return Response(DrillSerializer(told).data, status=201)

        return once(request, make)


class EmergencyBelongings:
    """Mixed into the viewset of emergencies."""

    def _emergency(self) -> Emergency:
        found: Emergency = cast("Any", self).get_object()
        return found

    @extend_schema(responses=RoomSerializer)
    @action(detail=True, methods=["get"])
    def room(self, request: Request, number: str) -> Response:
        """The emergency room: criteria, roll-call, attached incidents, quiet time, sample, what is missing."""
        found = self._emergency()
        attached = room.attached(found)
        told = {
            "criteria": room.criteria_signed(found),
            "criteria_now": room.criteria_now(found).criteria,
            "roll_call": room.roll_call(found),
            "attached": attached.count(),
            "settled": attached.filter(settled_at__isnull=False).count(),
            "unattached": room.unattached(found, user_of(request)).count(),
            "quiet": room.quiet(found),
            "sample": recovery(found),
            "missing": room.missing(found),
            "is_genuine": is_genuine(found) if found.signature else None,
        }
        return Response(RoomSerializer(told).data)

    @extend_schema(responses=EmergencyReportSerializer)
    @action(detail=True, methods=["get"])
    def report(self, request: Request, number: str) -> Response:
        """How long each stage took, how many called, how many customers it touched."""
        return Response(EmergencyReportSerializer(report_of(self._emergency())).data)


def _plan_words(given: dict[str, Any]) -> dict[str, Any]:
    return {
        name: given[name] for name in ("service", "name", "name_zh_hans", "name_zh_hant") if name in given
    }
