"""Items, their history, relations and impact as JSON, and what a discovery tool sends."""

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from api.fields import ShownRow
from cmdb.attributes import PREFIX
from cmdb.models import ConfigurationItem, ItemChange, Via
from cmdb.reconciling import ADD, CHANGE, CONTRADICT, KEYS, SAME, WRONG
from cmdb.tables import COLUMNS, LONGEST_CELL

MOST_ROWS = 500
OUTCOMES = (ADD, CHANGE, CONTRADICT, SAME, WRONG)
ATTRIBUTE = re.compile(r"attributes\.[-a-zA-Z0-9_]{1,60}")


class ItemSerializer(serializers.ModelSerializer[ConfigurationItem]):
    serializer_related_field = ShownRow
    label = serializers.CharField(source="name", read_only=True)  # type: ignore[assignment]
    code = serializers.CharField(source="source_key", read_only=True)
    beside = serializers.SerializerMethodField(help_text="What tells it from its namesakes.")
    status = serializers.CharField(read_only=True, help_text=", ".join(ConfigurationItem.Status.values))
    attributes = serializers.DictField(read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = ConfigurationItem
        fields = (
            "id", "label", "code", "beside", "name", "item_class", "subtype", "model", "serial", "status", "service",
            "customer", "site", "attributes", "verified_on", "source", "source_key", "url",
        )  # fmt: skip
        read_only_fields = fields

    def build_relational_field(self, field_name: str, relation_info: Any) -> tuple[type, dict[str, Any]]:
        return ShownRow, {}

    def get_beside(self, item: ConfigurationItem) -> str:
        return " · ".join(str(part) for part in (item.item_class, item.customer, item.serial) if part)


class ItemHistorySerializer(serializers.ModelSerializer[ItemChange]):
    """`changes` is name → [before, after]; names are columns, `attributes.<code>` and `relation.<type>`."""

    by = ShownRow()
    event = serializers.CharField(read_only=True, help_text=", ".join(ItemChange.Event.values))
    via = serializers.CharField(read_only=True, help_text=", ".join(Via.values))
    load = ShownRow(allow_null=True)
    changes = serializers.DictField(child=serializers.ListField(), read_only=True)

    class Meta:
        model = ItemChange
        fields = ("id", "at", "event", "by", "via", "reference", "load", "note", "changes")
        read_only_fields = fields


class ReachedSerializer(serializers.Serializer[Any]):
    item = ShownRow()
    steps = serializers.IntegerField(help_text="How many steps away.")


class ImpactSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField(help_text="How many items, also those that you do not see.")
    is_whole = serializers.BooleanField(help_text="Whether these are all; else there are more than `count`.")
    items = ReachedSerializer(many=True)
    weakened = ShownRow(many=True, help_text="What goes on with less redundancy.")
    customers = ShownRow(many=True)
    services = ShownRow(many=True)


class FindingsSerializer(serializers.Serializer[Any]):
    """Whose findings they are, and by what their rows are matched with what is recorded."""

    source = serializers.CharField(  # type: ignore[assignment]
        max_length=40, help_text="The tool; keys are read under it."
    )
    match_by = serializers.ListField(
        child=serializers.CharField(max_length=80),
        default=["source_key", "serial"],
        min_length=1,
        max_length=5,
        help_text="source_key, serial, name or attributes.<code>, the surest first.",
    )

    def validate_match_by(self, keys: list[str]) -> list[str]:
        for key in keys:
            if key not in KEYS and not ATTRIBUTE.fullmatch(key):
                told = {"choices": f"{', '.join(KEYS)}, attributes.<code>"}
                raise serializers.ValidationError(_("Choose one of: %(choices)s.") % told)
        return list(dict.fromkeys(keys))


def refuse_faulty(
    rows: list[dict[str, Any]], faults: Callable[[dict[str, Any]], Any]
) -> list[dict[str, Any]]:
    """The rows. Raises ValidationError with the faults of each row that has some, by its place from 1."""
    errors = {str(line): told for line, row in enumerate(rows, 1) if (told := faults(row))}
    if errors:
        raise serializers.ValidationError(errors)
    return rows


class UpsertSerializer(FindingsSerializer):
    items = serializers.ListField(
        child=serializers.DictField(),
        min_length=1,
        max_length=MOST_ROWS,
        help_text=f"{', '.join(COLUMNS)}, attributes.",
    )

    def validate_items(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return refuse_faulty(rows, _faults)


class FindingSerializer(serializers.Serializer[Any]):
    """What became of a row."""

    row = serializers.IntegerField(help_text="Counted from 1.")
    errors = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))  # type: ignore[assignment]


class RowResultSerializer(FindingSerializer):
    outcome = serializers.ChoiceField(choices=OUTCOMES)
    item = serializers.IntegerField(allow_null=True)
    discrepancies = serializers.ListField(child=serializers.CharField(), help_text="Numbers.")


class LoadSerializer(serializers.Serializer[Any]):
    load = serializers.IntegerField(help_text="What history names it by; a filter of the list of items.")


class UpsertedSerializer(LoadSerializer):
    results = RowResultSerializer(many=True)


def row_of(given: dict[str, Any]) -> dict[str, Any]:
    """A row as a list holds it: attributes beside the columns."""
    attributes = {f"{PREFIX}{code}": value for code, value in (given.get("attributes") or {}).items()}
    return {name: value for name, value in given.items() if name != "attributes"} | attributes


def _faults(row: dict[str, Any]) -> list[str]:
    attributes = row.get("attributes")
    if not isinstance(attributes, dict | None):
        return [_("Give the attributes as an object: code → value.")]
    if unknown := row.keys() - {*COLUMNS, "attributes"}:
        told = {"names": ", ".join(sorted(map(str, unknown)))[:200], "known": ", ".join(COLUMNS)}
        return [_("No column is called %(names)s. There are %(known)s, and attributes.") % told]
    return odd_values([*(row[name] for name in row if name != "attributes"), *(attributes or {}).values()])


def odd_values(values: list[Any]) -> list[str]:
    if any(
        isinstance(value, dict | list) or "\x00" in str(value) or len(str(value)) > LONGEST_CELL
        for value in values
    ):
        return [_("Give each value as text, a number, or yes or no; at most 1,000 characters.")]
    return []
