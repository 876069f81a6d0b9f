"""Lists that reach across records: what was asked of whom, who passed what on, and who was told of it."""

from typing import Any, ClassVar, cast

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from api.edited import reference
from api.fields import RowShape, ShownRow
from api.serializers import FollowUpSerializer
from notifications.ledger import SHOWN, LedgerForm
from notifications.models import Notice
from people.models import User
from records.models import FollowUp, Ownership, Record
from servicedesk.ledger.hand_overs import HandOverForm, hand_overs

PAGING = {"cursor", "limit"}


def checked(form: type[forms.Form], request: Request) -> Any:
    """The filters of a page's form. Raises ValidationError naming what cannot be read, or does not exist."""
    given = QueryDict(mutable=True)
    for name, text in request.query_params.dict().items():
        if name not in PAGING:
            given[name] = str(text)
    filled = form(given)
    if foreign := set(given) - set(filled.fields):
        raise ValidationError({min(foreign)[:60]: ["There is no such filter."]})
    if not filled.is_valid():
        raise ValidationError({name: [str(one) for one in told] for name, told in filled.errors.items()})
    return filled


def parameters_of(form: type[forms.Form]) -> list[OpenApiParameter]:
    return [
        OpenApiParameter(name, str, description=str(field.label)) for name, field in form.base_fields.items()
    ]


class Overview(GenericViewSet[Any]):
    """A list that is only read."""

    lookup_value_regex = "[0-9]{1,18}"

    @property
    def caller(self) -> User:
        return cast("User", self.request.user)

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class FollowUpForm(forms.Form):
    WHOSE: ClassVar = [("", "everybody's"), ("of-me", "asked of me"), ("by-me", "asked by me")]
    STATES: ClassVar = [("", "open"), ("answered", "answered"), ("withdrawn", "withdrawn"), ("all", "all")]

    whose = forms.ChoiceField(label="of-me, by-me", choices=WHOSE, required=False)
    state = forms.ChoiceField(
        label="open unless told: answered, withdrawn, all", choices=STATES, required=False
    )


STATES = {
    "": Q(answered_at__isnull=True, withdrawn_at__isnull=True),
    "answered": Q(answered_at__isnull=False),
    "withdrawn": Q(withdrawn_at__isnull=False),
    "all": Q(),
}


@extend_schema_view(list=extend_schema(parameters=parameters_of(FollowUpForm), operation_id="follow_ups_all"))
class FollowUpViewSet(Overview):
    """Follow-ups on the records that you see, the most pressing first."""

    serializer_class = FollowUpSerializer
    queryset = FollowUp.objects.none()

    def get_queryset(self) -> QuerySet[FollowUp]:
        given = checked(FollowUpForm, self.request).cleaned_data
        seen = FollowUp.objects.filter(record__in=Record.objects.visible_to(self.caller))
        whose = {"of-me": Q(asked_of=self.caller.pk), "by-me": Q(asked_by=self.caller.pk)}
        found = seen.filter(STATES[given["state"]], whose.get(given["whose"], Q()))
        return found.select_related("record", "asked_by", "asked_of", "answered_by").order_by("due_at", "id")


class HandOverSerializer(serializers.ModelSerializer[Ownership]):
    record = ShownRow()
    giver = ShownRow(source="owner")
    taker = serializers.SerializerMethodField()
    handed_by = serializers.SerializerMethodField()
    why = serializers.CharField()

    class Meta:
        model = Ownership
        fields = ("id", "record", "giver", "taker", "handed_by", "why", "from_at", "until_at")
        read_only_fields = fields

    @extend_schema_field(RowShape)
    def get_taker(self, row: Any) -> Any:
        return reference(self.context["people"].get(row.taker))

    @extend_schema_field(RowShape)
    def get_handed_by(self, row: Any) -> Any:
        return reference(self.context["people"].get(row.handed_by))


@extend_schema_view(list=extend_schema(parameters=parameters_of(HandOverForm)))
class HandOverViewSet(Overview):
    """Who passed a record on, to whom, when and why, newest first; about the records that you see."""

    serializer_class = HandOverSerializer
    queryset = Ownership.objects.none()

    def get_queryset(self) -> QuerySet[Ownership]:
        self.caller.rights.require("ledger", "see")
        found = hand_overs(self.caller).filter(checked(HandOverForm, self.request).condition())
        return found.select_related("record", "owner").order_by("-until_at", "-id")

    def list(self, request: Request) -> Response:
        page = cast("list[Any]", self.paginate_queryset(self.get_queryset()))
        keys = {key for row in page for key in (row.taker, row.handed_by)}
        context = {**self.get_serializer_context(), "people": User.objects.in_bulk(keys - {None})}
        return self.get_paginated_response(HandOverSerializer(page, many=True, context=context).data)


class ToldSerializer(serializers.ModelSerializer[Notice]):
    record = ShownRow(allow_null=True)
    user = ShownRow()
    contact = ShownRow()
    webhook = ShownRow()
    rule = ShownRow()

    class Meta:
        model = Notice
        fields = (
            "id", "record", "user", "contact", "webhook", "rule", "channel", "state", "subject",
            "needs_acknowledgement", "created_at", "sent_at", "read_at", "acknowledged_at",
        )  # fmt: skip
        read_only_fields = fields


@extend_schema_view(list=extend_schema(parameters=parameters_of(LedgerForm)))
class ToldViewSet(Overview):
    """The ledger: who was told what, when, by which channel, with what result; about the records that you see."""

    serializer_class = ToldSerializer
    queryset = Notice.objects.none()

    def get_queryset(self) -> QuerySet[Notice]:
        self.caller.rights.require("ledger", "see")
        found = Notice.objects.about_seen_by(self.caller).filter(
            checked(LedgerForm, self.request).condition()
        )
        return found.select_related(*SHOWN).order_by("-created_at", "-id")
