"""What the roster looks like by REST."""

from typing import Any, cast

from rest_framework import serializers
from rest_framework.request import Request

from api.fields import ChosenRow, ShownRow
from people.models import DutyPost, User
from roster.models import Leave, Shift, ShiftPattern, Swap


class MomentSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField(required=False, help_text="Now unless told.")


class SpanSerializer(serializers.Serializer[Any]):
    from_at = serializers.DateTimeField(required=False)
    until_at = serializers.DateTimeField(required=False)
    user = serializers.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, help_text="Of one person."
    )


class FillingSerializer(serializers.Serializer[Any]):
    post = ShownRow()
    code = serializers.CharField(source="post.code")
    at = serializers.DateTimeField()
    person = ShownRow(allow_null=True)
    holder = serializers.CharField(help_text="shift, A, B, or nothing where nobody is left.")
    reasons = serializers.ListField(child=serializers.CharField(), help_text="The deciding one last.")


class RosterGapSerializer(serializers.Serializer[Any]):
    sort = serializers.CharField(help_text="post, away, cover or rest.")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    words = serializers.CharField()
    shift = ShownRow(allow_null=True)


class RowSerializer(serializers.ModelSerializer[Any]):
    """A row is read as {id, label} and written by its id."""

    def to_representation(self, instance: Any) -> dict[str, Any]:
        told = super().to_representation(instance)
        for name in ("user", "post", "pattern"):
            if name in told:
                row = getattr(instance, name)
                told[name] = None if row is None else {"id": row.pk, "label": str(row)}
        return told


class ShiftSerializer(RowSerializer):
    user = ChosenRow(model=User)
    post = ChosenRow(model=DutyPost, required=False, allow_null=True)
    pattern = ChosenRow(model=ShiftPattern, required=False, allow_null=True)

    class Meta:
        model = Shift
        fields = ("id", "user", "starts_at", "ends_at", "post", "pattern", "note")


class LeaveSerializer(RowSerializer):
    user = ChosenRow(model=User)

    class Meta:
        model = Leave
        fields = ("id", "user", "starts_at", "ends_at", "sort", "note")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Why somebody is away is between him and who plans."""
        told = super().to_representation(instance)
        reader = cast("User", cast("Request", self.context["request"]).user)
        if reader.pk != instance.user_id and not reader.rights.may("roster", "plan"):
            told["sort"] = told["note"] = ""
        return told


class SwapSerializer(serializers.ModelSerializer[Swap]):
    shift = ShownRow()
    giver = ShownRow()
    taker = ShownRow()
    in_return = ShownRow(allow_null=True)
    asked_by = ShownRow()

    class Meta:
        model = Swap
        fields = ("id", "shift", "giver", "taker", "in_return", "reason", "outcome", "asked_by", "asked_at")
        read_only_fields = fields


class TakerSerializer(serializers.Serializer[Any]):
    taker = ChosenRow(model=User)


class NewSwapSerializer(TakerSerializer):
    in_return = serializers.PrimaryKeyRelatedField(
        queryset=Shift.objects.select_related("user"), required=False, allow_null=True
    )
    reason = serializers.CharField(required=False, max_length=200, allow_blank=True)
