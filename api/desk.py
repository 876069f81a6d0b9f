"""The desk's overview by REST: the figures of the board, and what the call pad would say of a call."""

from typing import Any, cast

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.edited import reference
from api.fields import ShownRow
from api.knowledge import KnownAdvisorySerializer, KnownArticleSerializer, shown
from incidents.suggestions import Guess
from people.models import User
from servicedesk.board.figures import figures
from servicedesk.board.moments import moment_of
from servicedesk.board.tiles import further_figures
from servicedesk.call_pad.hints import hints, typed_from
from servicedesk.call_pad.lines import Line


class FigureSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.FloatField(allow_null=True)
    unit = serializers.CharField()
    before = serializers.FloatField(allow_null=True, help_text="A week before, at the same time of day.")
    url = serializers.CharField(source="href", help_text="The list that it counts.")


class BoardSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    figures = FigureSerializer(many=True)


class Board(APIView):
    """The figures of the morning board, now or as it was, each with the list that it counts."""

    @extend_schema(
        parameters=[OpenApiParameter("at", str, description="2026-01-31T08:30; now unless told.")],
        responses=BoardSerializer,
    )
    def get(self, request: Request) -> Response:
        user = cast("User", request.user)
        user.rights.require("board", "see")
        moment = moment_of(request.query_params.get("at", ""))
        told = [*figures(user, moment), *further_figures(user, moment)]
        tiles = [{"before": None, "unit": "", **tile} for tile in told]
        return Response(BoardSerializer({"at": moment.at, "figures": tiles}).data)


class AboutSerializer(serializers.Serializer[Any]):
    """What is known of the call so far; whatever cannot be read counts as nothing."""

    title = serializers.CharField(required=False, allow_blank=True)
    description = serializers.CharField(required=False, allow_blank=True)
    contact = serializers.IntegerField(required=False, allow_null=True)
    customer = serializers.IntegerField(required=False, allow_null=True)
    service = serializers.IntegerField(required=False, allow_null=True)
    item = serializers.IntegerField(required=False, allow_null=True)
    category = serializers.IntegerField(required=False, allow_null=True)
    impact = serializers.IntegerField(required=False, allow_null=True)
    urgency = serializers.IntegerField(required=False, allow_null=True)


class GuessSerializer(serializers.Serializer[Any]):
    percent = serializers.IntegerField(help_text="How sure it is.")
    because = serializers.ListField(child=serializers.CharField())


class AttachableSerializer(serializers.Serializer[Any]):
    number = serializers.CharField()
    title = serializers.CharField()
    reasons = serializers.ListField(child=serializers.CharField())
    is_below = serializers.BooleanField(help_text="Attaching opens an incident of the caller's own below it.")


class HintsSerializer(serializers.Serializer[Any]):
    priority = serializers.IntegerField()
    category = ShownRow()
    category_guess = GuessSerializer(allow_null=True)
    impact = serializers.IntegerField(allow_null=True)
    urgency = serializers.IntegerField(allow_null=True)
    grade_guess = GuessSerializer(allow_null=True)
    storms = AttachableSerializer(many=True)
    similar = AttachableSerializer(many=True)
    articles = KnownArticleSerializer(many=True)
    advisories = KnownAdvisorySerializer(many=True)


class Hints(APIView):
    """What the call pad says while an agent types: storms, likely duplicates, a suggested grading, articles."""

    @extend_schema(operation_id="hints", request=AboutSerializer, responses=HintsSerializer)
    def post(self, request: Request) -> Response:
        """By POST, so that no log of addresses keeps what a caller said. It changes nothing."""
        user = cast("User", request.user)
        user.rights.require("call", "log")
        given = request.data if isinstance(request.data, dict) else {}
        found = hints(user, typed_from(given))
        suggested = found.suggested
        storms = [line for _storm, line in found.now.storms if line is not None]
        return Response(
            {
                "priority": found.priority,
                "category": reference(suggested.category),
                "category_guess": _guess(suggested.category_guess),
                "impact": suggested.impact or None,
                "urgency": suggested.urgency or None,
                "grade_guess": _guess(suggested.grade_guess),
                "storms": [_attachable(line) for line in storms],
                "similar": [_attachable(line) for line in found.similar],
                "articles": shown(found.articles),
                "advisories": KnownAdvisorySerializer(found.advisories, many=True).data,
            }
        )


def _guess(guess: Guess | None) -> dict[str, Any] | None:
    return None if guess is None else {"percent": guess.percent, "because": guess.because}


def _attachable(line: Line) -> dict[str, Any]:
    record, reasons = line.record, [str(reason) for reason in line.reasons]
    return {"number": record.number, "title": record.title, "reasons": reasons, "is_below": line.is_below}
