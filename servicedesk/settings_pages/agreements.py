"""Tables of what is promised: calendars, contracts, targets. A change of them has the open clocks counted again."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from records.models import Clock
from servicedesk.settings_pages.columns import Column
from servicedesk.settings_pages.forms.agreements import (
    CalendarRow,
    ContractRow,
    ExceptionRow,
    SiteCalendarRow,
    TargetRow,
    TeamCalendarRow,
)
from servicedesk.settings_pages.tables import Panel, SettingsTable, register_table
from servicedesk.settings_pages.weeks import WeekPart
from sla.calendars import compiled
from sla.days import first_unannounced_year, holiday_name
from sla.models import (
    Calendar,
    CalendarException,
    Contract,
    Edition,
    SiteCalendar,
    Target,
    TeamCalendar,
    WorkingHours,
)
from sla.models.calendars import hours_text
from sla.timetable import Because, Timetable
from sla.wall import amount, weekly_hours

LOOK_AHEAD_DAYS = 366
MOST_SPECIAL_DAYS = 40


def clocks_counted_again(row: Any) -> Sequence[str]:
    """How many open clocks were timed by what held before; the sweep counts them again within seconds."""
    outdated = Clock.objects.filter(stopped_at__isnull=True, target__isnull=False)
    number = outdated.exclude(edition=Edition.current()).count()
    if not number:
        return [_t("No clock is open, so none is counted again.")]
    told = ngettext(
        "%(number)d open clock is counted again within seconds.",
        "%(number)d open clocks are counted again within seconds.",
        number,
    )
    return [told % {"number": number}]


def hours_of(calendar: Calendar) -> str:
    if calendar.is_always_open:
        return _t("every hour of every day")
    return weekly_hours(compiled(calendar))


def special_days(calendar: Calendar) -> dict[str, Any] | None:
    """The days of the next year that differ from the week, and since when nothing is announced."""
    if calendar.is_always_open:
        return None
    timetable, today = compiled(calendar), timezone.localdate()
    days = (today + timedelta(days=number) for number in range(LOOK_AHEAD_DAYS))
    told = [one for day in days if (one := _special(timetable, day))]
    year = first_unannounced_year(calendar.region)
    return {
        "days": told[:MOST_SPECIAL_DAYS],
        "unannounced": year if year is not None and year <= (today + timedelta(days=366)).year else None,
        "calendar": calendar,
    }


def _special(timetable: Timetable, day: date) -> dict[str, Any] | None:
    found = timetable.day(day)
    if found.because is Because.WEEK:
        return None
    names = {
        Because.HOLIDAY: holiday_name(timetable.region, day, get_language() or "en")
        or _t("exchanged day off"),
        Because.MAKE_UP: _t("make-up working day"),
        Because.OWN: timetable.own_days[day].name if day in timetable.own_days else "",
    }
    return {
        "day": date_format(day, "D Y-m-d"),
        "name": names[found.because] or _t("exception of this calendar"),
        "is_worked": bool(found.spans),
    }


def exception_hours(row: CalendarException) -> str:
    if not row.is_working:
        return _t("closed")
    if row.opens_at is None or row.closes_at is None:
        return _t("as on make-up days")
    return hours_text(row.opens_at, row.closes_at)


CALENDARS = register_table(
    SettingsTable(
        name="calendars",
        label=_("Calendars"),
        one=_("calendar"),
        hint=_("When the house works: clocks count these hours and no others."),
        empty=_("Working hours, public holidays and exceptions, each with its time zone, stand here."),
        icon="calendar-time",
        model=Calendar,
        form=CalendarRow,
        columns=(
            Column(label=_("Calendar"), read=lambda row: row.label, cell="title"),
            Column(label=_("Working hours"), read=hours_of, cell="wide"),
            "time_zone",
            "region",
            Column(label=_("The usual one"), read=lambda row: row.is_default, shape="tick"),
        ),
        search=("name", "name_zh_hans", "name_zh_hant", "time_zone"),
        prefetched=("workinghours_set", "calendarexception_set"),
        parts=(WeekPart,),
        made_of=(WorkingHours,),
        panels=(
            Panel(
                title=_("Days that differ, for a year"),
                icon="calendar-event",
                template="settings/special_days.html",
                context=special_days,
            ),
        ),
        follows=clocks_counted_again,
    )
)

EXCEPTIONS = register_table(
    SettingsTable(
        name="exceptions",
        label=_("Exceptions"),
        one=_("exception"),
        hint=_("What is different on one day: it beats the public holiday and the week."),
        empty=_("A day off of the house, or a day worked that the calendar does not know, stands here."),
        icon="calendar-exclamation",
        model=CalendarException,
        form=ExceptionRow,
        columns=(
            Column(label=_("Date"), read=lambda row: date_format(row.on, "Y-m-d D"), cell="title"),
            "calendar",
            Column(label=_("Hours"), read=exception_hours),
            "name",
        ),
        search=("name", "calendar__name"),
        ordering=("-on", "calendar", "opens_at"),
        related=("calendar",),
        narrowed_by=("calendar",),
        follows=clocks_counted_again,
    )
)

SITE_CALENDARS = register_table(
    SettingsTable(
        name="site-calendars",
        label=_("Calendars of sites"),
        one=_("calendar of a site"),
        hint=_("Sites that are served by another calendar than the usual one."),
        empty=_("A site with hours of its own stands here; all others follow the usual calendar."),
        icon="map-pin",
        model=SiteCalendar,
        form=SiteCalendarRow,
        columns=(
            Column(label=_("Site"), read=lambda row: row.site.label, cell="title"),
            Column(label=_("Customer"), read=lambda row: row.site.customer.label),
            "calendar",
        ),
        search=("site__name", "site__code", "site__customer__name"),
        ordering=("site__customer__name", "site__name", "pk"),
        related=("site__customer", "calendar"),
        narrowed_by=("calendar",),
        follows=clocks_counted_again,
    )
)

TEAM_CALENDARS = register_table(
    SettingsTable(
        name="team-calendars",
        label=_("Calendars of teams"),
        one=_("calendar of a team"),
        hint=_("The hours a team works: its own targets count on them."),
        empty=_("A team with hours of its own stands here; all others follow the usual calendar."),
        icon="users-group",
        model=TeamCalendar,
        form=TeamCalendarRow,
        columns=(Column(label=_("Team"), read=lambda row: row.team.label, cell="title"), "calendar"),
        search=("team__name", "team__code", "calendar__name"),
        ordering=("team__name", "pk"),
        related=("team", "calendar"),
        narrowed_by=("calendar",),
        follows=clocks_counted_again,
    )
)

CONTRACTS = register_table(
    SettingsTable(
        name="contracts",
        label=_("Contracts"),
        one=_("contract"),
        hint=_("What a customer has agreed with the house: for which services, from when to when."),
        empty=_("An agreement with a customer stands here, with its services and its calendar."),
        icon="writing-sign",
        model=Contract,
        form=ContractRow,
        columns=(
            Column(label=_("Contract"), read=lambda row: row.name, cell="title"),
            "customer",
            "starts_on",
            Column(label=_("Last day"), read=lambda row: row.ends_on, shape="day"),
            "calendar",
            Column(
                label=_("Services"),
                read=lambda row: ", ".join(service.label for service in row.services.all()) or _t("all"),
                cell="wide",
            ),
        ),
        search=("name", "customer__name", "customer__code"),
        ordering=("customer__name", "-starts_on", "pk"),
        related=("customer", "calendar"),
        prefetched=("services",),
        narrowed_by=("customer", "calendar"),
        follows=clocks_counted_again,
    )
)

TARGETS = register_table(
    SettingsTable(
        name="targets",
        label=_("Targets"),
        one=_("target"),
        hint=_(
            "Minutes promised. The most specific one that fits counts: contract, team, service, priority."
        ),
        empty=_("How soon is answered, solved and passed on stands here. Without a target no clock runs."),
        icon="target-arrow",
        model=Target,
        form=TargetRow,
        columns=(
            Column(label=_("What is timed"), read=lambda row: row.get_metric_display(), cell="title"),
            Column(label=_("Priority"), read=lambda row: row.priority, shape="priority"),
            Column(label=_("Promised"), read=lambda row: amount(60 * row.minutes), shape="number"),
            "contract",
            "team",
            "service",
            "calendar",
        ),
        search=("contract__name", "contract__customer__name", "team__name", "service__name"),
        ordering=("metric", "contract__name", "team__name", "service__name", "priority", "pk"),
        related=("contract", "team", "service", "calendar"),
        narrowed_by=("metric", "contract", "team", "service"),
        follows=clocks_counted_again,
    )
)
