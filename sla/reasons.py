"""Why a clock is due when it is, in a few sentences for the person at the desk."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from sla.account import Account, Closure, Pause, Portion, account
from sla.business_time import between, is_open, next_opening
from sla.days import first_unannounced_year, holiday_name
from sla.timetable import Because, Timetable
from sla.wall import Wall, amount, listed, weekly_hours

MOST_DAYS_TOLD = 4
MOST_CLOSURES_TOLD = 4
MOST_PAUSES_TOLD = 3
# Clocks keep whole seconds at each pause; below this nobody sees a difference.
SAME = timedelta(minutes=1)


def explain(
    timetable: Timetable,
    *,
    start: datetime,
    seconds: float,
    pauses: Iterable[Pause] = (),
    due: datetime | None = None,
) -> str:
    """Say how `seconds` of working time from `start` lead to the due time, pauses left out.

    Where `due`, the time kept with the clock, is another, that is said too. Times are those of the calendar's zone.
    Raises NoWorkingTime where the calendar never gives that much.
    """
    taken = sorted(pauses, key=lambda pause: pause.began_at.timestamp())
    counted = account(timetable, start, seconds, taken)
    wall = Wall(timetable.zone, start.astimezone(timetable.zone).year)
    sentences = [
        *_promise(timetable, wall, start, seconds),
        *([] if timetable.is_always_open else _days(timetable, wall, counted)),
        *_pauses(timetable, wall, taken, counted),
        *_outcome(wall, taken, counted, due),
        *_provisos(timetable, counted),
    ]
    return pgettext("between two sentences", " ").join(sentences)


def _promise(timetable: Timetable, wall: Wall, start: datetime, seconds: float) -> Iterator[str]:
    told = {"amount": amount(seconds), "start": wall.moment(start), "calendar": timetable.label}
    if timetable.is_always_open:
        yield _("%(amount)s from %(start)s on the calendar “%(calendar)s”: every hour counts.") % told
        return
    told["hours"] = weekly_hours(timetable)
    yield _("%(amount)s of working time from %(start)s on the calendar “%(calendar)s” (%(hours)s).") % told
    if not is_open(timetable, start):
        opening = wall.moment(next_opening(timetable, start))
        yield _("It was closed then; the time counts from %(opening)s.") % {"opening": opening}


def _days(timetable: Timetable, wall: Wall, counted: Account) -> Iterator[str]:
    shares = _shares(counted.portions)
    if len(shares) > MOST_DAYS_TOLD:
        yield from _long(timetable, wall, counted, shares)
    elif shares:
        told = [(portion.on, _share(timetable, wall, portion, minutes)) for portion, minutes in shares]
        if counted.due_at is not None:
            told[-1] = shares[-1][0].on, _rest(timetable, wall, *shares[-1], is_all=len(shares) == 1)
        closed = [(closure.first, _closed(timetable, wall, closure)) for closure in counted.closures]
        parts = [text for _day, text in sorted(told + closed)]
        yield _("Counted: %(parts)s.") % {"parts": listed(parts)}


def _shares(portions: Sequence[Portion]) -> list[tuple[Portion, int]]:
    """Each day with its minutes: rounded so that they add up to the whole. Days with none are left out."""
    passed, shares = 0.0, []
    for portion in portions:
        before, passed = passed, passed + portion.seconds
        minutes = round(passed / 60) - round(before / 60)
        if minutes or portion is portions[-1]:
            shares.append((portion, minutes))
    return shares


def _share(timetable: Timetable, wall: Wall, portion: Portion, minutes: int) -> str:
    return _("%(amount)s on %(day)s") % {
        "amount": amount(minutes * 60),
        "day": _day(timetable, wall, portion),
    }


def _rest(timetable: Timetable, wall: Wall, portion: Portion, minutes: int, *, is_all: bool) -> str:
    told = {
        "amount": amount(minutes * 60),
        "day": _day(timetable, wall, portion),
        "time": wall.end(portion.on, portion.until),
    }
    if is_all:
        return _("all of it on %(day)s until %(time)s") % told
    return _("the rest, %(amount)s, on %(day)s until %(time)s") % told


def _day(timetable: Timetable, wall: Wall, portion: Portion) -> str:
    day = wall.day(portion.on)
    if portion.because is Because.MAKE_UP:
        return _("%(day)s (make-up working day)") % {"day": day}
    if portion.because is Because.OWN and (name := timetable.own_days[portion.on].name):
        return pgettext("a day and its reason", "%(day)s (%(reason)s)") % {"day": day, "reason": name}
    return day


def _closed(timetable: Timetable, wall: Wall, closure: Closure) -> str:
    told = {"days": wall.days(closure.first, closure.last), "reason": _reason(timetable, closure)}
    if told["reason"]:
        return _("%(days)s closed (%(reason)s)") % told
    return _("%(days)s closed") % told


def _reason(timetable: Timetable, closure: Closure) -> str:
    """The names of the holidays and exceptions among the days; empty where only the week is off."""
    days = [
        closure.first + timedelta(days=number) for number in range((closure.last - closure.first).days + 1)
    ]
    special = [day for day in days if timetable.day(day).because is not Because.WEEK]
    names = dict.fromkeys(filter(None, (_closed_for(timetable, day) for day in special)))
    if special and not names:
        return _("day off in exchange for a make-up day")
    return pgettext("between names", ", ").join(names)


def _closed_for(timetable: Timetable, day: date) -> str:
    if timetable.day(day).because is Because.OWN:
        return timetable.own_days[day].name or _("exception of this calendar")
    return holiday_name(timetable.region, day, get_language() or "en")


def _long(
    timetable: Timetable, wall: Wall, counted: Account, shares: Sequence[tuple[Portion, int]]
) -> Iterator[str]:
    first, *between_them, last = shares
    middle = _("%(amount)s on the %(count)d working days from %(first)s to %(last)s") % {
        "amount": amount(sum(minutes for _portion, minutes in between_them) * 60),
        "count": len(between_them),
        "first": wall.day(between_them[0][0].on),
        "last": wall.day(between_them[-1][0].on),
    }
    ending = _share(timetable, wall, *last)
    if counted.due_at is not None:
        ending = _rest(timetable, wall, *last, is_all=False)
    yield _("Counted: %(parts)s.") % {"parts": listed([_share(timetable, wall, *first), middle, ending])}
    if told := list(_closures(timetable, wall, counted.closures)):
        yield _("Closed in between: %(closures)s.") % {"closures": listed(told)}
    made_up = [
        wall.day(portion.on) for portion, _minutes in between_them if portion.because is Because.MAKE_UP
    ]
    if made_up:
        yield _("Worked in exchange: %(days)s.") % {"days": listed(_first_few(made_up))}


def _closures(timetable: Timetable, wall: Wall, closures: Sequence[Closure]) -> Iterator[str]:
    reasons = [(closure, _reason(timetable, closure)) for closure in closures]
    if any(not reason for _closure, reason in reasons):
        yield _("the weekly days off")
    yield from _first_few(
        [
            pgettext("a day and its reason", "%(day)s (%(reason)s)")
            % {"day": wall.days(closure.first, closure.last), "reason": reason}
            for closure, reason in reasons
            if reason
        ]
    )


def _first_few(told: Sequence[str]) -> Iterator[str]:
    yield from told[:MOST_CLOSURES_TOLD]
    if len(told) > MOST_CLOSURES_TOLD:
        yield _("%(count)d more") % {"count": len(told) - MOST_CLOSURES_TOLD}


def _pauses(timetable: Timetable, wall: Wall, pauses: Sequence[Pause], counted: Account) -> Iterator[str]:
    """The pauses that are over and came before the due time."""
    over = [
        (pause, pause.ended_at)
        for pause in pauses
        if pause.ended_at is not None and (counted.due_at is None or pause.began_at < counted.due_at)
    ]
    if len(over) <= MOST_PAUSES_TOLD:
        for pause, ended_at in over:
            yield _pause(timetable, wall, pause, ended_at)
        return
    paused = sum(between(timetable, pause.began_at, ended_at) for pause, ended_at in over)
    yield _("Paused for %(amount)s of working time in %(count)d pauses (%(reasons)s).") % {
        "amount": amount(paused),
        "count": len(over),
        "reasons": pgettext("between names", ", ").join(
            dict.fromkeys(_why(pause) for pause, _ended_at in over)
        ),
    }


def _pause(timetable: Timetable, wall: Wall, pause: Pause, ended_at: datetime) -> str:
    paused = between(timetable, pause.began_at, ended_at)
    told = {
        "amount": amount(paused),
        "from": wall.moment(pause.began_at),
        "to": wall.moment(ended_at),
        "reason": _why(pause),
    }
    if not paused:
        return (
            _("The pause from %(from)s to %(to)s (%(reason)s) lay outside working hours and moved nothing.")
            % told
        )
    return _("Paused for %(amount)s of working time from %(from)s to %(to)s (%(reason)s).") % told


def _why(pause: Pause) -> str:
    return pause.reason or _("no reason given")


def _outcome(wall: Wall, pauses: Sequence[Pause], counted: Account, kept: datetime | None) -> Iterator[str]:
    if counted.due_at is None:
        pause = next(pause for pause in pauses if pause.ended_at is None)
        yield _("It stands still since %(since)s (%(reason)s), with %(amount)s to go.") % {
            "since": wall.moment(pause.began_at),
            "reason": _why(pause),
            "amount": amount(counted.left),
        }
        return
    yield _("Due %(due)s.") % {"due": wall.moment(counted.due_at)}
    if kept is not None and abs(kept.timestamp() - counted.due_at.timestamp()) > SAME.total_seconds():
        yield _(
            "The record still says %(due)s, from before the calendar, the target or the pauses changed."
        ) % {"due": wall.moment(kept)}


def _provisos(timetable: Timetable, counted: Account) -> Iterator[str]:
    if str(timetable.zone) != timezone.get_current_timezone_name():
        yield _("Times are those of %(zone)s.") % {"zone": timetable.zone}
    year = first_unannounced_year(timetable.region)
    last = max((portion.on.year for portion in counted.portions), default=0)
    if year is not None and last >= year:
        yield _(
            "For %(year)d the holidays are those of the law: the official arrangement is not known to the system yet."
        ) % {"year": last}
