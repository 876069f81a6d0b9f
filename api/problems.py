"""Every refusal as application/problem+json (RFC 9457): what happened, which field, and the remedy."""

import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import BadRequest, ObjectDoesNotExist, PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import exceptions, serializers, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from records.errors import Forbidden, Refused, Stale

RETRY_AFTER = 5  # seconds
MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: gettext_lazy("Something in the request is not as it must be."),
    401: gettext_lazy("Say who you are."),
    403: gettext_lazy("Your roles do not grant this."),
    404: gettext_lazy("There is no such thing, or it is not among those you may see."),
    405: gettext_lazy("This address does not take that method."),
    406: gettext_lazy("This is answered as JSON only."),
    409: gettext_lazy("The record does not allow this now."),
    412: gettext_lazy("The record has changed since you read it."),
    413: gettext_lazy("This is too large."),
    415: gettext_lazy("This is not taken in that form."),
    422: gettext_lazy("This key was used for another request."),
    429: gettext_lazy("Too many reads in a short time."),
    503: gettext_lazy("The database does not answer."),
}


logger = logging.getLogger(__name__)


class ConflictSerializer(serializers.Serializer[Any]):
    field = serializers.CharField()
    theirs = serializers.JSONField(allow_null=True)
    by = serializers.CharField()
    at = serializers.DateTimeField()


# "Problem" alone is a kind of record.
@extend_schema_serializer(component_name="ProblemDetails")
class ProblemSerializer(serializers.Serializer[Any]):
    """The shape of every refusal."""

    type = serializers.CharField(default="about:blank")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField(required=False)
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="Field → what is wrong with it.",
    )
    conflicts = ConflictSerializer(many=True, required=False)


class Unprocessable(exceptions.APIException):
    status_code = 422
    default_code = "idempotency_key_reused"


class PreconditionFailed(exceptions.APIException):
    status_code = 412
    default_code = "precondition_failed"


def problem(status_code: int, detail: str, **more: Any) -> Response:
    body = {
        "type": "about:blank",
        "title": str(TITLES.get(status_code, "")) or str(detail),
        "status": status_code,
        "detail": str(detail),
        **more,
    }
    return Response(body, status=status_code, content_type=MEDIA_TYPE)


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. What is no refusal of ours is a fault, and stays one (500)."""
    answer = _of_a_door(error) or _of_the_framework(error) or _of_the_database(error)
    if answer is not None:
        set_rollback()
    return answer


def _of_a_door(error: Exception) -> Response | None:
    if isinstance(error, Refused):
        return problem(status.HTTP_409_CONFLICT, error.reason, code=error.code)
    if isinstance(error, Stale):
        return _stale(error)
    if isinstance(error, (Forbidden, PermissionDenied)):
        return problem(
            status.HTTP_403_FORBIDDEN, _("Ask an administrator which of your roles should grant it.")
        )
    if isinstance(error, (Http404, ObjectDoesNotExist)):
        return problem(status.HTTP_404_NOT_FOUND, _("Check the number."))
    if isinstance(error, DjangoValidationError):
        return invalid(_messages(error))
    if isinstance(error, BadRequest):
        return _unreadable(error)
    return None


def _unreadable(error: BadRequest) -> Response:
    """A filter that cannot be read names itself (`servicedesk.queues.reading.BadFilter`)."""
    told, name = str(getattr(error, "reader", "") or error), getattr(error, "name", "")
    errors = {"errors": {name: [told]}} if name else {}
    return problem(status.HTTP_400_BAD_REQUEST, told, **errors)


def _stale(error: Stale) -> Response:
    conflicts = [
        {"field": one.field, "theirs": one.theirs, "by": one.by, "at": one.at.isoformat()}
        for one in error.conflicts
    ]
    told = _("Somebody changed the same columns. Read the record again and decide.")
    return problem(status.HTTP_412_PRECONDITION_FAILED, told, conflicts=conflicts)


def _messages(error: DjangoValidationError) -> dict[str, list[str]]:
    if hasattr(error, "error_dict"):
        return {
            "non_field_errors" if name == "__all__" else name: told
            for name, told in error.message_dict.items()
        }
    return {"non_field_errors": error.messages}


def invalid(errors: dict[str, list[str]]) -> Response:
    first = next(iter(errors.items()), ("", [""]))
    return problem(status.HTTP_400_BAD_REQUEST, f"{first[0]}: {first[1][0]}", errors=errors)


def _of_the_framework(error: Exception) -> Response | None:
    if isinstance(error, exceptions.ValidationError):
        return invalid(dict(_flat("", error.detail)))
    if not isinstance(error, exceptions.APIException):
        return None
    answer = problem(error.status_code, str(error.detail), code=str(error.get_codes()))
    if (scheme := getattr(error, "auth_header", None)) is not None:
        answer["WWW-Authenticate"] = scheme
    if (wait := getattr(error, "wait", None)) is not None:
        answer["Retry-After"] = str(int(wait) + 1)
    return answer


def _of_the_database(error: Exception) -> Response | None:
    """It is away, or gave up on waiting: nothing was written, and the same request may be sent again."""
    if not isinstance(error, (InterfaceError, OperationalError)):
        return None
    logger.exception("The database does not answer.", exc_info=error)
    told = _("Nothing was changed. Send it again in a few seconds, with the same Idempotency-Key.")
    answer = problem(status.HTTP_503_SERVICE_UNAVAILABLE, told)
    answer["Retry-After"] = str(RETRY_AFTER)
    return answer


def _flat(path: str, detail: Any) -> Iterator[tuple[str, list[str]]]:
    """Nested errors as "outer.inner" → sentences."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _flat(f"{path}.{name}" if path else str(name), inner)
    elif isinstance(detail, list) and all(not isinstance(one, (dict, list)) for one in detail):
        yield path or "non_field_errors", [str(one) for one in detail]
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            yield from _flat(f"{path}.{place}" if path else str(place), inner)
    else:
        yield path or "non_field_errors", [str(detail)]
