"""Writing down what decides about access. The table is append-only; reading it is `people.views.access_log`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address
from django.db.models import Model
from django.http import HttpRequest

from people.models import AccessLog, User


def key_of(subject: Model) -> str:
    """How the log names a row: "people.User:12"."""
    return f"{subject._meta.label}:{subject.pk}"


def note(
    event: AccessLog.Event,
    *,
    by: User | None,
    subject: Model | None = None,
    changes: dict[str, Any] | None = None,
    request: HttpRequest | None = None,
) -> AccessLog:
    """Add one line. `changes` is what changed, by field as [before, after], or other facts by name."""
    return AccessLog.objects.create(
        event=event,
        by=by,
        subject=key_of(subject) if subject else "",
        subject_label=str(subject)[:200] if subject else "",
        changes=changes or {},
        ip=address_of(request) if request else None,
    )


def about(subject: Model) -> list[AccessLog]:
    """The latest lines about a row, newest first, at most fifty."""
    return list(AccessLog.objects.filter(subject=key_of(subject)).select_related("by")[:50])


def address_of(request: HttpRequest) -> str | None:
    """The caller's address; None where it is no internet address (a socket of this machine)."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    try:
        validate_ipv46_address(address)
    except ValidationError:
        return None
    return address
