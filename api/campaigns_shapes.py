"""How what belongs to a campaign is read and written by REST."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.fields import ShownRow
from outreach.models import Answer, Attempt, CallTask, Question
from outreach.questions import MOST_QUESTIONS
from outreach.reasons import words
from outreach.script import spoken

MOST_ANSWERS = 60


class QuestionSerializer(serializers.ModelSerializer[Question]):
    sort = serializers.ChoiceField(choices=Question.Sort.choices, default=Question.Sort.YES_NO)
    options = serializers.ListField(
        child=serializers.CharField(max_length=200), max_length=30, required=False,
        help_text="The words to choose from, where the answer is one of several.",
    )  # fmt: skip
    is_required = serializers.BooleanField(default=True)

    class Meta:
        model = Question
        fields = ("id", "position", "text", "sort", "options", "is_required")
        read_only_fields = ("id", "position")


class QuestionsSerializer(serializers.Serializer[Any]):
    """All questions, in their order: these take the place of what was there."""

    questions = QuestionSerializer(many=True, max_length=MOST_QUESTIONS)  # type: ignore[call-arg]


class CampaignAnswerSerializer(serializers.ModelSerializer[Answer]):
    question = serializers.IntegerField(source="question_id")
    item = ShownRow()
    discrepancy = ShownRow()

    class Meta:
        model = Answer
        fields = ("question", "text", "number", "item", "discrepancy", "at")


class CallTaskSerializer(serializers.ModelSerializer[CallTask]):
    """A person of a campaign: why he is on it, and what became of him."""

    customer = ShownRow()
    contact = ShownRow()
    item = ShownRow()
    reasons = serializers.SerializerMethodField()

    class Meta:
        model = CallTask
        fields = (
            "id", "position", "key", "customer", "contact", "item", "reasons", "segment", "fate", "tries", "next_at",
            "is_promised", "settled_at",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_reasons(self, task: CallTask) -> list[str]:
        return words(task.reasons)


class HeldTaskSerializer(CallTaskSerializer):
    """Whom to call now, with what is said and asked; he is yours until `leased_until`."""

    numbers = serializers.SerializerMethodField()
    script = serializers.SerializerMethodField()
    questions = serializers.SerializerMethodField()
    answers = CampaignAnswerSerializer(many=True)

    class Meta:
        model = CallTask
        fields = (
            *CallTaskSerializer.Meta.fields,
            "leased_until",
            "numbers",
            "script",
            "questions",
            "answers",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_numbers(self, task: CallTask) -> list[str]:
        rows = task.contact.phone_numbers.order_by("pk") if task.contact else []
        return [one.e164 or one.written for one in rows]

    def get_script(self, task: CallTask) -> str:
        return spoken(task.campaign, task)

    @extend_schema_field(QuestionSerializer(many=True))
    def get_questions(self, task: CallTask) -> Any:
        return QuestionSerializer(task.campaign.questions.all(), many=True).data


class GivenSerializer(serializers.Serializer[Any]):
    """`item` only where the question asks for a model: of which of the customer's items."""

    question = serializers.IntegerField(min_value=1)
    value = serializers.CharField(max_length=4_000, allow_blank=True)
    item = serializers.IntegerField(min_value=1, required=False, allow_null=True)


class OutcomeSerializer(serializers.Serializer[Any]):
    """How the call ended. `complaint` in the customer's words opens one; `later_at` goes with the outcome `later`."""

    outcome = serializers.ChoiceField(choices=Attempt.Outcome.choices)
    answers = GivenSerializer(many=True, required=False, max_length=MOST_ANSWERS)  # type: ignore[call-arg]
    note = serializers.CharField(max_length=4_000, required=False, allow_blank=True)
    complaint = serializers.CharField(max_length=4_000, required=False, allow_blank=True)
    later_at = serializers.DateTimeField(required=False, allow_null=True)
    began_at = serializers.DateTimeField(required=False, allow_null=True)


class NotedSerializer(serializers.Serializer[Any]):
    """What was noted, and what followed, as far as the caller may see it."""

    task = CallTaskSerializer()
    outcome = serializers.CharField()
    incident = serializers.CharField(allow_null=True)
    complaint = serializers.CharField(allow_null=True)
    discrepancies = serializers.ListField(child=serializers.CharField())


class CountSerializer(serializers.Serializer[Any]):
    word = serializers.CharField()
    count = serializers.IntegerField()


class AnsweredSerializer(serializers.Serializer[Any]):
    question = QuestionSerializer()
    count = serializers.IntegerField()
    words = CountSerializer(many=True)
    numbers = serializers.DictField(child=serializers.FloatField())
    contradictions = serializers.IntegerField()


class RecoveryRateSerializer(serializers.Serializer[Any]):
    """The recovery rate of a sample, in per cent of those spoken to; `low` and `high` end the 95 % interval."""

    size = serializers.IntegerField()
    asked = serializers.IntegerField()
    recovered = serializers.IntegerField()
    broken = serializers.IntegerField()
    percent = serializers.IntegerField(allow_null=True)
    low = serializers.IntegerField()
    high = serializers.IntegerField()
    threshold = serializers.IntegerField()
    is_complete = serializers.BooleanField()
    is_met = serializers.BooleanField()


class FiguresSerializer(serializers.Serializer[Any]):
    people = serializers.IntegerField()
    to_call = serializers.IntegerField()
    settled = serializers.IntegerField()
    spoken_to = serializers.IntegerField()
    reach_percent = serializers.IntegerField(allow_null=True)
    by_fate = serializers.DictField(child=serializers.IntegerField())
    answers = AnsweredSerializer(many=True)
    rate = RecoveryRateSerializer(allow_null=True)


class PreviewSerializer(serializers.Serializer[Any]):
    """Who would be on it if it started now, counted."""

    customers = serializers.IntegerField()
    to_call = serializers.IntegerField()
    do_not_call = serializers.IntegerField()
    no_number = serializers.IntegerField()
