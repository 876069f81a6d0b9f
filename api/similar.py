"""Similar faults of history by REST: of a record, or of words while they are being typed elsewhere."""

from dataclasses import replace
from typing import Any, cast

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.search import FoundSerializer
from people.models import User
from problems.similar import KINDS, Asked, asked_of, similar_faults
from records.models import Record

LONGEST = 4_000


class AskedSerializer(serializers.Serializer[Any]):
    """The words of a fault, and what it is about by id; or the number of a record that says all this."""

    text = serializers.CharField(required=False, max_length=LONGEST)
    number = serializers.CharField(required=False, max_length=20)
    service = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    item = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    category = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    symptom = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class FaultSerializer(serializers.Serializer[Any]):
    record = FoundSerializer()
    score = serializers.FloatField(help_text="The votes of all that are alike.")
    share = serializers.FloatField(source="match.share", help_text="Of what was asked, 0 to 1.")
    same = serializers.DictField(child=serializers.BooleanField(), source="match.same")
    same_words = serializers.ListField(child=serializers.CharField())
    times = serializers.IntegerField(help_text="How many like it this fault has brought.")
    remedy = serializers.CharField()
    is_workaround = serializers.BooleanField()


class SimilarFaults(APIView):
    """The faults of history most like it, likeliest first, as far as you may see them."""

    @extend_schema(
        parameters=[
            AskedSerializer,
        ],
        responses=FaultSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        given = AskedSerializer(data=request.query_params)
        given.is_valid(raise_exception=True)
        user = cast("User", request.user)
        asked = _asked(user, given.validated_data)
        return Response(FaultSerializer(similar_faults(user, asked), many=True).data)


def _asked(user: User, given: dict[str, Any]) -> Asked:
    told = {f"{name}_id": given[name] for name in ("service", "item", "category", "symptom") if name in given}
    if not given.get("number"):
        return Asked(text=given.get("text", ""), **told)
    seen = Record.objects.visible_to(user).filter(number=given["number"].upper(), kind__in=KINDS).first()
    if seen is None:
        raise Http404
    asked = asked_of(seen.specific)
    return replace(asked, text=f"{asked.text}\n{given.get('text', '')}", **told)
