"""Relations between items by REST: what a source has said, and many at once from a discovery tool."""

from typing import Any, cast

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from api import relations_shapes as shapes
from api.findings import begin_load, done_whole, end_load
from api.idempotency import once
from api.records import OWN_PARAMETERS
from cmdb.changing import Trace
from cmdb.models import ItemImport, Relation
from cmdb.reconciling import SAME, WRONG
from cmdb.relation_load import carry_out
from cmdb.relation_rows import OUTCOMES, PlannedRelation, RelationReader
from cmdb.sight import AREA, items_for, sees_all
from people.models import User

LONGEST_WORDS = 200
MOST_ID = 2**63 - 1
FILTERS = [
    OpenApiParameter("item", int, description="At either end."),
    OpenApiParameter("type", str, description="Code of the type."),
    OpenApiParameter("source", str, description="Whose list it came by."),
]


class RelationViewSet(GenericViewSet[Any]):
    """What belongs together with what; of which you see both ends."""

    serializer_class = shapes.RelationSerializer
    queryset = Relation.objects.none()

    @property
    def caller(self) -> User:
        return cast("User", self.request.user)

    def is_idempotent(self, action_name: str | None) -> bool:
        return action_name == "upsert"

    @extend_schema(parameters=FILTERS)
    def list(self, request: Request) -> Response:
        self.caller.rights.require(AREA, "see")
        rows = _seen_by(self.caller).filter(_asked(request))
        page = self.paginate_queryset(
            rows.select_related("type", "group", "subject", "target").order_by("-id")
        )
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(request=shapes.UpsertRelationsSerializer, responses=shapes.UpsertedRelationsSerializer)
    @action(detail=False, methods=["post"])
    def upsert(self, request: Request) -> Response:
        """What a discovery tool has found, up to 500 rows, each for itself: made, changed, taken away, or refused.

        A relation that is not named stays: what one tool does not see, another one may have found.
        """
        self.caller.rights.require(AREA, "import")
        return once(request, lambda: self._upsert(request))

    @transaction.atomic
    def _upsert(self, request: Request) -> Response:
        given = shapes.UpsertRelationsSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        told = given.validated_data
        rows = [shapes.row_of(one) for one in told["relations"]]
        load, trace = begin_load(self.caller, told, ItemImport.About.RELATIONS)
        reader = RelationReader(rows, source=told["source"], match_by=told["match_by"], by=self.caller)
        return end_load(load, [_carried_out(one, trace, told["source"]) for one in reader.plan()], OUTCOMES)


def _carried_out(planned: PlannedRelation, trace: Trace, source: str) -> dict[str, Any]:
    """The result of one row, which is done whole or not at all."""
    outcome, errors = planned.outcome, planned.errors
    if outcome not in (SAME, WRONG):
        _done, errors = done_whole(lambda: carry_out(planned, trace, source))
        outcome = WRONG if errors else outcome
    ends = {end: item.pk if (item := getattr(planned, end)) else None for end in ("subject", "target")}
    return {"row": planned.line, "outcome": outcome, **ends, "errors": errors}


def _seen_by(user: User) -> QuerySet[Relation]:
    if sees_all(user):
        return Relation.objects.all()
    seen = items_for(user).values("pk")
    return Relation.objects.filter(subject__in=seen, target__in=seen)


def _asked(request: Request) -> Q:
    """The filters of the list. Raises ValidationError for a name or a value that is none."""
    known = [parameter.name for parameter in FILTERS]
    asked = Q()
    for name, value in request.query_params.items():
        if name in OWN_PARAMETERS:
            continue
        if name not in known:
            told = {"known": ", ".join(known)}
            raise ValidationError({name: [_("There is no such filter. There are: %(known)s.") % told]})
        if len(value) > LONGEST_WORDS or "\x00" in value:
            raise ValidationError({name: ["Give at most 200 characters of text."]})
        asked &= _filter(name, str(value))
    return asked


def _filter(name: str, value: str) -> Q:
    if name == "type":
        return Q(type__code=value)
    if name == "source":
        return Q(source=value)
    try:
        serializers.IntegerField(min_value=1, max_value=MOST_ID).run_validation(value)
    except ValidationError as error:
        raise ValidationError({name: error.detail}) from error
    return Q(subject=value) | Q(target=value)
