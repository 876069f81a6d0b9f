"""Word search over every kind, as the page does it."""

from typing import Any, cast

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from people.models import User
from servicedesk.queues.counting import queue_filter

MOST = 50


class FoundSerializer(serializers.Serializer[Any]):
    number = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    opened_at = serializers.DateTimeField()
    url = serializers.CharField(source="get_absolute_url")


class Search(APIView):
    """The newest 50 records that hold all the words, in Chinese or Latin script, as far as you may see them."""

    @extend_schema(
        parameters=[OpenApiParameter("q", str, required=True, description="The words.")],
        responses=FoundSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        words = {"text": [request.query_params.get("q", "")], "show": ["all"]}
        found = queue_filter(words, cast("User", request.user)).order_by("-opened_at", "-id")[:MOST]
        return Response(FoundSerializer(found, many=True).data)
