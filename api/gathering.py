"""Many records put under one: incidents under the problem that explains them, all or none."""

from typing import Any, cast

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.idempotency import once
from api.search import FoundSerializer
from people.models import User
from records.gathering import Gathering, gather, gather_into_new, gathering_named
from records.models import Record

MOST = 200


class GatherSerializer(serializers.Serializer[Any]):
    """`into` is the number of one that is there; without it one is opened by the `title`."""

    records = serializers.ListField(
        child=serializers.CharField(max_length=20), min_length=1, max_length=MOST, help_text="Their numbers."
    )
    into = serializers.CharField(required=False, max_length=20)
    title = serializers.CharField(required=False, max_length=250)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if not given.get("into") and not given.get("title"):
            raise ValidationError(
                {"into": [_("Give the number of one that is there, or a title for a new one.")]}
            )
        return given


class Gather(APIView):
    """Put records under one of a later kind, or open one for them. `name`: problem."""

    @extend_schema(operation_id="gather", request=GatherSerializer, responses={200: FoundSerializer})
    def post(self, request: Request, name: str) -> Response:
        gathering = gathering_named(name)
        if gathering is None:
            raise Http404
        cast("User", request.user).rights.require(gathering.into, gathering.step)
        return once(request, lambda: self._gather(request, gathering))

    def _gather(self, request: Request, gathering: Gathering) -> Response:
        form = GatherSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given, by = form.validated_data, cast("User", request.user)
        records = _seen(by, gathering.of, given["records"], "records")
        if given.get("into"):
            into = _seen(by, gathering.into, [given["into"]], "into")[0]
            done = gather(gathering, records, into, by=by, via="rest")
        else:
            done = gather_into_new(gathering, records, by=by, via="rest", title=given["title"])
        return Response(FoundSerializer(done).data)


def _seen(user: User, kind: str, numbers: list[str], field: str) -> list[Record]:
    """In the order of the numbers. Raises ValidationError naming those that the person does not see."""
    wanted = list(dict.fromkeys(number.strip().upper() for number in numbers))
    seen = Record.objects.visible_to(user).filter(kind=kind, number__in=wanted)
    found = {record.number: record for record in seen}
    if missing := [number for number in wanted if number not in found]:
        raise ValidationError(
            {field: [_("There is none with these numbers: %(numbers)s.") % {"numbers": ", ".join(missing)}]}
        )
    return [found[number] for number in wanted]
