"""What a campaign has besides: its questions, its people, its figures; and calling: whom next, and how it ended."""

from typing import Any, cast

from django.core.exceptions import ValidationError as Wrong
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api import campaigns_shapes as shapes
from api.idempotency import once
from outreach.answering import Given
from outreach.areas import AREA
from outreach.audience import preview
from outreach.calling import give_back, next_person
from outreach.figures import answers_of, progress_of
from outreach.models import Attempt, CallTask, Campaign
from outreach.outcomes import Told, note_outcome
from outreach.questions import write_questions
from outreach.sampling import rate_of
from people.models import User
from records.models import Record

TASK = r"(?P<task>[0-9]{1,18})"


class CampaignBelongings:
    """Mixed into the viewset of campaigns."""

    def is_idempotent(self, action_name: str | None) -> bool:
        return action_name == "outcome" or cast("Any", super()).is_idempotent(action_name)

    def _campaign(self) -> Campaign:
        found: Campaign = cast("Any", self).get_object()
        return found

    def _user(self) -> User:
        return cast("User", cast("Any", self).caller)

    @extend_schema(methods=["GET"], responses=shapes.QuestionSerializer(many=True))
    @extend_schema(
        methods=["PUT"], request=shapes.QuestionsSerializer, responses=shapes.QuestionSerializer(many=True)
    )
    @action(detail=True, methods=["get", "put"], pagination_class=None, filter_backends=[])
    def questions(self, request: Request, number: str) -> Response:
        """What is asked; by PUT, all of it anew, while the campaign is a draft."""
        campaign = self._campaign()
        if request.method == "PUT":
            given = _valid(shapes.QuestionsSerializer, request)["questions"]
            write_questions(campaign, by=self._user(), questions=given, via="rest")
        rows = shapes.QuestionSerializer(campaign.questions.all(), many=True)
        return Response(rows.data)

    @extend_schema(responses=shapes.PreviewSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def preview(self, request: Request, number: str) -> Response:
        """Who would be on it if it started now, counted."""
        seen = preview(self._campaign())
        told = {"customers": seen.customers, "to_call": len(seen.callable)}
        told |= {"do_not_call": len(seen.do_not_call), "no_number": len(seen.no_number)}
        return Response(shapes.PreviewSerializer(told).data)

    @extend_schema(
        responses=shapes.CallTaskSerializer(many=True),
        parameters=[OpenApiParameter("fate", str, enum=CallTask.Fate.values)],
    )
    @action(detail=True, methods=["get"])
    def people(self, request: Request, number: str) -> Response:
        """Everybody on it, as frozen when it started, with the reason and what became of him."""
        rows = CallTask.objects.filter(campaign=self._campaign())
        if fate := request.query_params.get("fate", ""):
            rows = rows.filter(fate=fate)
        rows = rows.select_related("customer", "contact", "item")
        return cast("Response", cast("Any", self)._paged(rows, shapes.CallTaskSerializer, ("id",)))

    @extend_schema(responses=shapes.FiguresSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def figures(self, request: Request, number: str) -> Response:
        """How far it has come, what was answered, and of a sample its recovery rate."""
        campaign = self._campaign()
        progress = progress_of(campaign)
        names = ("people", "to_call", "settled", "spoken_to", "reach_percent", "by_fate")
        told: dict[str, Any] = {name: getattr(progress, name) for name in names}
        told["answers"] = [
            {
                "question": one.question,
                "count": one.count,
                "words": [{"word": word, "count": count} for word, _label, count in one.words],
                "numbers": one.numbers,
                "contradictions": one.contradictions,
            }
            for one in answers_of(campaign)
        ]
        told["rate"] = rate_of(campaign) if campaign.is_sampled else None
        return Response(shapes.FiguresSerializer(told).data)

    @extend_schema(
        request=None,
        responses={
            200: shapes.HeldTaskSerializer, 204: OpenApiResponse(description="Nobody can be called now.")
        },
    )  # fmt: skip
    @action(detail=True, methods=["post"], url_path="next-person")
    def next_person(self, request: Request, number: str) -> Response:
        """Whom to call now: the one you hold, else the next, held for you for twenty minutes. 204: nobody."""
        task = next_person(self._campaign(), by=self._user())
        return Response(shapes.HeldTaskSerializer(task).data) if task else Response(status=204)

    @extend_schema(request=shapes.OutcomeSerializer, responses={201: shapes.NotedSerializer})
    @action(detail=True, methods=["post"], url_path=f"people/{TASK}/outcome", url_name="outcome")
    def outcome(self, request: Request, number: str, task: str) -> Response:
        """Note how the call ended; the call is logged, and what follows from the answers is done."""
        found = self._task(task)
        return once(request, lambda: self._note(request, found))

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], url_path=f"people/{TASK}/give-back", url_name="give-back")
    def give_back(self, request: Request, number: str, task: str) -> Response:
        """Leave somebody to the others, without having called."""
        give_back(self._task(task), by=self._user())
        return Response(status=204)

    def _task(self, key: str) -> CallTask:
        campaign = self._campaign()
        self._user().rights.require(AREA, "call")
        found = CallTask.objects.filter(campaign=campaign, pk=int(key)).first()
        if found is None:
            raise Http404(key)
        return found

    def _note(self, request: Request, task: CallTask) -> Response:
        given = _valid(shapes.OutcomeSerializer, request)
        answers = {one["question"]: Given(one["value"], one.get("item")) for one in given.get("answers", ())}
        if strays := answers.keys() - set(task.campaign.questions.values_list("pk", flat=True)):
            raise Wrong({"answers": [f"{key}?" for key in sorted(strays)]})
        complaint = given.get("complaint", "").strip()
        told = Told(
            outcome=given["outcome"],
            answers=answers,
            note=complaint or given.get("note", ""),
            is_complaint=bool(complaint),
            later_at=given.get("later_at"),
            began_at=given.get("began_at"),
        )
        attempt = note_outcome(task, by=self._user(), told=told)
        return Response(self._noted(attempt), status=201)

    def _noted(self, attempt: Attempt) -> Any:
        task = CallTask.objects.select_related("customer", "contact", "item").get(pk=attempt.task_id)
        found = task.answers.filter(discrepancy__isnull=False).values_list("discrepancy", flat=True)
        keys = [key for key in (*found, attempt.incident_id, attempt.complaint_id) if key]
        seen = dict(Record.objects.visible_to(self._user()).filter(pk__in=keys).values_list("pk", "number"))
        told = {
            "task": task,
            "outcome": attempt.outcome,
            "incident": seen.get(attempt.incident_id or 0),
            "complaint": seen.get(attempt.complaint_id or 0),
            "discrepancies": [seen[key] for key in found if key in seen],
        }
        return shapes.NotedSerializer(told).data


def _valid(form: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    given = form(data=request.data)
    given.is_valid(raise_exception=True)
    return cast("dict[str, Any]", given.validated_data)
