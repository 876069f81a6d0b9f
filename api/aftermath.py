"""Whether incidents come more often in the days after a change on the same item: the figures of the page by REST."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.fields import ShownRow
from api.overviews import PAGING, Overview, parameters_of
from changes.aftermath import WINDOWS, Sums, figures, last_changes
from cmdb.models import ItemClass
from people.models import User
from records.models import Record
from servicedesk.figures_pages.aftermath import listed, require_wide_sight
from servicedesk.figures_pages.asked import ListForm, PeriodForm

PERIOD = [
    OpenApiParameter(
        "since", str, description="First day, 2026-01-31; four months before the last unless told."
    ),
    OpenApiParameter("until", str, description="Last day, counted; that of the newest incident unless told."),
    OpenApiParameter("item", int, description="Of this item alone."),
]


class SumsSerializer(serializers.Serializer[Any]):
    """Within so many days after a change. `docs/algorithms/after-a-change.md` says how, and what it does not prove."""

    days = serializers.IntegerField(help_text="1, 3 or 7.")
    items = serializers.IntegerField(help_text="Items that were changed.")
    incidents_after = serializers.IntegerField(source="sums.hits")
    item_days_after = serializers.FloatField(source="sums.length")
    incidents_otherwise = serializers.IntegerField(source="sums.others")
    item_days_otherwise = serializers.FloatField(source="sums.rest")
    rate = serializers.FloatField(
        source="sums.rate", allow_null=True, help_text="Incidents per hundred item-days after a change."
    )
    other_rate = serializers.FloatField(source="sums.other_rate", allow_null=True)
    ratio = serializers.FloatField(
        allow_null=True,
        help_text="How many times as often; nothing where too little was seen to say how sure.",
    )
    low = serializers.FloatField(allow_null=True, help_text="Of the ratio's interval of 95 %.")
    high = serializers.FloatField(allow_null=True)
    verdict = serializers.CharField(source="sums.verdict", help_text="more, less, same or unknown.")


class OfClassSerializer(serializers.Serializer[Any]):
    item_class = ShownRow()
    figures = SumsSerializer(many=True)


class AfterAChangeSerializer(serializers.Serializer[Any]):
    since = serializers.DateField()
    until = serializers.DateField()
    item = serializers.IntegerField(allow_null=True)
    figures = SumsSerializer(many=True, help_text="Of all classes together.")
    of_class = OfClassSerializer(many=True)


class AfterAChange(APIView):
    """Incidents within 1, 3 and 7 days after a change on the same item, against the same items at other times."""

    @extend_schema(parameters=PERIOD, responses=AfterAChangeSerializer)
    def get(self, request: Request) -> Response:
        form = asked(PeriodForm, request)
        found, classes = figures(form.period), ItemClass.objects.all()
        told = {
            **form.cleaned_data,
            "item": form.chosen_item.pk if form.chosen_item else None,
            "figures": _told(found.of_all),
            "of_class": [
                {"item_class": one, "figures": _told(found.of_class[one.pk])}
                for one in classes.filter(pk__in=found.of_class).order_by("pk")
            ],
        }
        return Response(AfterAChangeSerializer(told).data)


def _told(found: dict[int, Sums]) -> list[dict[str, Any]]:
    return [_line(days, found[days]) for days in WINDOWS if days in found]


def _line(days: int, sums: Sums) -> dict[str, Any]:
    low, high = sums.interval or (None, None)
    ratio = sums.ratio if sums.interval else None
    return {"days": days, "items": sums.items, "sums": sums, "ratio": ratio, "low": low, "high": high}


def asked(form: type[PeriodForm], request: Request) -> Any:
    """The form of the page, filled. Raises Forbidden, or ValidationError naming what cannot be read."""
    user = cast("User", request.user)
    user.rights.require("figures", "see")
    require_wide_sight(user)
    given = QueryDict(mutable=True)
    for name, text in request.query_params.dict().items():
        if name not in PAGING:
            given[name] = str(text)
    if foreign := set(given) - set(form.base_fields):
        raise ValidationError({min(foreign)[:60]: ["There is no such filter."]})
    filled: forms.Form = form(given, user)
    if not filled.is_valid():
        raise ValidationError({name: [str(one) for one in told] for name, told in filled.errors.items()})
    return filled


class PrecedingSerializer(serializers.Serializer[Any]):
    number = serializers.CharField()
    ended_at = serializers.DateTimeField()


class FoundIncidentSerializer(serializers.ModelSerializer[Record]):
    item = ShownRow()
    change = serializers.SerializerMethodField(
        help_text="The change on its item that ended last, within seven days; nothing where you do not see it."
    )

    class Meta:
        model = Record
        fields = ("number", "title", "state", "opened_at", "item", "change")

    @extend_schema_field(PrecedingSerializer(allow_null=True))
    def get_change(self, record: Record) -> dict[str, Any] | None:
        found: dict[int, dict[str, Any]] = self.context["changes"]
        return found.get(record.pk)


@extend_schema_view(list=extend_schema(parameters=parameters_of(ListForm)))
class FoundIncidents(Overview):
    """The incidents behind the figures, newest first: within so many days, or without `days` those at other times."""

    serializer_class = FoundIncidentSerializer
    queryset = Record.objects.none()

    def get_queryset(self) -> Any:
        return listed(asked(ListForm, self.request), self.caller)

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset()) or []
        before = last_changes([record.pk for record in page])
        seen = Record.objects.visible_to(self.caller).in_bulk({key for key, _ended in before.values()})
        changes = {
            incident: PrecedingSerializer({"number": seen[key].number, "ended_at": ended}).data
            for incident, (key, ended) in before.items()
            if key in seen
        }
        context = {**self.get_serializer_context(), "changes": changes}
        return self.get_paginated_response(FoundIncidentSerializer(page, many=True, context=context).data)
