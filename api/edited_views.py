"""The viewset of a table that a page changes by a form."""

import hashlib
from collections.abc import Mapping
from typing import Any, cast

from django.core.exceptions import ValidationError as Refusal
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from api.edited import Edited, Filled, errors_of, fill, shape
from api.edited_schema import reading, writing
from api.idempotency import once
from api.problems import PreconditionFailed
from api.schema import IF_MATCH
from people.models import User
from people.views.doors import holding
from records.errors import Refused
from servicedesk.settings_pages.uses import uses_of

PAGING = {"cursor", "limit", "words"}
LONGEST_WORDS = 200


class EditedViewSet(GenericViewSet[Any]):
    """What every such table offers. Its own class is made by `viewset_of`."""

    edited: Edited
    lookup_value_regex = "[0-9]{1,18}"

    def is_idempotent(self, action_name: str | None) -> bool:
        return action_name == "create"

    @property
    def caller(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[Any]:
        self.caller.rights.require(self.edited.area, "see")
        return self.edited.rows(self.caller).order_by("-id")

    def list(self, request: Request) -> Response:
        rows = self.get_queryset().filter(**filters_of(self.edited, request))
        rows = rows.filter(holding(self.edited.words, _words(request)))
        page = self.paginate_queryset(rows)
        return self.get_paginated_response([shape(self.edited, row, self.caller) for row in page or ()])

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._answer(self.get_object())

    def create(self, request: Request) -> Response:
        self.caller.rights.require(self.edited.area, "edit")
        return once(request, lambda: self._make(request))

    @transaction.atomic
    def _make(self, request: Request) -> Response:
        given = body_of(request)
        if not given:
            # Some rows could be made of defaults alone; nobody means that by sending nothing.
            raise ValidationError([_("Send an object with the fields of a row.")])
        filled = fill(self.edited, self._new(given), given, self.caller)
        kept = self._keep(filled, request)
        answer = self._answer(kept, status=201)
        answer["Location"] = self.reverse_action("detail", args=[kept.pk])
        return answer

    def _new(self, given: dict[str, Any]) -> Any:
        """An empty row; where it belongs to another one, of that. Takes its key out of what was given."""
        edited = self.edited
        if not edited.made_for or edited.owners is None:
            return edited.model()
        key = given.pop(edited.made_for, None)
        is_key = isinstance(key, int) and not isinstance(key, bool) and 0 < key < 2**63
        owner = edited.owners(self.caller).filter(pk=key).first() if is_key else None
        if owner is None:
            raise ValidationError({edited.made_for: [_("Give the id of one that you may see.")]})
        return edited.model(**{edited.made_for: owner})

    def partial_update(self, request: Request, pk: str) -> Response:
        self.caller.rights.require(self.edited.area, "edit")
        with transaction.atomic():
            row = self._locked()
            self._match(request, row)
            kept = self._keep(fill(self.edited, row, body_of(request), self.caller), request)
        return self._answer(kept)

    def _locked(self) -> Any:
        key = self.get_object().pk
        return self.edited.model._default_manager.select_for_update(of=("self",)).get(pk=key)

    def _keep(self, filled: Filled, request: Request) -> models.Model:
        kept = filled.keep(by=self.caller, request=request._request) if filled.is_valid() else None
        if kept is None:
            raise ValidationError(errors_of(filled))
        # As it stands now, without what a form left on the instance.
        return self.edited.model._default_manager.get(pk=getattr(kept, "row", kept).pk)

    def destroy(self, request: Request, pk: str) -> Response:
        self.caller.rights.require(self.edited.area, "edit")
        with transaction.atomic():
            row = self._locked()
            self._match(request, row)
            if self.edited.remove is None or not self.edited.remove(
                row, by=self.caller, request=request._request
            ):
                raise Refused(_used(row, self.caller), code="used")
        return Response(status=204)

    def _match(self, request: Request, row: Any) -> None:
        wanted = request.headers.get("If-Match", "*")
        tags = [tag.strip().removeprefix("W/") for tag in wanted.split(",")]
        if "*" not in tags and tag_of(shape(self.edited, row, self.caller)) not in tags:
            raise PreconditionFailed(_("Read it again and decide."))

    def _answer(self, row: Any, status: int = 200) -> Response:
        told = shape(self.edited, row, self.caller)
        return Response(told, status=status, headers={"ETag": tag_of(told)})


def _used(row: models.Model, user: User) -> str:
    uses = ", ".join(f"{use.shown} {use.things}" for use in uses_of(row, user) if use.is_blocking)
    return _("It is used (%(uses)s): take it out of use instead.") % {"uses": uses or "?"}


def tag_of(told: Mapping[str, Any]) -> str:
    return f'"{hashlib.sha256(JSONRenderer().render(told)).hexdigest()[:16]}"'


def body_of(request: Request) -> dict[str, Any]:
    """What was sent, as an object. Raises ValidationError for anything else."""
    if not isinstance(request.data, dict):
        raise ValidationError([_("Send an object with the fields of a row.")])
    return dict(request.data)


def _words(request: Request) -> str:
    words = request.query_params.get("words", "")
    if len(words) > LONGEST_WORDS or "\x00" in words:
        raise ValidationError({"words": [_("Give at most %(most)s letters.") % {"most": LONGEST_WORDS}]})
    return words


def filters_of(edited: Edited, request: Request) -> dict[str, Any]:
    """What the address narrows the list by. Raises ValidationError naming a filter that cannot be read."""
    found = {}
    for name, text in request.query_params.dict().items():
        if name in PAGING or not text:
            continue
        if name not in edited.filters:
            raise ValidationError({name[:60]: [_("There is no such filter.")]})
        found[name] = _read(edited, name, text)
    return found


def _read(edited: Edited, name: str, text: str) -> Any:
    column: Any = edited.model._meta.get_field(name)
    try:
        if column.is_relation:
            if not (text.isascii() and text.isdigit() and int(text) < 2**63):
                raise Refusal("")
            return int(text)
        if isinstance(column, models.BooleanField):
            return column.to_python(text.capitalize())
        value = column.to_python(text)
        if column.choices and value not in dict(column.flatchoices):
            raise Refusal("")
        return value
    except Refusal as error:
        raise ValidationError(
            {name: [_("“%(value)s” is none of its values.") % {"value": text[:60]}]}
        ) from error


def viewset_of(edited: Edited) -> type[EditedViewSet]:
    """The viewset of one table. DELETE is there only where the page takes rows away."""
    about = {"__doc__": edited.about, "edited": edited, "queryset": edited.model._default_manager.none()}
    if edited.remove is None:
        about["http_method_names"] = ["get", "post", "patch", "head", "options"]
    made = type(f"{edited.name}ViewSet", (EditedViewSet,), about)
    read = reading(edited)
    narrowed = [OpenApiParameter("words", str, description="What it is called.")]
    narrowed += [OpenApiParameter(name, str, description=_label(edited, name)) for name in edited.filters]
    return extend_schema_view(
        list=extend_schema(responses=read(many=True), parameters=narrowed),
        retrieve=extend_schema(responses=read),
        create=extend_schema(request=writing(edited, is_new=True), responses={201: read}),
        partial_update=extend_schema(
            request=writing(edited, is_new=False), responses={200: read}, parameters=[IF_MATCH]
        ),
        destroy=extend_schema(responses={204: None}, parameters=[IF_MATCH]),
    )(made)


def _label(edited: Edited, name: str) -> str:
    return str(edited.model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
