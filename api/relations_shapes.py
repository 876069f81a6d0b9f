"""Relations between items as JSON, and what a discovery tool sends of them."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from api.fields import ShownRow
from api.items_shapes import (
    MOST_ROWS,
    FindingSerializer,
    FindingsSerializer,
    LoadSerializer,
    odd_values,
    refuse_faulty,
)
from cmdb.models import Relation
from cmdb.relation_rows import COLUMNS, OUTCOMES


class RelationSerializer(serializers.ModelSerializer[Relation]):
    """`subject` verb `target`; of a group, `needed` of its members are enough."""

    type = serializers.CharField(source="type.code")
    verb = serializers.CharField(source="type.label")
    dependency = serializers.CharField(source="type.dependency")
    subject = ShownRow()
    target = ShownRow()
    group = ShownRow(allow_null=True)
    needed = serializers.IntegerField(source="group.needed", default=None, allow_null=True)

    class Meta:
        model = Relation
        fields = ("id", "type", "verb", "dependency", "subject", "target", "group", "needed", "source")
        read_only_fields = fields


class UpsertRelationsSerializer(FindingsSerializer):
    relations = serializers.ListField(
        child=serializers.DictField(),
        min_length=1,
        max_length=MOST_ROWS,
        help_text="subject and target, each by one of the keys; relation, by its code; group and needed, where "
        "`needed` of the group are enough; gone: true takes it away.",
    )

    def validate_relations(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return refuse_faulty(rows, _faults)


class RelationResultSerializer(FindingSerializer):
    outcome = serializers.ChoiceField(choices=OUTCOMES)
    subject = serializers.IntegerField(allow_null=True, help_text="Item.")
    target = serializers.IntegerField(allow_null=True, help_text="Item.")


class UpsertedRelationsSerializer(LoadSerializer):
    results = RelationResultSerializer(many=True)


def row_of(given: dict[str, Any]) -> dict[str, str]:
    """A row as a file holds it: all of it words."""
    words = {True: "yes", False: "", None: ""}
    return {
        name: words[value] if value is None or isinstance(value, bool) else str(value).strip()
        for name, value in given.items()
    }


def _faults(row: dict[str, Any]) -> list[str]:
    if unknown := row.keys() - set(COLUMNS):
        told = {"names": ", ".join(sorted(map(str, unknown)))[:200], "known": ", ".join(COLUMNS)}
        return [_("No column is called %(names)s. There are %(known)s.") % told]
    return odd_values(list(row.values()))
