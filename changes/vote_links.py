"""Voting by a link in a mail: signed, for one person and one seat, once, for a week. Only its digest is kept.

The link is made when the mail leaves the house, so that no table ever holds it. It opens what is judged; the vote
itself goes through the door, as that person, with the right and the seat that he has at that moment.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from changes.models import Approval, Change, VoteLink
from changes.votes import seat_of
from people.models import User
from records.actions import advance
from records.enclosures import Enclosure, register_enclosure
from records.models import Record

LASTS = timedelta(days=7)
# So long one that is used or over still says so to whoever comes back to it.
KEPT = timedelta(days=30)
SIGNER = signing.Signer(salt="changes.vote")


class VoidLink(Exception):
    """The link opens nothing, and why, in words for whoever holds it."""


def make_link(seat: Approval, person: User) -> str:
    """The signed secret, to be sent to this person and to nobody else."""
    secret = secrets.token_urlsafe(32)
    VoteLink.objects.create(
        seat=seat, person=person, digest=_digest(secret), expires_at=timezone.now() + LASTS
    )
    return SIGNER.sign(secret)


def opened(token: str, *, lock: bool = False) -> VoteLink:
    """The link behind a token, if it may be voted by now. Raises VoidLink."""
    try:
        secret = SIGNER.unsign(token)
    except signing.BadSignature as error:
        raise VoidLink(_now("This is not a link that was sent from here. Was it copied whole?")) from error
    links = VoteLink.objects.select_related("person", "seat__member")
    links = links.select_for_update(of=("self",)) if lock else links
    link = links.filter(digest=_digest(secret)).first()
    if link is None:
        raise VoidLink(_now("This is not a link that was sent from here. Was it copied whole?"))
    _refuse_void(link)
    return link


def change_of(link: VoteLink) -> Change:
    return Change._default_manager.get(pk=link.seat.change_id)


@transaction.atomic
def vote_by(token: str, *, vote: str, reason: str) -> Change:
    """Vote by the link, which is used up. Raises VoidLink, Refused, Forbidden or ValidationError; unused then."""
    link = opened(token, lock=True)
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    change = change_of(link)
    return advance(change, "vote", by=link.person, via="mail", vote=vote, reason=reason)


def forget_old_links() -> int:
    """Delete the rows of links that were good until a month ago or longer. Returns how many."""
    count, _of_each = VoteLink.objects.filter(expires_at__lt=timezone.now() - KEPT).delete()
    return count


def _refuse_void(link: VoteLink) -> None:
    if link.used_at is not None:
        raise VoidLink(_now("This link was used: a vote is given once."))
    if link.expires_at <= timezone.now():
        raise VoidLink(_now("This link was good for a week, which is over. Sign in to vote."))
    person, change = link.person, change_of(link)
    if change.state != "assessed" or change.voting_round != link.seat.round:
        raise VoidLink(_now("%(number)s has moved on: nothing is voted on now.") % {"number": change.number})
    is_seen = Record.objects.visible_to(person).filter(pk=change.pk).exists()
    if not (person.is_active and is_seen and person.rights.may("change", "vote")):
        raise VoidLink(_now("You have no right to vote on changes any more."))
    seat = seat_of(change, person)
    if seat is None or seat.pk != link.seat_id:
        raise VoidLink(_now("This seat has voted, or is no longer yours to vote from."))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _enclosed(record: Record, reader: User) -> str:
    change: Any = record.specific
    if record.kind != "change" or change.state != "assessed":
        return ""
    seat = seat_of(change, reader)
    return "" if seat is None else reverse("desk:vote-by-link", args=[make_link(seat, reader)])


VOTE_LINK = register_enclosure(
    Enclosure(name="vote_link", label=_("link to vote by, for members of the board"), path_of=_enclosed)
)
