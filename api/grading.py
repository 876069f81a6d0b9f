"""Settings that are one row or one grid: the priority matrix, and when the call pad may speak up."""

from typing import Any, cast

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.directory import opens
from api.edited import Edited, errors_of, fill, shape
from api.edited_schema import reading, writing
from api.edited_views import body_of
from incidents.models import HintPolicy
from people.models import User
from records.models import Level, Priority, PriorityRule
from servicedesk.settings_pages.forms.grading import HintPolicyRow
from servicedesk.settings_pages.views.matrix import CELLS, MatrixForm, name_of

HINTS = Edited(
    name="HintPolicy",
    about="When the call pad may suggest, and what it calls a storm.",
    model=HintPolicy,
    fields=HintPolicyRow.base_fields,
    area="settings",
    rows=lambda user: HintPolicy.objects.all(),
    open=opens(HintPolicyRow),
)

READ = reading(HINTS)


class CellSerializer(serializers.Serializer[Any]):
    impact = serializers.ChoiceField(choices=Level.choices)
    urgency = serializers.ChoiceField(choices=Level.choices)
    priority = serializers.ChoiceField(choices=Priority.choices)


class MatrixSerializer(serializers.Serializer[Any]):
    cells = CellSerializer(many=True)


class Matrix(APIView):
    """Impact and urgency make the priority."""

    @extend_schema(responses=MatrixSerializer)
    def get(self, request: Request) -> Response:
        cast("User", request.user).rights.require("settings", "see")
        return self._answer()

    @extend_schema(request=MatrixSerializer, responses=MatrixSerializer)
    def patch(self, request: Request) -> Response:
        """The cells that are named are changed. It counts for records graded from now on."""
        user = cast("User", request.user)
        user.rights.require("settings", "edit")
        given = MatrixSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        with transaction.atomic():
            form = _form({}, is_locked=True)
            data = {name: str(now) for name, now in form.now.items()}
            for cell in given.validated_data["cells"]:
                data[name_of(cell["impact"], cell["urgency"])] = str(cell["priority"])
            form = _form(data, is_locked=True)
            if not form.is_valid():
                raise ValidationError(
                    {name: [str(one) for one in told] for name, told in form.errors.items()}
                )
            form.keep(by=user, request=request._request)
        return self._answer()

    def _answer(self) -> Response:
        form = _form(None)
        cells = [
            {"impact": impact, "urgency": urgency, "priority": form.now[name_of(impact, urgency)]}
            for impact, urgency in CELLS
        ]
        return Response({"cells": cells})


def _form(data: Any, *, is_locked: bool = False) -> MatrixForm:
    rows = PriorityRule.objects.select_for_update() if is_locked else PriorityRule.objects.all()
    return MatrixForm(data, {(rule.impact, rule.urgency): rule for rule in rows.order_by("pk")})


class Hints(APIView):
    """When the call pad may suggest a category and a priority, and what it calls a storm."""

    @extend_schema(operation_id="settings_hints", responses=READ)
    def get(self, request: Request) -> Response:
        user = cast("User", request.user)
        user.rights.require("settings", "see")
        return Response(shape(HINTS, HintPolicy.current(), user))

    @extend_schema(operation_id="settings_hints_change", request=writing(HINTS, is_new=False), responses=READ)
    def patch(self, request: Request) -> Response:
        """What is named is changed. The call pad follows at once."""
        user = cast("User", request.user)
        user.rights.require("settings", "edit")
        with transaction.atomic():
            row = HintPolicy.objects.select_for_update().first() or HintPolicy()
            filled = fill(HINTS, row, body_of(request), user)
            kept = filled.keep(by=user, request=request._request) if filled.is_valid() else None
            if kept is None:
                raise ValidationError(errors_of(filled))
        return Response(shape(HINTS, kept, user))
