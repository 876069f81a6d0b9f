"""From rows to arithmetic: which calendar applies and why, and its compiled form."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date, time
from typing import Protocol
from zoneinfo import ZoneInfo

from django.db.models import Case, IntegerField, Q, Subquery, TextChoices, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sla.contracts import in_force
from sla.models import Calendar, CalendarException, Metric, SiteCalendar, Target, TeamCalendar
from sla.models.calendars import MIDNIGHT
from sla.timetable import DAY_SECONDS, OwnDay, Span, Timetable


class Placed(Protocol):
    """What has a customer, a service, a site and a team: a record."""

    @property
    def customer_id(self) -> int | None: ...
    @property
    def service_id(self) -> int | None: ...
    @property
    def site_id(self) -> int | None: ...
    @property
    def team_id(self) -> int | None: ...


class Because(TextChoices):
    """Why a calendar was taken, the strongest reason first."""

    TARGET = "target", _("named by the target")
    TEAM = "team", _("the team's calendar")
    CONTRACT = "contract", _("named by the contract")
    SITE = "site", _("the site's calendar")
    DEFAULT = "default", _("the usual calendar")


@dataclass(frozen=True)
class Choice:
    calendar: Calendar
    because: Because


def calendar_for(about: Placed, target: Target | None = None, *, on: date | None = None) -> Calendar | None:
    """The calendar that `choose_calendar` finds; None where not even a default is set up."""
    choice = choose_calendar(about, target, on=on)
    return choice.calendar if choice else None


def choose_calendar(about: Placed, target: Target | None = None, *, on: date | None = None) -> Choice | None:
    """Target, then contract, then site, then default; for a team's own time target, then team, then default.

    `on` is the day whose contract counts, today if not given. One query, none where the target names the calendar.
    """
    if target is not None and target.calendar is not None:
        return Choice(target.calendar, Because.TARGET)
    reasons = list(_reasons(about, target, on or timezone.localdate()))
    rank = Case(
        *(When(fits, then=place) for place, (_, fits) in enumerate(reasons)), output_field=IntegerField()
    )
    best = Calendar.objects.annotate(rank=rank).filter(rank__isnull=False).order_by("rank").first()
    return Choice(best, reasons[best.rank][0]) if best else None


def _reasons(about: Placed, target: Target | None, on: date) -> Iterator[tuple[Because, Q]]:
    if target is not None and target.metric == Metric.OPERATIONAL:
        of_team = TeamCalendar.objects.filter(Q(team_id=about.team_id))
        yield Because.TEAM, Q(pk__in=of_team.values("calendar"))
    else:
        contract = in_force(customer_id=about.customer_id, service_id=about.service_id, on=on)
        yield Because.CONTRACT, Q(pk=Subquery(contract.values("calendar")[:1]))
        of_site = SiteCalendar.objects.filter(Q(site_id=about.site_id))
        yield Because.SITE, Q(pk__in=of_site.values("calendar"))
    yield Because.DEFAULT, Q(is_default=True)


_compiled: dict[int, tuple[int, Timetable]] = {}


def compiled(calendar: Calendar) -> Timetable:
    """The calendar's form for arithmetic, kept by this process until its revision changes. Two queries if new.

    Where the rows change between reading the revision and reading them, the newer rows are kept under the older
    revision, which nobody asks for again.
    """
    known = _compiled.get(calendar.pk)
    if known is None or known[0] != calendar.revision:
        known = _compiled[calendar.pk] = calendar.revision, _compile(calendar)
    return known[1]


def _compile(calendar: Calendar) -> Timetable:
    # A copy, because the row may be a form's: edited, and then perhaps never saved.
    name, zone = copy(calendar), ZoneInfo(calendar.time_zone)
    if calendar.is_always_open:
        return Timetable(name, zone, is_always_open=True)
    week = _week(calendar)
    own_days = _own_days(calendar, week[calendar.make_up_weekday])
    return Timetable(name, zone, week, calendar.region, calendar.make_up_weekday, own_days)


def _week(calendar: Calendar) -> tuple[tuple[Span, ...], ...]:
    days: list[list[Span]] = [[] for _ in range(7)]
    for row in calendar.workinghours_set.all():
        days[row.weekday].append(span(row.opens_at, row.closes_at))
    return tuple(tuple(sorted(day)) for day in days)


def _own_days(calendar: Calendar, make_up: tuple[Span, ...]) -> dict[date, OwnDay]:
    by_date: dict[date, list[CalendarException]] = defaultdict(list)
    for row in calendar.calendarexception_set.all():
        by_date[row.on].append(row)
    return {on: OwnDay(_spans(rows, make_up), _name(rows)) for on, rows in by_date.items()}


def _spans(rows: Iterable[CalendarException], make_up: tuple[Span, ...]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for row in rows:
        if row.opens_at is not None and row.closes_at is not None:
            spans.append(span(row.opens_at, row.closes_at))
        elif row.is_working:
            spans.extend(make_up)
    return tuple(sorted(spans))


def _name(rows: Iterable[CalendarException]) -> str:
    return next((row.name for row in rows if row.name), "")


def span(opens_at: time, closes_at: time) -> Span:
    return _second(opens_at), _second(closes_at) if closes_at != MIDNIGHT else DAY_SECONDS


def _second(of_day: time) -> int:
    return of_day.hour * 3600 + of_day.minute * 60 + of_day.second
