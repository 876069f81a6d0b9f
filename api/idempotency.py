"""Idempotency-Key: a creation sent twice with one key is done once, also when both arrive at the same moment."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.models import KeptAnswer
from api.problems import Unprocessable
from people.models import User

HEADER = "Idempotency-Key"
LONGEST_KEY = 200
KEPT_FOR = timedelta(days=3)  # who sends again does so within minutes, or after a week-end


def once(request: Request, create: Callable[[], Response]) -> Response:
    """Run `create`, or answer what it answered before under the same key. Raises 422 for a key used otherwise."""
    key = request.headers.get(HEADER, "")
    if not key:
        return create()
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise ValidationError({HEADER: [_("Give at most 200 printable characters.")]})
    with transaction.atomic():
        kept, is_new = _claim(request, key)
        if not is_new:
            return _again(kept, request)
        answer = create()
        kept.status = answer.status_code
        # As it is sent: dates and lazy texts are made plain by the renderer.
        kept.body = json.loads(JSONRenderer().render(answer.data))
        kept.headers = {name: answer[name] for name in ("Location", "ETag") if answer.has_header(name)}
        kept.save(update_fields=["status", "body", "headers"])
    return answer


def _claim(request: Request, key: str) -> tuple[KeptAnswer, bool]:
    """The row of this key, and whether it is ours. A second request waits here until the first has committed."""
    user = cast("User", request.user)
    row = KeptAnswer(user=user, key=key, fingerprint=_fingerprint(request))
    KeptAnswer.objects.bulk_create([row], ignore_conflicts=True)
    kept = KeptAnswer.objects.select_for_update().get(user=user, key=key)
    return kept, kept.status == 0


def forget() -> int:
    """Drop the answers that nobody will ask for again. Returns how many rows went."""
    return KeptAnswer.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()[0]


def _fingerprint(request: Request) -> str:
    body = json.dumps(request.data, sort_keys=True, default=_told)
    return hashlib.sha256(f"{request.method} {request.path} {body}".encode()).hexdigest()


def _told(value: Any) -> str:
    """A file is told by its name and size."""
    return f"{value} {getattr(value, 'size', '')}"


def _again(kept: KeptAnswer, request: Request) -> Response:
    if kept.fingerprint != _fingerprint(request):
        raise Unprocessable(_("Choose a new key for a new request."))
    headers: dict[str, Any] = {**kept.headers, "Idempotent-Replayed": "true"}
    return Response(kept.body, status=kept.status, headers=headers)
