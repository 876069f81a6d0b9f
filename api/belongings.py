"""What hangs on a record: journal, remarks, clocks, attachments, follow-ups, watching."""

from typing import Any, cast

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from api import serializers
from api.idempotency import once
from people.models import User
from records import follow_ups, watching
from records.actions import remark
from records.attachments import attach, too_large
from records.chain import chain_of
from records.models import Attachment, Clock, FollowUp, JournalEntry, Record
from records.sight import sees_internal
from servicedesk.records_pages.attachments import served

KEY = r"(?P<key>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"


class Belongings:
    """Mixed into the viewset of every kind; each action is told in the schema by its own decorator."""

    def is_idempotent(self, action_name: str | None) -> bool:
        """Whether a POST makes something new, which an Idempotency-Key keeps from being made twice."""
        return action_name in ("create", "remarks", "attachments", "follow_ups")

    def _record(self) -> Record:
        return cast("Any", self).get_object()

    def _caller(self) -> User:
        return cast("Any", self).request.user

    def _paged(self, rows: Any, form: Any, ordering: tuple[str, ...], **context: Any) -> Response:
        view = cast("Any", self)
        page = view.paginate_queryset(rows.order_by(*ordering))
        shown = form(page, many=True, context={**view.get_serializer_context(), **context})
        return view.get_paginated_response(shown.data)

    @extend_schema(responses=serializers.JournalEntrySerializer(many=True))
    @action(detail=True, methods=["get"], serializer_class=serializers.JournalEntrySerializer)
    def journal(self, request: Request, number: str) -> Response:
        """Its history, newest first. An account that sees its own customers only reads the public entries."""
        record = self._record()
        rows = JournalEntry.objects.filter(record_id=record.pk).select_related("by")
        if not sees_internal(self._caller().rights, record.kind):
            rows = rows.filter(is_public=True)
        return self._paged(rows, serializers.JournalEntrySerializer, ("-at", "-id"), kind=record.declared)

    @extend_schema(request=serializers.RemarkSerializer, responses={201: serializers.JournalEntrySerializer})
    @action(detail=True, methods=["post"])
    def remarks(self, request: Request, number: str) -> Response:
        """Add a remark to its history."""
        record = self._record()
        return once(request, lambda: self._remark(request, record))

    def _remark(self, request: Request, record: Record) -> Response:
        given = _valid(serializers.RemarkSerializer, request)
        entry = remark(record, by=self._caller(), via="rest", **given)
        told = serializers.JournalEntrySerializer(entry, context={"kind": record.declared})
        return Response(told.data, status=201)

    @extend_schema(responses=serializers.ChainSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def chain(self, request: Request, number: str) -> Response:
        """What it came from, what came of it, and the link that everybody waits for."""
        return Response(serializers.ChainSerializer(chain_of(self._record(), self._caller())).data)

    @extend_schema(responses=serializers.ClockSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def clocks(self, request: Request, number: str) -> Response:
        """What was promised, how much of it is gone, and when it is due."""
        record = self._record()
        rows = Clock.objects.filter(record_id=record.pk).select_related("calendar", "target")
        says_why = sees_internal(self._caller().rights, record.kind)
        told = serializers.ClockSerializer(rows, many=True, context={"says_why": says_why})
        return Response(told.data)

    @extend_schema(methods=["GET"], responses=serializers.AttachmentSerializer(many=True))
    @extend_schema(
        methods=["POST"],
        request=serializers.UploadSerializer,
        responses={201: serializers.AttachmentSerializer},
    )
    @action(detail=True, methods=["get", "post"], parser_classes=[MultiPartParser])
    def attachments(self, request: Request, number: str) -> Response:
        """Its files; by POST, one more. What it is, its bytes decide and not its name."""
        record = self._record()
        if request.method == "POST":
            return once(request, lambda: self._attach(request, record))
        if not sees_internal(self._caller().rights, record.kind):
            raise Http404(number)
        here = {"here": request.build_absolute_uri(request.path)}
        return self._paged(
            record.attachments.select_related("added_by"), serializers.AttachmentSerializer, ("id",), **here
        )

    def _attach(self, request: Request, record: Record) -> Response:
        given = _valid(serializers.UploadSerializer, request)
        if "itsm.upload_too_large" in request.META:
            raise ValidationError({"file": [too_large()]})
        file = given["file"]
        made = attach(
            record, by=self._caller(), file=file, name=file.name or "", text=given.get("text", ""), via="rest"
        )
        here = {"here": request.build_absolute_uri(request.path)}
        return Response(serializers.AttachmentSerializer(made, context=here).data, status=201)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"], url_path=f"attachments/{KEY}", url_name="attachment")
    def attachment(self, request: Request, number: str, key: str) -> Any:
        """The bytes of one file, as a file to keep."""
        record = self._record()
        found = Attachment.objects.filter(record_id=record.pk, key=key).first()
        if found is None or not sees_internal(self._caller().rights, record.kind):
            raise Http404(key)
        return served(found, is_drawn=False)

    @extend_schema(methods=["GET"], responses=serializers.FollowUpSerializer(many=True))
    @extend_schema(
        methods=["POST"], request=serializers.AskSerializer, responses={201: serializers.FollowUpSerializer}
    )
    @action(detail=True, methods=["get", "post"], url_path="follow-ups")
    def follow_ups(self, request: Request, number: str) -> Response:
        """What was asked on it; by POST, ask somebody for something by a time."""
        record = self._record()
        if request.method == "GET":
            rows = record.follow_ups.select_related("record", "asked_by", "asked_of", "answered_by")
            return self._paged(rows, serializers.FollowUpSerializer, ("-id",))
        return once(request, lambda: self._ask(request, record))

    def _ask(self, request: Request, record: Record) -> Response:
        given = _valid(serializers.AskSerializer, request)
        made = follow_ups.ask(record, by=self._caller(), via="rest", **given)
        return Response(serializers.FollowUpSerializer(made).data, status=201)

    @extend_schema(request=serializers.AnswerSerializer, responses=serializers.FollowUpSerializer)
    @action(
        detail=True, methods=["post"], url_path=r"follow-ups/(?P<key>[0-9]{1,18})/answer", url_name="answer"
    )
    def answer(self, request: Request, number: str, key: str) -> Response:
        """Answer a follow-up."""
        found, given = self._follow_up(key), _valid(serializers.AnswerSerializer, request)
        done = follow_ups.answer(found, by=self._caller(), via="rest", **given)
        return Response(serializers.FollowUpSerializer(done).data)

    @extend_schema(request=None, responses=serializers.FollowUpSerializer)
    @action(
        detail=True,
        methods=["post"],
        url_path=r"follow-ups/(?P<key>[0-9]{1,18})/withdraw",
        url_name="withdraw",
    )
    def withdraw(self, request: Request, number: str, key: str) -> Response:
        """Take back what you asked for."""
        done = follow_ups.withdraw(self._follow_up(key), by=self._caller(), via="rest")
        return Response(serializers.FollowUpSerializer(done).data)

    def _follow_up(self, key: str) -> FollowUp:
        found = FollowUp.objects.filter(record_id=self._record().pk, pk=int(key)).first()
        if found is None:
            raise Http404(key)
        return found

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["put", "delete"])
    def watch(self, request: Request, number: str) -> Response:
        """Hear of its changes, or no longer."""
        verb = watching.watch if request.method == "PUT" else watching.unwatch
        verb(self._record(), by=self._caller())
        return Response(status=204)


def _valid(form: Any, request: Request) -> dict[str, Any]:
    given = form(data=request.data, context={"request": request})
    given.is_valid(raise_exception=True)
    return cast("dict[str, Any]", given.validated_data)
