"""The roster by REST: who fills a post now and why, shifts, leave, swaps, and what is still to be mended."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from api.idempotency import once
from api.roster_shapes import (
    FillingSerializer,
    LeaveSerializer,
    MomentSerializer,
    NewSwapSerializer,
    RosterGapSerializer,
    ShiftSerializer,
    SpanSerializer,
    SwapSerializer,
    TakerSerializer,
)
from people.models import User
from roster import planning, swaps
from roster.areas import AREA
from roster.duty import active_posts, fillings
from roster.gaps import Span, gaps
from roster.models import Leave, Shift, Swap

AHEAD = timedelta(days=14)
LONGEST = timedelta(days=93)
ANSWERS = {"agree": True, "decline": False}


def user_of(request: Request) -> User:
    return cast("User", request.user)


def seeing(request: Request) -> User:
    """Raises Forbidden."""
    user = user_of(request)
    user.rights.require(AREA, "see")
    return user


def checked(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    given = shape(data=request.query_params)
    given.is_valid(raise_exception=True)
    return cast("dict[str, Any]", given.validated_data)


class Duty(APIView):
    """Each duty post, who fills it now or at a moment, and why he and not another."""

    @extend_schema(parameters=[MomentSerializer], responses=FillingSerializer(many=True))
    def get(self, request: Request) -> Response:
        seeing(request)
        at = checked(MomentSerializer, request).get("at")
        return Response(FillingSerializer(fillings(active_posts(), at), many=True).data)


class Gaps(APIView):
    """What the roster lacks: posts that nobody fills, shifts of who is away, thin cover, too little rest."""

    @extend_schema(
        operation_id="roster_gaps", parameters=[SpanSerializer], responses=RosterGapSerializer(many=True)
    )
    def get(self, request: Request) -> Response:
        seeing(request)
        given = checked(SpanSerializer, request)
        start = given.get("from_at") or timezone.now()
        end = given.get("until_at") or start + AHEAD
        if not timedelta(0) < end - start <= LONGEST:
            raise serializers.ValidationError({"until_at": ["Give a later moment, at most 93 days on."]})
        return Response(RosterGapSerializer(gaps(Span.of(start, end)), many=True).data)


class Planned(GenericViewSet[Any]):
    """What shifts and leave have in common."""

    lookup_value_regex = "[0-9]{1,18}"
    model: type[Shift] | type[Leave]
    related: tuple[str, ...] = ("user",)

    def is_idempotent(self, action_name: str | None) -> bool:
        return action_name == "create"

    def get_queryset(self) -> QuerySet[Any]:
        seeing(self.request)
        rows = cast("Any", self.model)._default_manager.select_related(*self.related)
        given = checked(SpanSerializer, self.request) if self.action == "list" else {}
        if given.get("user"):
            rows = rows.filter(user=given["user"])
        if given.get("from_at"):
            rows = rows.filter(ends_at__gt=given["from_at"])
        if given.get("until_at"):
            rows = rows.filter(starts_at__lt=given["until_at"])
        return cast("QuerySet[Any]", rows.order_by("-id"))

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(self.get_serializer(self.get_object()).data)

    def destroy(self, request: Request, pk: str) -> Response:
        planning.remove(self.get_object(), by=user_of(request))
        return Response(status=204)

    def made(self, request: Request, plan: Callable[..., Any]) -> Response:
        """Raises Forbidden, ValidationError."""
        user_of(request).rights.require(AREA, "plan")

        def make() -> Response:
            given = self.get_serializer(data=request.data)
            given.is_valid(raise_exception=True)
            row = plan(by=user_of(request), **given.validated_data)
            where = self.reverse_action("detail", args=[row.pk])
            return Response(self.get_serializer(row).data, status=201, headers={"Location": where})

        return once(request, make)


LISTED = extend_schema_view(list=extend_schema(parameters=[SpanSerializer]))


@LISTED
class ShiftViewSet(Planned):
    """Who works when. Two shifts of one person at a time are refused, and a shift on a day of leave."""

    model = Shift
    serializer_class = ShiftSerializer
    queryset = Shift.objects.none()
    related = ("user", "post", "pattern")

    def create(self, request: Request) -> Response:
        return self.made(request, planning.plan_shift)

    @transaction.atomic
    def partial_update(self, request: Request, pk: str) -> Response:
        shift = self.get_object()
        user_of(request).rights.require(AREA, "plan")
        given = self.get_serializer(shift, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        changed = planning.change_shift(shift, by=user_of(request), **given.validated_data)
        return Response(self.get_serializer(changed).data)

    @extend_schema(request=NewSwapSerializer, responses={201: SwapSerializer})
    @action(detail=True, methods=["post"])
    def swap(self, request: Request, pk: str) -> Response:
        """Ask somebody to take it; where you plan the roster and it is nobody's of you two, it is done at once."""
        shift, given = self.get_object(), NewSwapSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = swaps.ask(shift, by=user_of(request), **given.validated_data)
        return Response(SwapSerializer(made).data, status=201)

    @extend_schema(request=TakerSerializer, responses=ShiftSerializer)
    @action(detail=True, methods=["post"], url_path="take-over")
    def take_over(self, request: Request, pk: str) -> Response:
        """The rest of a running shift passes to somebody else."""
        shift, given = self.get_object(), TakerSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        rest = swaps.take_over(shift, by=user_of(request), **given.validated_data)
        return Response(self.get_serializer(rest).data)


@LISTED
class LeaveViewSet(Planned):
    """Who is away. Why is read by who plans, and by himself."""

    model = Leave
    serializer_class = LeaveSerializer
    queryset = Leave.objects.none()

    def create(self, request: Request) -> Response:
        return self.made(request, planning.grant_leave)


class SwapViewSet(GenericViewSet[Swap]):
    """Swaps that wait for you, or that you asked for."""

    serializer_class = SwapSerializer
    queryset = Swap.objects.none()
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Swap]:
        return swaps.waiting_for(seeing(self.request)).order_by("-id")

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(request=None, responses=SwapSerializer)
    @action(detail=True, methods=["post"], url_path="(?P<word>agree|decline|withdraw)")
    def settle(self, request: Request, pk: str, word: str) -> Response:
        """Answer it, or take your question back."""
        swap = get_object_or_404(self.get_queryset(), pk=pk)
        if word == "withdraw":
            done = swaps.withdraw(swap, by=user_of(request))
        else:
            done = swaps.answer(swap, by=user_of(request), is_agreed=ANSWERS[word])
        return Response(self.get_serializer(done).data)
