"""API tokens: `dsk_<prefix>_<secret>`, shown once, kept as a keyed digest and found by it in one query.

A fast digest is enough: the secret is 238 random bits, which nobody guesses, unlike a password.
"""

import re
import secrets
import string
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from people import access_log
from people.models import AccessLog, ApiToken, User
from people.rights import Forbidden

LETTERS = string.ascii_letters + string.digits
PREFIX_LENGTH, SECRET_LENGTH = 8, 40
FORM = re.compile(rf"dsk_[A-Za-z0-9]{{{PREFIX_LENGTH}}}_[A-Za-z0-9]{{{SECRET_LENGTH}}}")
USED_EVERY = timedelta(minutes=1)


@transaction.atomic
def issue(
    owner: User,
    name: str,
    *,
    by: User,
    expires_at: datetime | None = None,
    request: HttpRequest | None = None,
) -> tuple[ApiToken, str]:
    """A new token and its text, which is nowhere kept. Raises Forbidden, or ValidationError naming the field."""
    require_right(owner, by)
    if expires_at is not None and expires_at <= timezone.now():
        raise ValidationError({"expires_at": _("This is past: choose a later time, or none.")})
    prefix, text = _new_text()
    token = ApiToken(
        user=owner, name=name, prefix=prefix, digest=digest(text), created_by=by, expires_at=expires_at
    )
    token.full_clean()
    token.save()
    told = {"token": str(token), "name": name}
    access_log.note(AccessLog.Event.TOKEN_MADE, by=by, subject=owner, changes=told, request=request)
    return token, text


@transaction.atomic
def revoke(token: ApiToken, *, by: User, request: HttpRequest | None = None) -> None:
    """End a token at once and for good. Raises Forbidden."""
    require_right(token.user, by)
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        told = {"token": str(token), "name": token.name}
        access_log.note(
            AccessLog.Event.TOKEN_REVOKED, by=by, subject=token.user, changes=told, request=request
        )


def token_for(text: str) -> ApiToken | None:
    """The token with this text; None where it is malformed, unknown, expired or revoked, or its owner is shut out.

    One query, and one more at most once a minute, which notes the use.
    """
    if not FORM.fullmatch(text):
        return None
    now = timezone.now()
    alive = Q(revoked_at=None, user__is_active=True) & (Q(expires_at=None) | Q(expires_at__gt=now))
    token = ApiToken.objects.select_related("user").filter(alive, digest__in=_digests(text)).first()
    if token is None:
        return None
    if token.last_used_at is None or token.last_used_at < now - USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def require_right(owner: User, by: User) -> None:
    """One's own tokens, and those of tools by whoever gives rights. Raises Forbidden."""
    if owner.pk == by.pk:
        return
    by.rights.require("rights", "edit")
    if not owner.plays("api_client"):
        raise Forbidden("tokens of another person")


def digest(text: str, secret: str | bytes | None = None) -> str:
    return salted_hmac("people.tokens", text, secret=secret, algorithm="sha256").hexdigest()


def _digests(text: str) -> list[str]:
    """By today's key, and by earlier ones while they are still accepted."""
    return [digest(text, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _new_text() -> tuple[str, str]:
    prefix, secret = (
        "".join(secrets.choice(LETTERS) for _ in range(length)) for length in (PREFIX_LENGTH, SECRET_LENGTH)
    )
    return prefix, f"dsk_{prefix}_{secret}"
