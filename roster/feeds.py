"""Private calendar addresses: shown once, kept as a keyed digest, ended at once and for good."""

import secrets

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from people import access_log
from people.models import AccessLog, User
from roster.areas import AREA
from roster.models import Feed

SECRET_BYTES = 32
PREFIX_LENGTH = 6


@transaction.atomic
def issue(*, by: User, breadth: str = Feed.Breadth.OWN) -> tuple[Feed, str]:
    """A new address of one's own, and its secret part, which is nowhere kept. Raises Forbidden."""
    by.rights.require(AREA, "see")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed = Feed(user=by, breadth=breadth, prefix=secret[:PREFIX_LENGTH], digest=digest(secret))
    feed.full_clean()
    feed.save()
    access_log.note(AccessLog.Event.TOKEN_MADE, by=by, subject=feed, changes={"breadth": breadth})
    return feed, secret


@transaction.atomic
def revoke(feed: Feed, *, by: User) -> None:
    """Raises Feed.DoesNotExist for an address of somebody else, which is as good as absent."""
    feed = Feed.objects.select_for_update().get(pk=feed.pk, user=by)
    if feed.revoked_at is None:
        feed.revoked_at = timezone.now()
        feed.save(update_fields=["revoked_at"])
        access_log.note(AccessLog.Event.TOKEN_REVOKED, by=by, subject=feed)


def feed_for(secret: str) -> Feed | None:
    """The address with this secret; None where it is unknown, revoked, or its owner may no longer see the roster."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    known = Feed.objects.filter(digest__in=[digest(secret, key) for key in keys], revoked_at=None)
    feed = known.filter(user__is_active=True).select_related("user").first()
    if feed is None or not feed.user.rights.may(AREA, "see"):
        return None
    Feed.objects.filter(pk=feed.pk).update(last_used_at=timezone.now())
    return feed


def digest(secret: str, key: str | bytes | None = None) -> str:
    return salted_hmac("roster.feeds", secret, secret=key, algorithm="sha256").hexdigest()
