"""The resource of a kind: list, read, register, revise, and every step of its life, made from the declaration."""

from collections.abc import Callable
from typing import Any, cast

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponseBase, QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from api import serializers
from api.belongings import Belongings
from api.fields import serializer_of, with_labels
from api.idempotency import once
from api.pagination import ORDERS, ByCursor
from api.problems import PreconditionFailed, invalid
from api.schema import IF_MATCH
from people.models import User
from records.actions import advance, register, revise
from records.kinds import Kind
from records.lifecycle import Step
from records.models import Record
from records.steps import open_steps, step_named
from servicedesk.queues.filters import FILTERS
from servicedesk.queues.named import NAMED
from servicedesk.queues.ordering import DEFAULT_ORDER, Order
from servicedesk.queues.selection import read

OWN_PARAMETERS = {"cursor", "limit", "order", "fields", "format"}
NUMBER = r"[A-Za-z]{2,5}[0-9]{1,12}"

LIST_PARAMETERS = [
    OpenApiParameter(
        "show", str, enum=list(NAMED), description="A named list; `open` unless told, `all` for history."
    ),
    OpenApiParameter(
        "order",
        str,
        enum=list(ORDERS),
        description="`newest` unless told; history is read by `newest` or `oldest` only.",
    ),
    OpenApiParameter("fields", str, description="Only these fields, separated by commas."),
    *[
        OpenApiParameter(one.name, str, many=one.is_many, description=str(one.label))
        for one in FILTERS.values()
    ],
]


