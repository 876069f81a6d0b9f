"""Records as JSON: one shape to read and one to write per kind, made from what the kind declares."""

from copy import copy
from functools import cache
from typing import Any

from django.db.models import ForeignKey
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.fields import ChosenRow, ShownRow
from records.chain import Chain, Node
from records.kinds import Kind, kind_named
from records.models import Attachment, Clock, FollowUp, JournalEntry
from records.telling import tell, without_titles
from servicedesk.records_pages.clocks import why

BOOKKEEPING = (
    "id",
    "number",
    "kind",
    "state",
    "state_label",
    "priority",
    "escalation_level",
    "owner",
    "desk",
    "opened_by",
    "opened_at",
    "responded_at",
    "resolved_at",
    "closed_at",
    "due_at",
    "updated_at",
    "version",
    "source",
    "source_key",
    "url",
)


class RecordSerializer(serializers.ModelSerializer[Any]):
    """A record as read. `?fields=number,title` leaves the rest out."""

    serializer_related_field = ShownRow
    state = serializers.CharField(read_only=True)
    state_label = serializers.CharField(read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    def get_fields(self) -> dict[str, Any]:
        found: dict[str, Any] = super().get_fields()
        wanted = self.context.get("fields")
        return {name: field for name, field in found.items() if name in wanted} if wanted else found

    @property
    def _readable_fields(self) -> list[Any]:
        """Those of one serializer for all requests: to look a model's fields up takes longer than to print a record.

        Reading changes nothing about a field, so threads may share them.
        """
        wanted = self.context.get("fields")
        return [field for field in _bound(type(self)) if not wanted or field.field_name in wanted]

    def to_representation(self, record: Any) -> dict[str, Any]:
        """As REST framework does it, for what a kind can declare: attributes of the record, each by its own name.

        Of a list of fifty, its search for callables and what they may be called with was a fifth.
        """
        shown = {}
        for field in self._readable_fields:
            value = getattr(record, field.source)
            value = value() if callable(value) else value
            shown[field.field_name] = None if value is None else field.to_representation(value)
        return shown

    def build_relational_field(self, field_name: str, relation_info: Any) -> tuple[type, dict[str, Any]]:
        return ShownRow, {}


@cache
def _bound(shown: type[RecordSerializer]) -> tuple[Any, ...]:
    return tuple(shown().fields.values())


class WrittenSerializer(serializers.ModelSerializer[Any]):
    """What people write of a record. Rows of other tables by their id."""

    def get_fields(self) -> dict[str, Any]:
        # Each its own, for a field knows its serializer; what it was made of changes no more, and is shared.
        return {name: copy(field) for name, field in _made(type(self)).items()}

    def build_relational_field(self, field_name: str, relation_info: Any) -> tuple[type, dict[str, Any]]:
        field: ForeignKey[Any, Any] = relation_info.model_field
        needed = field_name in self.Meta.required
        return ChosenRow, {"model": relation_info.related_model, "required": needed, "allow_null": field.null}


@cache
def _made(written: type[WrittenSerializer]) -> dict[str, Any]:
    """The fields as the model declares them: made once, for to make them takes far longer than to fill them."""
    return dict(serializers.ModelSerializer.get_fields(written()))


def _meta(kind: Kind, names: tuple[str, ...], **more: Any) -> type:
    return type("Meta", (), {"model": kind.model, "fields": names, **more})


@cache
def read_serializer(kind_name: str) -> type[RecordSerializer]:
    kind = kind_named(kind_name)
    names = (*BOOKKEEPING, *kind.writable, *kind.facts)
    meta = _meta(kind, names, read_only_fields=names)
    return type(kind.name.title(), (RecordSerializer,), {"Meta": meta})


@cache
def register_serializer(kind_name: str) -> type[WrittenSerializer]:
    kind = kind_named(kind_name)
    needed = {name: {"required": True} for name in kind.required}
    meta = _meta(kind, kind.writable, required=kind.required, extra_kwargs=needed)
    return type(f"New{kind.name.title()}", (WrittenSerializer,), {"Meta": meta})


@cache
def revise_serializer(kind_name: str) -> type[WrittenSerializer]:
    kind = kind_named(kind_name)
    optional = {name: {"required": False} for name in kind.revisable}
    meta = _meta(kind, kind.revisable, required=(), extra_kwargs=optional)
    return type(f"{kind.name.title()}Revision", (WrittenSerializer,), {"Meta": meta})


class JournalEntrySerializer(serializers.ModelSerializer[JournalEntry]):
    by = ShownRow()
    sentence = serializers.SerializerMethodField()
    changes = serializers.SerializerMethodField()

    class Meta:
        model = JournalEntry
        fields = (
            "id", "at", "by", "via", "step", "sentence", "from_state", "to_state", "changes", "note", "is_public",
            "version",
        )  # fmt: skip

    def get_sentence(self, entry: JournalEntry) -> str:
        """In the language of the request."""
        return tell(entry, self.context["kind"]).sentence

    def get_changes(self, entry: JournalEntry) -> dict[str, Any]:
        """As the journal keeps them; of another record its number alone."""
        return without_titles(entry, self.context["kind"])


class RemarkSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=50_000)
    is_public = serializers.BooleanField(default=False, help_text="Whether the customer may read it.")


