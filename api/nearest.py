"""The nearest free engineer by REST: who should go, the runners-up, and why in this order."""

from typing import Any, cast

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.fields import ChosenRow
from people.models import Site, Skill, User
from visits.models import Visit
from visits.nearest import Answer, nearest, nearest_for
from visits.travel import Place


class WhereSerializer(serializers.Serializer[Any]):
    """The number of a visit; or a site, or a place in degrees; with a skill where one is needed."""

    visit = serializers.CharField(required=False, max_length=20)
    site = ChosenRow(model=Site, required=False)
    skill = serializers.PrimaryKeyRelatedField(queryset=Skill.objects.all(), required=False)
    latitude = serializers.FloatField(required=False, min_value=-90, max_value=90)
    longitude = serializers.FloatField(required=False, min_value=-180, max_value=180)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if ("latitude" in given) != ("longitude" in given):
            raise serializers.ValidationError({"longitude": ["Give both latitude and longitude."]})
        return given


class EngineerOptionSerializer(serializers.Serializer[Any]):
    engineer = serializers.SerializerMethodField()
    is_free = serializers.BooleanField()
    busy_with = serializers.CharField(source="known.busy_with")
    km = serializers.FloatField(allow_null=True, help_text="By road.")
    arrives_at = serializers.DateTimeField()
    reasons = serializers.ListField(child=serializers.CharField())

    def get_engineer(self, option: Any) -> dict[str, Any]:
        return {"id": option.known.pk, "label": option.known.name}


class NearestAnswerSerializer(serializers.Serializer[Any]):
    best = EngineerOptionSerializer(allow_null=True)
    runners_up = EngineerOptionSerializer(many=True)
    excluded = serializers.DictField(child=serializers.IntegerField(), help_text="By why: skill, leave.")
    asked = serializers.IntegerField(help_text="How many engineers were looked at.")


class Nearest(APIView):
    """Who should be sent: skill, shift, leave, present visit, way and fairness, each said in a sentence."""

    @extend_schema(parameters=[WhereSerializer], responses=NearestAnswerSerializer)
    def get(self, request: Request) -> Response:
        user = cast("User", request.user)
        user.rights.require("visit", "dispatch")
        given = WhereSerializer(data=request.query_params, context={"request": request})
        given.is_valid(raise_exception=True)
        return Response(NearestAnswerSerializer(_answer(user, given.validated_data)).data)


def _answer(user: User, given: dict[str, Any]) -> Answer:
    if number := given.get("visit"):
        seen = cast("Any", Visit.objects).visible_to(user).select_related("site", "skill")
        visit = seen.filter(number=number.upper()).first()
        if visit is None:
            raise Http404(number)
        return nearest_for(visit)
    return nearest(_place(given), given.get("skill"))


def _place(given: dict[str, Any]) -> Place | None:
    site = given.get("site")
    if site is not None and site.latitude is not None and site.longitude is not None:
        return Place(site.latitude, site.longitude)
    return Place(given["latitude"], given["longitude"]) if "latitude" in given else None
