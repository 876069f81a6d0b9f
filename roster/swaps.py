"""Swaps: asked for by whose shift it is, answered by who takes it; or arranged by a planner for both, at once.

A swap changes whose shift it is and nothing else, so it cannot drift when the shift itself is moved.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from people import access_log
from people.models import AccessLog, User
from records.errors import Refused
from roster import news
from roster.areas import AREA
from roster.models import News, Shift, Swap
from roster.planning import in_the_way, lock, plan_shift, told

What = News.What


@transaction.atomic
def ask(shift: Shift, taker: User, *, by: User, in_return: Shift | None = None, reason: str = "") -> Swap:
    """Ask somebody to take a shift, perhaps for one of his. A planner's word counts for both, so it is done at once.

    Raises Forbidden, Refused, ValidationError.
    """
    is_arranged = by.rights.may(AREA, "plan") and by.pk not in (shift.user_id, taker.pk)
    if not is_arranged:
        by.rights.require(AREA, "swap")
    lock(shift.user, taker)
    shift = Shift.objects.select_related("user").get(pk=shift.pk)
    if not is_arranged and shift.user_id != by.pk:
        raise Refused(_("This is the shift of %(person)s: only its holder or a planner gives it away.") % {
            "person": shift.user
        })  # fmt: skip
    swap = Swap(shift=shift, giver=shift.user, taker=taker, in_return=in_return, reason=reason, asked_by=by)
    _check(swap)
    swap.full_clean()
    swap.save()
    if is_arranged:
        _settle(swap, Swap.Outcome.AGREED, by)
        news.of_swap(swap, What.ARRANGED, by=by, readers=(swap.giver, swap.taker))
    else:
        news.of_swap(swap, What.ASKED, by=by, readers=(swap.taker,))
    return swap


@transaction.atomic
def answer(swap: Swap, *, by: User, is_agreed: bool) -> Swap:
    """The taker's word. Raises Refused where it is not his to give, or where it was given already; ValidationError."""
    swap = _open(swap)
    if by.pk != swap.taker_id:
        raise Refused(_("Only %(person)s can answer this.") % {"person": swap.taker})
    lock(swap.giver, swap.taker)
    if is_agreed:
        _check(swap)
    _settle(swap, Swap.Outcome.AGREED if is_agreed else Swap.Outcome.DECLINED, by)
    what = What.AGREED if is_agreed else What.DECLINED
    news.of_swap(swap, what, by=by, readers=(swap.giver, swap.asked_by))
    return swap


@transaction.atomic
def withdraw(swap: Swap, *, by: User) -> Swap:
    """By who asked. Raises Refused."""
    swap = _open(swap)
    if by.pk not in (swap.giver_id, swap.asked_by_id):
        raise Refused(_("Only %(person)s can withdraw this.") % {"person": swap.giver})
    _settle(swap, Swap.Outcome.WITHDRAWN, by)
    news.of_swap(swap, What.WITHDRAWN, by=by, readers=(swap.taker,))
    return swap


@transaction.atomic
def take_over(shift: Shift, taker: User, *, by: User, at: datetime | None = None) -> Shift:
    """The rest of a running shift passes to somebody else; what was worked stays whose it was.

    Raises Forbidden, Refused.
    """
    by.rights.require(AREA, "plan")
    at = at or timezone.now()
    lock(shift.user, taker)
    shift = Shift.objects.select_related("user", "post", "pattern").get(pk=shift.pk)
    if not shift.starts_at < at < shift.ends_at:
        raise Refused(_("Only a running shift is taken over; give away one that is still to come."))
    ends_at = shift.ends_at
    Shift.objects.filter(pk=shift.pk).update(ends_at=at)
    changes = {"ends_at": [ends_at.isoformat(), at.isoformat()], "taker": str(taker)}
    access_log.note(AccessLog.Event.CHANGED, by=by, subject=shift, changes=changes)
    rest = plan_shift(
        taker, by=by, starts_at=at, ends_at=ends_at, post=shift.post, pattern=shift.pattern, note=shift.note
    )
    news.of_take_over(rest, shift.user, by=by)
    return rest


def waiting_for(user: User) -> QuerySet[Swap]:
    """What this person has still to answer, and what he asked and may withdraw."""
    mine = Q(taker=user) | Q(giver=user)
    rows = Swap.objects.filter(mine, outcome=Swap.Outcome.OPEN, shift__ends_at__gt=timezone.now())
    return rows.select_related("shift__post", "shift__pattern", "in_return", "giver", "taker")


def _open(swap: Swap) -> Swap:
    found = Swap.objects.select_for_update(of=("self",)).select_related(
        "giver", "taker", "shift", "in_return"
    )
    swap = found.get(pk=swap.pk)
    if swap.outcome != Swap.Outcome.OPEN:
        raise Refused(
            _("This swap is settled already: %(outcome)s.") % {"outcome": swap.get_outcome_display()}
        )
    return swap


def _check(swap: Swap) -> None:
    """Both must still have what they give, and be free for what they take."""
    shift, back = swap.shift, swap.in_return
    if swap.giver_id == swap.taker_id:
        raise ValidationError({"taker": _("It is this person's shift already: choose somebody else.")})
    if shift.user_id != swap.giver_id:
        raise Refused(_("The shift has passed to somebody else meanwhile."))
    if shift.ends_at <= timezone.now():
        raise ValidationError({"shift": _("This shift is over: choose one that is still to come.")})
    given = [shift.pk] + ([back.pk] if back else [])
    if why := in_the_way(swap.taker, shift.starts_at, shift.ends_at, given):
        raise ValidationError({"taker": why})
    if back is None:
        return
    if back.user_id != swap.taker_id:
        raise ValidationError({"in_return": _("This is no shift of the person who takes yours.")})
    if why := in_the_way(swap.giver, back.starts_at, back.ends_at, given):
        raise ValidationError({"in_return": why})


def _settle(swap: Swap, outcome: str, by: User) -> None:
    swap.outcome, swap.answered_by, swap.answered_at = outcome, by, timezone.now()
    swap.save(update_fields=["outcome", "answered_by", "answered_at"])
    if outcome != Swap.Outcome.AGREED:
        return
    pair = [swap.shift_id] + ([swap.in_return_id] if swap.in_return_id else [])
    to = Case(When(pk=swap.shift_id, then=Value(swap.taker_id)), default=Value(swap.giver_id))
    # One statement: between two, one of them would have both shifts.
    Shift.objects.filter(pk__in=pair).update(user=to)
    Swap.objects.filter(shift__in=pair, outcome=Swap.Outcome.OPEN).exclude(giver=F("shift__user")).update(
        outcome=Swap.Outcome.WITHDRAWN, answered_at=timezone.now()
    )
    changes = {**told(swap.shift), "user": [str(swap.giver), str(swap.taker)]}
    access_log.note(AccessLog.Event.CHANGED, by=by, subject=swap.shift, changes=changes)