class RecordViewSet(Belongings, GenericViewSet[Any]):
    """What every kind offers. A kind's own class is made by `viewset_for`."""

    kind: Kind
    lookup_field = "number"
    lookup_value_regex = NUMBER

    def get_queryset(self) -> QuerySet[Any]:
        rows = cast("Any", self.kind.model._default_manager).visible_to(self.caller)
        return with_labels(rows)

    def get_serializer_class(self) -> type[Any]:
        return serializers.read_serializer(self.kind.name)

    @property
    def caller(self) -> User:
        return cast("User", self.request.user)

    def get_object(self) -> Any:
        self.kwargs["number"] = self.kwargs["number"].upper()
        return super().get_object()

    @extend_schema(parameters=LIST_PARAMETERS)
    def list(self, request: Request) -> Response:
        words = QueryDict(mutable=True)
        for name, values in request.query_params.lists():
            if name not in OWN_PARAMETERS:
                words.setlist(name, values)
        selection = read(words, self.caller, self.kind)
        order = _order(request, is_open_work=selection.named.is_open_work)
        pages = cast("ByCursor", self.paginator)
        page = pages.rows(self.get_queryset().filter(selection.condition()), request, order)
        return self.get_paginated_response(self._shown(page, many=True))

    def retrieve(self, request: Request, number: str) -> Response:
        return self._answer(self.get_object())

    def create(self, request: Request) -> Response:
        return once(request, lambda: self._register(request))

    def _register(self, request: Request) -> Response:
        given = serializers.register_serializer(self.kind.name)(
            data=request.data, context=self.get_serializer_context()
        )
        given.is_valid(raise_exception=True)
        record = register(self.kind.model, by=self.caller, via="rest", **given.validated_data)
        # As it stands in hand: to read it again, with all it points to, costs as much as a third of registering it.
        answer = self._answer(record, status=201)
        answer["Location"] = self.reverse_action("detail", args=[record.number])
        return answer

    @extend_schema(parameters=[IF_MATCH])
    def partial_update(self, request: Request, number: str) -> Response:
        record = self.get_object()
        self._refuse_foreign(request)
        form = serializers.revise_serializer(self.kind.name)
        given = form(record, data=request.data, partial=True, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        with transaction.atomic():
            self._match(request, record)
            revise(record, by=self.caller, via="rest", version=record.version, **given.validated_data)
        return self._answer(self.get_object())

    def _refuse_foreign(self, request: Request) -> None:
        """A field that a revision cannot set is said so, rather than passed over."""
        foreign = set(request.data) - set(self.kind.revisable) if isinstance(request.data, dict) else set()
        if foreign:
            raise ValidationError({name: [_("This cannot be revised.")] for name in sorted(foreign)})

    @extend_schema(responses=serializers.OpenStepSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def steps(self, request: Request, number: str) -> Response:
        """The steps that are open to you now."""
        record = self.get_object()
        return Response(
            [
                {
                    "name": step.name,
                    "label": str(step.label),
                    "inputs": list(step.inputs().fields) if step.inputs else [],
                    "url": self.reverse_action("step-any", args=[record.number, step.name]),
                }
                for step in open_steps(record, self.caller)
            ]
        )

    @extend_schema(exclude=True)
    @action(detail=True, methods=["post"], url_path=r"steps/(?P<step>[^/.]+)", url_name="step-any")
    def step_any(self, request: Request, number: str, step: str) -> Response:
        """A step by a name that may be anything: what the life does not declare is refused, never called."""
        return self.take(request, step)

    def take(self, request: Request, name: str) -> Response:
        record = self.get_object()
        step = step_named(self.kind, name)
        inputs: dict[str, Any] = {}
        if step.inputs is not None and not step.is_automatic:
            form = step.inputs(data=_as_from_a_page(request), record=record, by=self.caller)
            if not form.is_valid():
                self.caller.rights.require(self.kind.name, name)
                return invalid(
                    {
                        field or "non_field_errors": [str(one) for one in told]
                        for field, told in form.errors.items()
                    }
                )
            inputs = form.cleaned_data
        note = str(request.data.get("note") or "") if isinstance(request.data, dict) else ""
        with transaction.atomic():
            self._match(request, record)
            advance(record, name, by=self.caller, via="rest", note=note, **inputs)
        # Who gave it away may no longer see it; the step was taken all the same.
        seen = self.get_queryset().filter(pk=record.pk).first()
        return self._answer(seen) if seen is not None else Response(status=204)

    def _match(self, request: Request, record: Record) -> None:
        """Raise 412 where If-Match names another version. Locks the row, so that it stays the one that was named."""
        wanted = request.headers.get("If-Match")
        if wanted is None or wanted.strip() == "*":
            return
        version = Record.objects.select_for_update().values_list("version", flat=True).get(pk=record.pk)
        if f'"{version}"' not in [tag.strip().removeprefix("W/") for tag in wanted.split(",")]:
            raise PreconditionFailed(_("Read the record again and decide."))

    def _shown(self, record: Any, many: bool = False) -> Any:
        return self.get_serializer(record, many=many).data

    def _answer(self, record: Any, status: int = 200) -> Response:
        return Response(self._shown(record), status=status, headers={"ETag": f'"{record.version}"'})

    def get_serializer_context(self) -> dict[str, Any]:
        request = getattr(self, "request", None)
        if request is None or request.method not in SAFE_METHODS:
            return dict(super().get_serializer_context())
        wanted = _fields(request, self.get_serializer_class())
        return {**super().get_serializer_context(), "fields": wanted}


def _fields(request: Request, form: type[Any]) -> frozenset[str]:
    """What `?fields=` leaves of a record; nothing where all of it is wanted."""
    wanted = frozenset(filter(None, request.query_params.get("fields", "").split(",")))
    known = form.Meta.fields
    if unknown := wanted.difference(known):
        told = _("There is no field “%(name)s”. There are: %(known)s.")
        raise ValidationError({"fields": [told % {"name": min(unknown)[:60], "known": ", ".join(known)}]})
    return wanted


def _as_from_a_page(request: Request) -> dict[str, str]:
    """The inputs as a page's form would send them. Raises ValidationError for what no form could: an object, a list."""
    if not isinstance(request.data, dict):
        raise ValidationError([_("Send an object with the inputs of the step.")])
    nested = [name for name, value in request.data.items() if isinstance(value, (dict, list))]
    if nested:
        raise ValidationError({name: [_("Give a single value.")] for name in nested})
    return {name: "" if value is None else str(value) for name, value in request.data.items()}


def _order(request: Request, *, is_open_work: bool) -> Order:
    name = request.query_params.get("order", "") or DEFAULT_ORDER
    if name not in ORDERS:
        raise ValidationError({"order": [_("Choose one of: %(orders)s.") % {"orders": ", ".join(ORDERS)}]})
    if not (is_open_work or ORDERS[name].is_for_history):
        told = _("history is read by when it was opened; this order is for open work.")
        raise ValidationError({"order": [told]})
    return ORDERS[name]


def _step_action(kind: Kind, step: Step) -> Callable[..., HttpResponseBase]:
    """POST /…/{number}/steps/{step}/ with the step's inputs as its schema."""

    def take(self: RecordViewSet, request: Request, number: str) -> Response:
        return self.take(request, step.name)

    take.__name__ = f"step_{step.name}"
    take.__doc__ = f"{step.label}. From: {', '.join(step.source)}; to: {step.target or 'the same state'}."
    told = extend_schema(
        operation_id=f"{kind.plural}_{step.name}",
        request=serializer_of(step.inputs, f"{kind.name.title()}{step.name.title().replace('_', '')}"),
        responses={200: serializers.read_serializer(kind.name), 204: None},
        parameters=[IF_MATCH],
    )
    return cast(
        "Callable[..., HttpResponseBase]",
        told(
            action(
                detail=True, methods=["post"], url_path=f"steps/{step.name}", url_name=f"step-{step.name}"
            )(take)
        ),
    )


def viewset_for(kind: Kind, *besides: type) -> type[RecordViewSet]:
    """The viewset of a kind, with one action per step that people take; `besides` are mixins of its own."""
    shown, new, revision = (
        serializers.read_serializer(kind.name),
        serializers.register_serializer(kind.name),
        serializers.revise_serializer(kind.name),
    )
    steps = {
        f"step_{step.name}": _step_action(kind, step) for step in kind.steps.values() if not step.is_automatic
    }
    made = type(
        f"{kind.name.title()}ViewSet",
        (*besides, RecordViewSet),
        {"kind": kind, "queryset": kind.model._default_manager.none(), **steps},
    )
    return extend_schema_view(
        create=extend_schema(request=new, responses={201: shown}),
        partial_update=extend_schema(request=revision, responses={200: shown}, parameters=[IF_MATCH]),
    )(made)
