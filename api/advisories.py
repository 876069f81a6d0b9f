"""What an advisory has besides what all records have: its published versions, and what became of its mailings."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from advisories.mailing import fates
from advisories.models import Advisory, AdvisoryVersion, Mailing


class AdvisoryVersionSerializer(serializers.ModelSerializer[AdvisoryVersion]):
    class Meta:
        model = AdvisoryVersion
        fields = (
            "number",
            "title",
            "plain",
            "technical",
            "plain_by",
            "technical_by",
            "reviewer",
            "published_at",
        )
        read_only_fields = fields


class MailingSerializer(serializers.ModelSerializer[Mailing]):
    """How many contacts it went to, and how many mails are sent, failed, and on the way."""

    version = serializers.IntegerField(source="version.number", read_only=True)
    people = serializers.IntegerField(source="fate.people", read_only=True)
    sent = serializers.IntegerField(source="fate.sent", read_only=True)
    failed = serializers.IntegerField(source="fate.failed", read_only=True)
    waiting = serializers.IntegerField(source="fate.waiting", read_only=True)

    class Meta:
        model = Mailing
        fields = ("id", "version", "by", "at", "criteria", "people", "sent", "failed", "waiting")
        read_only_fields = fields


class AdvisoryBelongings:
    """Mixed into the viewset of advisories."""

    def _advisory(self) -> Advisory:
        found: Advisory = cast("Any", self).get_object()
        return found

    @extend_schema(responses=AdvisoryVersionSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def versions(self, request: Request, number: str) -> Response:
        """Every published version, newest first."""
        return Response(AdvisoryVersionSerializer(self._advisory().versions.all(), many=True).data)

    @extend_schema(responses=MailingSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def mailings(self, request: Request, number: str) -> Response:
        """Every mailing with what became of it, newest first."""
        rows: list[Any] = list(self._advisory().mailings.select_related("version"))
        told = fates(rows)
        for row in rows:
            row.fate = told[row.pk]
        return Response(MailingSerializer(rows, many=True).data)
