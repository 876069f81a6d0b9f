"""Repeated failures lock a name for the address they came from; this says so, and until when (django-axes)."""

from datetime import datetime, timedelta
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people import access_log
from people.models import AccessLog, User


def name_typed(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The name that failures are counted for: names differ by case for nobody, so not for the count either."""
    typed = (credentials or request.POST).get("username") or ""
    return str(typed).strip().upper().lower()[:150]


def note_failure(request: HttpRequest, name: str) -> None:
    """Write a failed sign-in down, and the lock where this failure closed it.

    A name that nobody has is not written: people type passwords there.
    """
    account = User.objects.filter(username__iexact=name).first()
    is_locked = getattr(request, "axes_locked_out", False)
    if not is_locked:
        access_log.note(AccessLog.Event.SIGN_IN_FAILED, by=account, request=request)
    elif getattr(request, "axes_failures_since_start", None) is not None:
        access_log.note(AccessLog.Event.LOCKED_OUT, by=account, request=request)


def free_again_at(request: HttpRequest, credentials: dict[str, Any] | None) -> datetime:
    """When the name can be tried again from this address: the wait counts from the last failure."""
    attempts = AxesProxyHandler.get_implementation().get_user_attempts(request, credentials)
    times = [attempt.attempt_time for found in attempts for attempt in found]
    wait: timedelta = get_cool_off(request)
    return max(times, default=timezone.now()) + wait


def locked_out(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None
) -> HttpResponse:
    """The answer to whoever is locked out: 429, and when to try again."""
    free_at = free_again_at(request, credentials)
    wait = max(1, int((free_at - timezone.now()).total_seconds()))
    page = render(request, "people/locked_out.html", {"free_at": free_at}, status=429)
    page["Retry-After"] = str(wait)
    return page


def unlock(user: User, *, by: User, request: HttpRequest) -> None:
    """Forget the failures counted for this account, from every address."""
    reset(username=name_typed(request, {"username": user.username}))
    access_log.note(AccessLog.Event.UNLOCKED, by=by, subject=user, request=request)


def is_locked(user: User) -> bool:
    """Whether this name is locked now, for any address."""
    lately = AccessAttempt.objects.filter(
        username=name_typed(HttpRequest(), {"username": user.username}),
        attempt_time__gte=timezone.now() - get_cool_off(),
    )
    by_address = lately.values("ip_address").annotate(failures=Sum("failures_since_start"))
    return bool(by_address.filter(failures__gte=settings.AXES_FAILURE_LIMIT).exists())
