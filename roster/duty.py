"""Who fills a post at a moment, and why: whoever has a shift at it, else holder A, else holder B."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from people.models import DutyPost, User
from roster.models import Leave, Shift

Away = dict[int, list[Leave]]


@dataclass(frozen=True)
class Filling:
    """`holder` is "shift", "A", "B", or "" where there is nobody. `reasons` are sentences, the deciding one last."""

    post: DutyPost
    at: datetime
    person: User | None
    holder: str
    reasons: tuple[str, ...]


def filling(post: DutyPost, at: datetime | None = None) -> Filling:
    return fillings([post], at)[0]


def fillings(posts: Iterable[DutyPost], at: datetime | None = None) -> list[Filling]:
    """Three queries, however many posts there are; give them with their holders selected."""
    at, posts = at or timezone.now(), list(posts)
    now = {"starts_at__lte": at, "ends_at__gt": at}
    shifts: dict[int, list[Shift]] = {}
    for shift in Shift.objects.filter(post__in=posts, user__is_active=True, **now).select_related("user"):
        shifts.setdefault(shift.post_id or 0, []).append(shift)
    people = {holder.pk for post in posts for holder in post.holders}
    people |= {shift.user_id for found in shifts.values() for shift in found}
    away: Away = {}
    for leave in Leave.objects.filter(user__in=people, **now):
        away.setdefault(leave.user_id, []).append(leave)
    return [decide(post, at, shifts.get(post.pk, []), away) for post in posts]


def active_posts() -> list[DutyPost]:
    return list(
        DutyPost.objects.filter(is_active=True)
        .select_related("first_holder", "second_holder")
        .order_by("name", "pk")
    )


def decide(post: DutyPost, at: datetime, shifts: list[Shift], away: Away) -> Filling:
    """The decision itself, without a query: `shifts` at this post and `away` are what holds at this moment."""
    reasons: list[str] = []
    for shift in shifts:
        if away.get(shift.user_id):
            reasons.append(_away(shift.user, away))
            continue
        told = {"person": shift.user, "until": _moment(shift.ends_at)}
        reasons.append(_("%(person)s has the shift at this post until %(until)s.") % told)
        return Filling(post, at, shift.user, "shift", tuple(reasons))
    for letter, holder in (("A", post.first_holder), ("B", post.second_holder)):
        if why := _why_not(letter, holder, away):
            reasons.append(why)
            continue
        told = {"letter": letter, "person": holder}
        reasons.append(_("%(person)s is holder %(letter)s and is not away.") % told)
        return Filling(post, at, holder, letter, tuple(reasons))
    return Filling(post, at, None, "", (*reasons, _("Nobody is left: name somebody.")))


def _why_not(letter: str, holder: User | None, away: Away) -> str:
    if holder is None:
        return _("There is no holder %(letter)s.") % {"letter": letter}
    if not holder.is_active:
        told = {"letter": letter, "person": holder}
        return _("Holder %(letter)s, %(person)s, no longer works here.") % told
    return _away(holder, away, letter) if away.get(holder.pk) else ""


def _away(person: User, away: Away, letter: str = "") -> str:
    leave = away[person.pk][0]
    told = {
        "letter": letter,
        "person": person,
        "until": _moment(leave.ends_at),
        "why": leave.get_sort_display(),
    }
    if letter:
        return _("Holder %(letter)s, %(person)s, is away until %(until)s (%(why)s).") % told
    return _("%(person)s, who has the shift, is away until %(until)s (%(why)s).") % told


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "Y-m-d H:i")
