"""What a planner does with the roster: shifts and leave. Each is one transaction, with its line in the access log.

Whoever is planned is locked first, so that a shift and a leave that exclude each other cannot be written at once.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from people import access_log
from people.models import AccessLog, DutyPost, User
from roster.areas import AREA
from roster.days import Days
from roster.models import Leave, Shift, ShiftPattern
from roster.models.shifts import Span

LONGEST_SHIFT = timedelta(hours=36)
COLUMNS = ("user", "starts_at", "ends_at", "note")


def lock(*users: User) -> None:
    """One after the other by key, or two planners could wait for each other."""
    list(
        User.objects.select_for_update(of=("self",)).filter(pk__in={user.pk for user in users}).order_by("pk")
    )


@transaction.atomic
def plan_shift(
    user: User,
    *,
    by: User,
    starts_at: datetime,
    ends_at: datetime,
    post: DutyPost | None = None,
    pattern: ShiftPattern | None = None,
    note: str = "",
) -> Shift:
    """Raises Forbidden; ValidationError where the person has another shift then, or is on leave."""
    by.rights.require(AREA, "plan")
    lock(user)
    shift = Shift(user=user, starts_at=starts_at, ends_at=ends_at, post=post, pattern=pattern, note=note)
    _check_shift(shift)
    shift.save()
    access_log.note(AccessLog.Event.CREATED, by=by, subject=shift, changes=told(shift))
    return shift


@transaction.atomic
def change_shift(shift: Shift, *, by: User, **columns: Any) -> Shift:
    """Raises Forbidden, ValidationError."""
    by.rights.require(AREA, "plan")
    shift = Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    before = told(shift)
    lock(shift.user, columns.get("user", shift.user))
    for name, value in columns.items():
        setattr(shift, name, value)
    _check_shift(shift)
    shift.save()
    _note_change(shift, before, by)
    return shift


@transaction.atomic
def remove(row: Shift | Leave, *, by: User) -> None:
    """Take a shift or a leave off the roster. Raises Forbidden."""
    by.rights.require(AREA, "plan")
    access_log.note(AccessLog.Event.REMOVED, by=by, subject=row, changes=told(row))
    row.delete()


@transaction.atomic
def grant_leave(
    user: User,
    *,
    by: User,
    starts_at: datetime,
    ends_at: datetime,
    sort: str = Leave.Sort.HOLIDAY,
    note: str = "",
) -> Leave:
    """Whoever falls ill may have a shift: it stays, shown as a gap. Raises Forbidden, ValidationError."""
    by.rights.require(AREA, "plan")
    lock(user)
    leave = Leave(user=user, starts_at=starts_at, ends_at=ends_at, sort=sort, note=note)
    leave.full_clean()
    leave.save()
    access_log.note(AccessLog.Event.CREATED, by=by, subject=leave, changes=told(leave))
    return leave


@transaction.atomic
def plan_rotation(
    users: list[User],
    pattern: ShiftPattern,
    *,
    by: User,
    from_on: date,
    until_on: date,
    post: DutyPost | None = None,
    days_each: int = 1,
    is_on_days_off: bool = True,
) -> tuple[list[Shift], list[tuple[date, str]]]:
    """Give each of the people `days_each` days in turn, both dates included; weekends and public holidays too unless
    `is_on_days_off` is False.

    Who is away or busy is passed over for the next in turn. Returns the shifts, and the days that nobody could take
    with the reason. Raises Forbidden.
    """
    by.rights.require(AREA, "plan")
    lock(*users)
    made, empty = [], []
    for number, day in enumerate(_days(from_on, until_on, is_on_days_off)):
        turn = number // days_each % len(users)
        try:
            made.append(_first_free(users[turn:] + users[:turn], pattern, day, post, by))
        except ValidationError as refused:
            empty.append((day, refused.messages[0]))
    return made, empty


def _days(first: date, last: date, is_on_days_off: bool) -> list[date]:
    calendar = Days.between(first, last)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [day for day in days if is_on_days_off or not calendar.is_off(day)]


def _first_free(
    users: list[User], pattern: ShiftPattern, day: date, post: DutyPost | None, by: User
) -> Shift:
    starts_at, ends_at = pattern.span(day)
    first: ValidationError | None = None
    for user in users:
        try:
            return plan_shift(user, by=by, starts_at=starts_at, ends_at=ends_at, post=post, pattern=pattern)
        except ValidationError as refused:
            first = first or refused
    assert first is not None, "a rotation has people"
    raise first


def in_the_way(user: User, starts_at: datetime, ends_at: datetime, besides: Iterable[int] = ()) -> str:
    """Why this person cannot work then, in words; "" where he can. `besides` are shifts that do not count."""
    shift = (
        overlapping(Shift.objects.filter(user=user), starts_at, ends_at).exclude(pk__in=list(besides)).first()
    )
    leave = overlapping(Leave.objects.filter(user=user), starts_at, ends_at).first()
    if leave is not None:
        return _("%(person)s is on leave from %(from)s to %(until)s: choose somebody else.") % _words(leave)
    if shift is not None:
        return _("%(person)s has a shift from %(from)s to %(until)s already: choose somebody else.") % _words(
            shift
        )
    return ""


def overlapping(rows: Any, starts_at: datetime, ends_at: datetime) -> "QuerySet[Any]":
    found: QuerySet[Any] = rows.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)
    return found


def told(row: Span) -> dict[str, Any]:
    """What the access log keeps of a shift or a leave, by column."""
    at = {
        name: localtime(getattr(row, name)).isoformat(timespec="minutes") for name in ("starts_at", "ends_at")
    }
    kept = {"user": str(row.user), **at, "note": row.note}
    if isinstance(row, Shift):
        kept |= {"post": str(row.post or ""), "pattern": str(row.pattern or "")}
    return kept


def _check_shift(shift: Shift) -> None:
    if shift.ends_at - shift.starts_at > LONGEST_SHIFT:
        raise ValidationError({"ends_at": _("No shift lasts longer than 36 hours: give an earlier end.")})
    if not shift.user.is_active:
        raise ValidationError({"user": _("This account is no longer in use: choose somebody else.")})
    if why := in_the_way(shift.user, shift.starts_at, shift.ends_at, [shift.pk] if shift.pk else []):
        raise ValidationError({"user": why})
    shift.full_clean()


def _words(row: Span) -> dict[str, str]:
    return {
        "person": str(row.user),
        "from": date_format(localtime(row.starts_at), "Y-m-d H:i"),
        "until": date_format(localtime(row.ends_at), "Y-m-d H:i"),
    }


def _note_change(shift: Shift, before: dict[str, Any], by: User) -> None:
    after = told(shift)
    changes = {name: [before[name], after[name]] for name in after if after[name] != before[name]}
    if changes:
        access_log.note(AccessLog.Event.CHANGED, by=by, subject=shift, changes=changes)
