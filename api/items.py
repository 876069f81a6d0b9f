"""Configuration items by REST: list, one, its history, relations and impact; and many at once from a discovery tool."""

from typing import Any, cast

from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from api import items_shapes as shapes
from api.findings import begin_load, done_whole, end_load
from api.idempotency import once
from api.records import OWN_PARAMETERS
from api.relations_shapes import RelationSerializer
from cmdb.changing import Trace
from cmdb.impact import customers_of, downstream, services_of, upstream
from cmdb.models import ConfigurationItem, ItemChange, Relation
from cmdb.reconciling import WRONG, Planned, Reconciler
from cmdb.sight import AREA, items_for
from discrepancies.models import Discrepancy
from discrepancies.observing import carry_out
from people.directory import customers_for
from people.models import User
from servicedesk.cmdb_pages.listing import Filters, selected

MOST_NAMED = 200
RELATED = ("item_class", "model", "service", "customer", "site")
FILTERS = [
    OpenApiParameter("words", str, description="Name, serial number, model, customer, key at the source."),
    OpenApiParameter(
        "status", str, description="ordered, in_use, in_repair, retired, any; all but retired unless told."
    ),
    *(
        OpenApiParameter(name, int, description="By id.")
        for name in ("item_class", "customer", "site", "service", "model", "load")
    ),
    OpenApiParameter("verified", str, enum=["fresh", "90", "180", "365", "never"], description="Last look."),
    OpenApiParameter("lacking", bool, description="Only those that lack what their class needs."),
    OpenApiParameter("source", str, description="Whose list it came by."),
]
LONGEST_WORDS = 200


class ItemViewSet(GenericViewSet[Any]):
    """Equipment, programs, whatever records are about; as far as you may see it."""

    serializer_class = shapes.ItemSerializer
    queryset = ConfigurationItem.objects.none()
    lookup_value_regex = "[0-9]{1,18}"

    @property
    def caller(self) -> User:
        return cast("User", self.request.user)

    def is_idempotent(self, action_name: str | None) -> bool:
        return action_name == "upsert"

    def get_queryset(self) -> QuerySet[Any]:
        self.caller.rights.require(AREA, "see")
        return items_for(self.caller).select_related(*RELATED).order_by("-id")

    @extend_schema(parameters=FILTERS)
    def list(self, request: Request) -> Response:
        self.caller.rights.require(AREA, "see")
        form, rows = selected(_as_on_the_page(request), self.caller)
        if not form.is_valid():
            raise ValidationError({name: [str(one) for one in told] for name, told in form.errors.items()})
        page = self.paginate_queryset(rows.select_related(*RELATED).order_by("-id"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(responses=shapes.ItemHistorySerializer(many=True))
    @action(detail=True, methods=["get"])
    def history(self, request: Request, pk: str) -> Response:
        """Who changed what, when and from which source, newest first."""
        rows = (
            ItemChange.objects.filter(item=self.get_object()).select_related("by", "load").defer("load__rows")
        )
        page = self.paginate_queryset(rows.order_by("-id"))
        return self.get_paginated_response(shapes.ItemHistorySerializer(page, many=True).data)

    @extend_schema(responses=RelationSerializer(many=True))
    @action(detail=True, methods=["get"])
    def relations(self, request: Request, pk: str) -> Response:
        """What it belongs together with, both ways; only what you see of the other end."""
        item, seen = self.get_object(), items_for(self.caller).values("pk")
        onward = Relation.objects.filter(subject=item, target__in=seen)
        back = Relation.objects.filter(target=item, subject__in=seen)
        rows = Relation.objects.filter(pk__in=onward.values("pk").union(back.values("pk")))
        page = self.paginate_queryset(
            rows.select_related("type", "group", "subject", "target").order_by("-id")
        )
        return self.get_paginated_response(RelationSerializer(page, many=True).data)

    @extend_schema(
        parameters=[OpenApiParameter("way", str, enum=["down", "up"], description="`down` unless told.")],
        responses=shapes.ImpactSerializer,
        filters=False,
    )
    @action(detail=True, methods=["get"], pagination_class=None)
    def impact(self, request: Request, pk: str) -> Response:
        """What fails with it and who feels it; upwards, what it relies on. The nearest, to a bound."""
        way = request.query_params.get("way", "down")
        if way not in ("down", "up"):
            raise ValidationError({"way": [_("Choose one of: %(choices)s.") % {"choices": "down, up"}]})
        item = self.get_object()
        found = (upstream if way == "up" else downstream)([item.pk])
        nearest = found.items[:MOST_NAMED]
        seen = (
            items_for(self.caller)
            .select_related("item_class")
            .in_bulk([*nearest, *found.weakened[:MOST_NAMED]])
        )
        felt = found.all_failed if way == "down" else []
        told = {
            "count": len(found),
            "is_whole": found.is_whole,
            "items": [{"item": seen[key], "steps": found.depths[key]} for key in nearest if key in seen],
            "weakened": [seen[key] for key in found.weakened if key in seen],
            "customers": customers_of(felt).filter(pk__in=customers_for(self.caller).values("pk"))[
                :MOST_NAMED
            ],
            "services": services_of(felt)[:MOST_NAMED],
        }
        return Response(shapes.ImpactSerializer(told).data)

    @extend_schema(request=shapes.UpsertSerializer, responses=shapes.UpsertedSerializer)
    @action(detail=False, methods=["post"])
    def upsert(self, request: Request) -> Response:
        """What a discovery tool has found, up to 500 rows, each for itself: made, changed, or refused with its reason.

        A value that contradicts what somebody has verified opens a discrepancy and changes nothing.
        """
        self.caller.rights.require(AREA, "import")
        return once(request, lambda: self._upsert(request))

    @transaction.atomic
    def _upsert(self, request: Request) -> Response:
        given = shapes.UpsertSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        told = given.validated_data
        rows = [shapes.row_of(one) for one in told["items"]]
        load, trace = begin_load(self.caller, told)
        planned = Reconciler(rows, source=told["source"], match_by=told["match_by"], by=self.caller).plan()
        return end_load(load, [_carried_out(one, trace) for one in planned], shapes.OUTCOMES)


def _carried_out(planned: Planned, trace: Trace) -> dict[str, Any]:
    """The result of one row, which is done whole or not at all."""
    if planned.outcome == WRONG:
        return _result(planned, errors=planned.errors)
    done, errors = done_whole(lambda: carry_out(planned, trace, origin=Discrepancy.Origin.DISCOVERY))
    if done is None:
        return _result(planned, outcome=WRONG, errors=errors)
    return _result(planned, item=done.item.pk, discrepancies=[one.number for one in done.discrepancies])


def _result(planned: Planned, **more: Any) -> dict[str, Any]:
    item = planned.item.pk if planned.item else None
    told = {"row": planned.line, "outcome": planned.outcome, "item": item, "discrepancies": [], "errors": {}}
    return {**told, **more}


def _as_on_the_page(request: Request) -> QueryDict:
    """The filters as the list's page reads them. Raises ValidationError for a name that it does not know."""
    known = {*Filters.base_fields, "words"}
    words = QueryDict(mutable=True)
    for name, value in request.query_params.dict().items():
        if name in OWN_PARAMETERS:
            continue
        if name not in known:
            raise ValidationError(
                {
                    name: [
                        _("There is no such filter. There are: %(known)s.")
                        % {"known": ", ".join(sorted(known))}
                    ]
                }
            )
        if len(value) > LONGEST_WORDS or "\x00" in value:
            raise ValidationError({name: ["Give at most 200 characters of text."]})
        words["q" if name == "words" else name] = value
    return words
