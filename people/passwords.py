"""Passwords: chosen by their owner, by a link that works once, changed with the old one."""

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from people import access_log, sign_ins
from people.models import AccessLog, User


@transaction.atomic
def change(user: User, password: str, *, request: HttpRequest) -> int:
    """Set a new password in one's own session. All other sessions end; returns how many there were."""
    user.set_password(password)
    user.save(update_fields=["password"])
    # Django's own check fails every session that was begun with the old password; this one gets a new key.
    ended = sign_ins.end_others(user, by=user, request=request)
    update_session_auth_hash(request, user)
    sign_ins.keep_track(request, user)
    access_log.note(AccessLog.Event.PASSWORD_CHANGED, by=user, subject=user, request=request)
    return ended


@transaction.atomic
def choose(user: User, password: str, *, request: HttpRequest) -> None:
    """Set the password of whoever came by a link. The link, and every session of before, is void with it."""
    user.set_password(password)
    user.save(update_fields=["password"])
    access_log.note(AccessLog.Event.PASSWORD_CHANGED, by=user, subject=user, request=request)


def make_link(user: User, *, by: User, request: HttpRequest) -> str:
    """An address at which the person chooses a password. Works once, for three days (PASSWORD_RESET_TIMEOUT)."""
    by.rights.require("rights", "edit")
    path = path_to_choose(user)
    access_log.note(AccessLog.Event.PASSWORD_LINK_MADE, by=by, subject=user, request=request)
    return request.build_absolute_uri(path)


def path_to_choose(user: User) -> str:
    """The way to the page without the host, for whoever is asked for by the console."""
    owner = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("people:choose-password", args=[owner, default_token_generator.make_token(user)])


def owner_of_link(owner: str, token: str) -> User | None:
    """Whose link this is; None where it is malformed, used or too old."""
    try:
        key = int(force_str(urlsafe_base64_decode(owner)))
        user = User.objects.get(pk=key, is_active=True, is_system=False)
    except (ValueError, OverflowError, User.DoesNotExist):
        return None
    return user if default_token_generator.check_token(user, token) else None
