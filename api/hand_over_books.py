"""The shift's hand-over book by REST: read, added to, signed. What tells of an unseen record is left out here too."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from handovers import books
from handovers.areas import AREA
from handovers.models import Book
from handovers.reading import parts_of
from people.models import User

SIGNATURES = (("outgoing", "outgoing"), ("incoming", "incoming"))


class BookSerializer(serializers.ModelSerializer[Book]):
    """`is_signed`: both shifts have; nothing of it changes any more."""

    is_signed = serializers.BooleanField(read_only=True)

    class Meta:
        model = Book
        fields = (
            "id", "desk", "starts_at", "ends_at", "gathered_at", "outgoing", "outgoing_at", "outgoing_note",
            "incoming", "incoming_at", "incoming_note", "is_signed",
        )  # fmt: skip
        read_only_fields = fields


class BookLineSerializer(serializers.Serializer[Any]):
    """One line in the reader's language. `number` is empty where it is about no record."""

    id = serializers.IntegerField(source="line.pk")
    section = serializers.CharField(source="line.section")
    number = serializers.CharField()
    title = serializers.CharField()
    what = serializers.CharField(help_text="What was promised, or what happened.")
    text = serializers.CharField(source="line.text")
    note = serializers.CharField(source="line.note")
    due_at = serializers.DateTimeField(allow_null=True)
    is_late = serializers.BooleanField()


class WholeBookSerializer(BookSerializer):
    """With its lines, as far as the caller sees what they are about."""

    lines = serializers.SerializerMethodField()

    class Meta(BookSerializer.Meta):
        fields = (*BookSerializer.Meta.fields, "lines")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]

    @extend_schema_field(BookLineSerializer(many=True))
    def get_lines(self, book: Book) -> list[Any]:
        parts = parts_of(book, self.context["request"].user)
        return list(BookLineSerializer([one for part in parts for one in part.lines], many=True).data)


class NewBookLineSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=2_000)


class SignatureSerializer(serializers.Serializer[Any]):
    """`as`: for the shift that goes, or for the one that comes. Two different people sign."""

    note = serializers.CharField(max_length=2_000, required=False, allow_blank=True, default="")

    def get_fields(self) -> dict[str, Any]:
        return {"as": serializers.ChoiceField(choices=SIGNATURES), **super().get_fields()}


class BookViewSet(GenericViewSet[Book]):
    """What one shift hands over to the next."""

    lookup_value_regex = "[0-9]{1,18}"
    queryset = Book.objects.none()
    serializer_class = BookSerializer

    @property
    def caller(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[Book]:
        self.caller.rights.require(AREA, "see")
        return Book.objects.order_by("-id")

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(responses=WholeBookSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        return self._whole(self.get_object())

    @extend_schema(request=None, responses=WholeBookSerializer)
    @action(detail=True, methods=["post"])
    def gather(self, request: Request, pk: str) -> Response:
        """Bring its lines up to date; notes and own lines stay."""
        return self._whole(books.gather_anew(self.get_object(), by=self.caller))

    @extend_schema(request=NewBookLineSerializer, responses={201: WholeBookSerializer})
    @action(detail=True, methods=["post"])
    def lines(self, request: Request, pk: str) -> Response:
        """Add a line of one's own."""
        book, given = self.get_object(), NewBookLineSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        books.add(book, by=self.caller, **given.validated_data)
        return self._whole(book, status=201)

    @extend_schema(request=SignatureSerializer, responses=WholeBookSerializer)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, pk: str) -> Response:
        """409 where it is not this shift's turn, or the same person would sign for both."""
        book, given = self.get_object(), SignatureSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        sign = books.hand_over if given.validated_data["as"] == "outgoing" else books.take_over
        return self._whole(sign(book, by=self.caller, note=given.validated_data["note"]))

    def _whole(self, book: Book, *, status: int = 200) -> Response:
        return Response(WholeBookSerializer(book, context={"request": self.request}).data, status=status)
