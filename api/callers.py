"""Who is calling, for a telephone system: by number, as the call pad finds them."""

from typing import Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.directory import DIRECTORY
from api.edited import shape
from api.edited_schema import reading
from people import callers
from people.models import User

LONGEST_NUMBER = 60
CONTACT = DIRECTORY["contacts"]


class CallerSerializer(serializers.Serializer[Any]):
    is_exact = serializers.BooleanField(help_text="False: only the last digits are alike.")
    contact = reading(CONTACT)()


class Callers(APIView):
    """Who calls from a number, written in any form: at most ten, as far as you may look them up."""

    @extend_schema(
        parameters=[OpenApiParameter("number", str, required=True, description="021 6123 4567, +86…")],
        responses=CallerSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        user, number = cast("User", request.user), request.query_params.get("number", "")
        user.rights.require("customers", "see")
        if not 0 < len(number) <= LONGEST_NUMBER or "\x00" in number:
            raise ValidationError({"number": [_("Give the number of the caller.")]})
        found = callers.find(number)
        seen = CONTACT.rows(user).in_bulk([match.contact.pk for match in found])
        told = [
            {"is_exact": match.is_exact, "contact": shape(CONTACT, seen[match.contact.pk], user)}
            for match in found
            if match.contact.pk in seen
        ]
        return Response(told)