class ClockSerializer(serializers.ModelSerializer[Clock]):
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    percent = serializers.IntegerField(read_only=True)
    is_paused = serializers.BooleanField(read_only=True)
    is_breached = serializers.BooleanField(read_only=True)
    why = serializers.SerializerMethodField()

    class Meta:
        model = Clock
        fields = (
            "metric", "label", "seconds", "started_at", "due_at", "breached_at", "stopped_at", "percent", "is_paused",
            "is_breached", "why",
        )  # fmt: skip
        read_only_fields = fields

    def get_why(self, clock: Clock) -> str:
        """Why it is due when it is, in sentences; for whoever reads the internal history."""
        return why(clock) if self.context["says_why"] else ""


class AttachmentSerializer(serializers.ModelSerializer[Attachment]):
    added_by = ShownRow()
    url = serializers.SerializerMethodField()

    class Meta:
        model = Attachment
        fields = ("key", "name", "content_type", "size", "sha256", "added_by", "added_at", "url")
        read_only_fields = fields

    @extend_schema_field(str)
    def get_url(self, attachment: Attachment) -> str:
        return f"{self.context['here']}{attachment.key}/"


class UploadSerializer(serializers.Serializer[Any]):
    file = serializers.FileField()
    text = serializers.CharField(required=False, allow_blank=True, max_length=50_000)


class FollowUpSerializer(serializers.ModelSerializer[FollowUp]):
    record = ShownRow()
    asked_by = ShownRow()
    asked_of = ShownRow()
    answered_by = ShownRow()
    is_overdue = serializers.BooleanField(read_only=True)

    class Meta:
        model = FollowUp
        fields = (
            "id", "record", "asked_by", "asked_of", "what", "asked_at", "due_at", "answer", "answered_by",
            "answered_at", "withdrawn_at", "is_overdue",
        )  # fmt: skip
        read_only_fields = fields


class AskSerializer(serializers.ModelSerializer[FollowUp]):
    class Meta:
        model = FollowUp
        fields = ("asked_of", "what", "due_at")

    def build_relational_field(self, field_name: str, relation_info: Any) -> tuple[type, dict[str, Any]]:
        return ChosenRow, {"model": relation_info.related_model}


class AnswerSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=50_000)


class OpenStepSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    inputs = serializers.ListField(child=serializers.CharField())
    url = serializers.CharField()


class ChainNodeSerializer(serializers.Serializer[Any]):
    """`storey` counts from the record asked for: below 0 what came before it."""

    number = serializers.CharField(source="record.number")
    kind = serializers.CharField(source="record.kind")
    title = serializers.CharField(source="record.title")
    state = serializers.CharField(source="record.state")
    storey = serializers.IntegerField()
    with_whom = serializers.SerializerMethodField()
    standing = serializers.CharField(source="record.standing")
    since = serializers.DateTimeField(allow_null=True)
    promised = serializers.DateTimeField(allow_null=True)
    actual = serializers.DateTimeField(allow_null=True)
    days_late = serializers.IntegerField()
    is_blocking = serializers.BooleanField()

    def get_with_whom(self, node: Node) -> str:
        record = node.record
        return str(record.assignee or record.team or record.owner)


class ChainEdgeSerializer(serializers.Serializer[Any]):
    earlier = serializers.CharField()
    later = serializers.CharField()
    type = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class ChainSerializer(serializers.Serializer[Any]):
    blocking = serializers.SerializerMethodField()
    nodes = serializers.SerializerMethodField()
    edges = serializers.SerializerMethodField()
    left_out = serializers.SerializerMethodField()

    def get_blocking(self, chain: Chain) -> str | None:
        """The number of the record that everybody waits for."""
        return chain.blocking.record.number if chain.blocking else None

    @extend_schema_field(ChainNodeSerializer(many=True))
    def get_nodes(self, chain: Chain) -> list[dict[str, Any]]:
        nodes = [node for _storey, found in chain.storeys() for node in found]
        return list(ChainNodeSerializer(nodes, many=True).data)

    @extend_schema_field(ChainEdgeSerializer(many=True))
    def get_edges(self, chain: Chain) -> list[dict[str, str]]:
        number = {key: node.record.number for key, node in chain.nodes.items()}
        return [
            {
                "earlier": number[edge.earlier],
                "later": number[edge.later],
                "type": edge.type,
                "label": str(edge.label),
            }
            for edge in chain.edges
        ]

    def get_left_out(self, chain: Chain) -> int:
        """How many further records stand in the chain."""
        return sum(chain.left_out.values())
