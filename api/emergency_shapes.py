"""What plans and emergencies look like by REST."""

from typing import Any

from rest_framework import serializers

from api.fields import ChosenRow, ShownRow
from cmdb.models import Service
from emergency.models import Called, Plan, PlanDuty, PlanPost, PlanVersion
from people.models import DutyPost, Role, Site, Skill


class PlanPostSerializer(serializers.ModelSerializer[PlanPost]):
    post = ChosenRow(model=DutyPost)

    class Meta:
        model = PlanPost
        fields = ("post", "task", "minutes", "is_sent")


class PlanDutySerializer(serializers.ModelSerializer[PlanDuty]):
    role = ChosenRow(model=Role)

    class Meta:
        model = PlanDuty
        fields = ("role", "task", "minutes", "is_told_at_end")


class PlanVersionSerializer(serializers.ModelSerializer[PlanVersion]):
    """One wording of a plan. Whoever writes it gives it whole: posts and duties too."""

    proposer_role = ChosenRow(model=Role)
    signer_role = ChosenRow(model=Role)
    next_signer_role = ChosenRow(model=Role, required=False, allow_null=True)
    site = ChosenRow(model=Site, required=False, allow_null=True)
    skill = ChosenRow(model=Skill, required=False, allow_null=True)
    posts = PlanPostSerializer(many=True, required=False)
    duties = PlanDutySerializer(many=True, required=False)
    drafted_by = ShownRow(read_only=True)
    signed_by = ShownRow(read_only=True, allow_null=True)

    class Meta:
        model = PlanVersion
        fields = (
            "number", *PlanVersion.columns(), "posts", "duties", "drafted_by", "drafted_at", "signed_by", "signed_at",
            "digest",
        )  # fmt: skip
        read_only_fields = ("number", "drafted_at", "signed_at", "digest")


class EmergencyPlanSerializer(serializers.ModelSerializer[Plan]):
    service = ChosenRow(model=Service)
    in_force = PlanVersionSerializer(read_only=True, allow_null=True)
    draft = PlanVersionSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Plan
        fields = (
            "id", "service", "name", "name_zh_hans", "name_zh_hant", "is_active", "in_force", "draft",
        )  # fmt: skip


class PlanSignatureSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField(min_value=1, help_text="Of the version that is signed.")
    password = serializers.CharField(max_length=500, trim_whitespace=False, write_only=True)


class DrillSerializer(serializers.Serializer[Any]):
    calls = serializers.IntegerField(
        min_value=1, max_value=500, required=False, allow_null=True,
        help_text="As many as the criteria ask for unless told.",
    )  # fmt: skip
    minutes = serializers.IntegerField(min_value=0, max_value=240, default=0)
    seed = serializers.IntegerField(
        min_value=0, max_value=2**31 - 1, required=False, allow_null=True, help_text="Drawn unless told."
    )


class CriterionSerializer(serializers.Serializer[Any]):
    measure = serializers.CharField(help_text="calls, customers, share or criticality.")
    least = serializers.IntegerField()
    figure = serializers.IntegerField()
    is_met = serializers.BooleanField()
    words = serializers.CharField()


class CalledSerializer(serializers.ModelSerializer[Called]):
    """One line of the roll-call."""

    post = ShownRow(allow_null=True)
    role = ShownRow(allow_null=True)
    user = ShownRow(allow_null=True)
    reasons = serializers.ListField(child=serializers.CharField(), source="reasons_read")
    visit = serializers.CharField(source="visit.number", allow_null=True, default=None)
    handed_on = serializers.CharField(source="handed_on.number", allow_null=True, default=None)
    kept_by = serializers.CharField(source="kept_by.number", allow_null=True, default=None)
    eta_at = serializers.DateTimeField(allow_null=True)
    arrived_at = serializers.DateTimeField(allow_null=True)

    class Meta:
        model = Called
        fields = (
            "id", "post", "role", "user", "holder", "reasons", "task", "called_at", "answered_at", "reminded_at",
            "visit", "handed_on", "kept_by", "eta_at", "arrived_at",
        )  # fmt: skip


class RateSerializer(serializers.Serializer[Any]):
    size = serializers.IntegerField()
    recovered = serializers.IntegerField()
    broken = serializers.IntegerField()
    waiting = serializers.IntegerField()
    percent = serializers.IntegerField(allow_null=True)
    threshold = serializers.IntegerField()


class QuietSerializer(serializers.Serializer[Any]):
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    restarts = serializers.IntegerField()


class RoomSerializer(serializers.Serializer[Any]):
    """What the emergency room shows, as it stands now."""

    criteria = CriterionSerializer(many=True)
    criteria_now = CriterionSerializer(many=True)
    roll_call = CalledSerializer(many=True)
    attached = serializers.IntegerField()
    settled = serializers.IntegerField()
    unattached = serializers.IntegerField(help_text="Open incidents that match and are not attached yet.")
    quiet = QuietSerializer(allow_null=True)
    sample = RateSerializer(allow_null=True)
    missing = serializers.ListField(
        child=serializers.CharField(), help_text="Why it cannot end yet, in sentences."
    )
    is_genuine = serializers.BooleanField(
        allow_null=True, help_text="Whether what was signed is what stands there."
    )


class StageSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    words = serializers.CharField(source="label")
    start = serializers.DateTimeField(allow_null=True)
    end = serializers.DateTimeField(allow_null=True)
    seconds = serializers.IntegerField(allow_null=True)


class EmergencyReportSerializer(serializers.Serializer[Any]):
    spans = StageSerializer(many=True)
    calls = serializers.IntegerField()
    customers = serializers.IntegerField()
    incidents = serializers.IntegerField()
    settled = serializers.IntegerField()
    called = serializers.IntegerField()
    answered = serializers.IntegerField()
    restarts = serializers.IntegerField()
    rate = RateSerializer(allow_null=True)
