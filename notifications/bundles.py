"""Mails in a storm: up to a number (10) go out one by one; more than that go out as one mail that lists them all, and
what follows within the window (60 s) waits for its end. Nothing is dropped: each notice keeps its own state and points
to its bundle.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from notifications.delivery import claim
from notifications.models import Bundle, Notice, Urgency
from notifications.models.notices import NoticeQuerySet
from notifications.placeholders import address_of

URGENT_WINDOW = timedelta(seconds=10)
LOOK_AT = 200


@dataclass(frozen=True)
class Mail:
    """What goes out as one mail: one notice, or a bundle of them for one person."""

    notices: list[Notice]
    bundle: Bundle | None = None


@dataclass(frozen=True)
class Load:
    """What waits for one person by mail, and what he got within the window. A bundle got counts as one mail."""

    waiting: int
    urgency: int
    recent: int = 0
    last_at: datetime | None = None
    last_bundle_at: datetime | None = None

    def held_until(self, now: datetime) -> datetime | None:
        """When his mails may go out; None for now. After a bundle, and once the number is reached, the rest waits."""
        window = min(URGENT_WINDOW, window_length()) if self.urgency >= Urgency.URGENT else window_length()
        since = self.last_bundle_at
        if since is None and not self.is_bundle and self.waiting + self.recent > settings.NOTICES_BUNDLE_OVER:
            since = self.last_at
        return since + window if since is not None and since + window > now else None

    @property
    def is_bundle(self) -> bool:
        return self.waiting > settings.NOTICES_BUNDLE_OVER


def window_length() -> timedelta:
    return timedelta(seconds=settings.NOTICES_BUNDLE_SECONDS)


def claim_mails() -> list[Mail]:
    """Take the next mails, urgent ones first. Empty where nothing may go out now.

    A person's mails are one mail in a storm. A customer's contact always gets each by itself.
    """
    while True:
        mails, has_looked = _claim_some(timezone.now())
        # Where all that was looked at is held back, none of it is due any more: what is behind it comes next.
        if mails or not has_looked:
            return mails


@transaction.atomic
def _claim_some(now: datetime) -> tuple[list[Mail], bool]:
    looked_at = list(_locked(Notice.objects.due("email", now)).order_by("-urgency", "next_try_at")[:LOOK_AT])
    loads = _loads({notice.user_id for notice in looked_at if notice.user_id}, now)
    held = {pk: until for pk, load in loads.items() if (until := load.held_until(now))}
    bundled = {pk for pk, load in loads.items() if load.is_bundle and pk not in held}
    for pk, until in held.items():
        _hold(Notice.objects.due("email", now).filter(user=pk), until)
    apart = held.keys() | bundled
    singles = claim(notice for notice in looked_at if notice.user_id not in apart)
    mails = [Mail([notice]) for notice in singles]
    return mails + [_bundle(pk, now) for pk in sorted(bundled)], bool(looked_at)


def _locked(notices: NoticeQuerySet) -> NoticeQuerySet:
    """Ours until the transaction ends. Past what others hold: two workers never wait for each other here."""
    shown = notices.select_related("record", "user", "contact", "record__desk")
    return shown.select_for_update(of=("self",), skip_locked=True)


def _hold(notices: NoticeQuerySet, until: datetime) -> None:
    pks = [notice.pk for notice in _locked(notices)]
    Notice.objects.filter(pk__in=pks).update(next_try_at=until)


def _bundle(user_pk: int, now: datetime) -> Mail:
    notices = claim(
        _locked(Notice.objects.due("email", now).filter(user=user_pk)).order_by("created_at", "pk")
    )
    bundle = Bundle.objects.create(user_id=user_pk, created_at=now)
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(bundle=bundle)
    return Mail(notices, bundle)


def _loads(user_pks: Iterable[int], now: datetime) -> dict[int, Load]:
    pks = list(user_pks)
    waiting = Notice.objects.due("email", now).filter(user__in=pks).order_by().values("user")
    recent = Notice.objects.filter(channel="email", user__in=pks, sent_at__gt=now - window_length())
    is_bundled = Q(bundle__isnull=False)
    got: dict[int, dict[str, Any]] = {
        row["user"]: {name: row[name] for name in ("recent", "last_at", "last_bundle_at")}
        for row in recent.order_by()
        .values("user")
        .annotate(
            recent=Count("pk", filter=~is_bundled) + Count("bundle", distinct=True),
            last_at=Max("sent_at"),
            last_bundle_at=Max("sent_at", filter=is_bundled),
        )
    }
    found = waiting.annotate(number=Count("pk"), highest=Max("urgency"))
    return {
        row["user"]: Load(waiting=row["number"], urgency=row["highest"], **got.get(row["user"], {}))
        for row in found
    }


def by_address(notices: Iterable[Notice]) -> dict[str, list[Notice]]:
    """The notices of a bundle under the address of their record, those with an urgent one first, then by time."""
    found: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        about, site = notice.about, settings.SITE_URL.rstrip("/")
        found[address_of(about) if about else f"{site}{notice.path}"].append(notice)
    ordered = sorted(found, key=lambda address: -max(notice.urgency for notice in found[address]))
    return {address: found[address] for address in ordered}
