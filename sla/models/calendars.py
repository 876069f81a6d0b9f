from datetime import time
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DecimalRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from people.models import Named, Site, Team
from sla.days import Region, release
from sla.models.edition import NextRevision, Term

MIDNIGHT = time(0)
ALWAYS_OPEN_HAS_NO_HOLIDAYS = _("Around the clock leaves no room for public holidays: choose one.")
CLOSES_TOO_EARLY = _("It closes before it opens. Write a night as two rows: to 24:00 and from 00:00.")
EXCEPTION_HOURS = _("A worked day has both hours, closing after opening, or neither; a day off has none.")


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


def check_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(
            _("There is no time zone “%(name)s”. Write it like Asia/Shanghai."), "unknown", {"name": name}
        )


class Calendar(Named, Term):
    """Working hours, holidays and make-up days in one time zone."""

    time_zone = models.CharField(
        _("time zone"), max_length=60, default="Asia/Shanghai", validators=[check_time_zone]
    )
    is_always_open = models.BooleanField(
        _("around the clock"),
        default=False,
        help_text=_("Every hour of every day counts; hours, holidays and exceptions play no part."),
    )
    region = models.CharField(
        _("public holidays"), max_length=2, choices=Region.choices, blank=True, default=Region.NONE
    )
    make_up_weekday = models.PositiveSmallIntegerField(
        _("hours on make-up days"),
        choices=Weekday.choices,
        default=Weekday.MONDAY,
        help_text=_("A weekend day worked in exchange for a holiday has the hours of this weekday."),
    )
    is_default = models.BooleanField(_("used where nothing else says"), default=False)
    revision = models.BigIntegerField(db_default=NextRevision(), editable=False)
    holiday_release = models.CharField(max_length=20, blank=True, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")
        constraints = [
            models.UniqueConstraint(fields=["name"], name="one_calendar_per_name"),
            models.UniqueConstraint(
                fields=["is_default"],
                condition=models.Q(is_default=True),
                name="at_most_one_default_calendar",
            ),
            models.CheckConstraint(
                condition=models.Q(make_up_weekday__lte=6), name="make_up_weekday_is_a_weekday"
            ),
            models.CheckConstraint(
                condition=models.Q(is_always_open=False) | models.Q(region=""),
                name="always_open_has_no_holidays",
                violation_error_message=ALWAYS_OPEN_HAS_NO_HOLIDAYS,
            ),
        ]

    def clean(self) -> None:
        if self.is_always_open and self.region:
            raise ValidationError({"region": ALWAYS_OPEN_HAS_NO_HOLIDAYS})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Making it the default takes that from the one before."""
        self.holiday_release = release() if self.region else ""
        with transaction.atomic():
            if self.is_default:
                Calendar.objects.filter(is_default=True).exclude(pk=self.pk).update(is_default=False)
            super().save(*args, **kwargs)

    def turned(self) -> None:
        super().turned()
        if self.pk:
            Calendar.objects.filter(pk=self.pk).update(revision=NextRevision())
            self.refresh_from_db(fields=["revision"])


class CalendarPart(Term):
    """A row that belongs to a calendar's compiled form."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, verbose_name=_("calendar"))

    class Meta:
        abstract = True

    def turned(self) -> None:
        super().turned()
        Calendar.objects.filter(pk=self.calendar_id).update(revision=NextRevision())


def _numbers(
    first: models.Expression | models.F, last: models.Expression | models.F, ends: str
) -> models.Func:
    return models.Func(first, last, models.Value(ends), function="numrange", output_field=DecimalRangeField())


def _same(field: str) -> tuple[models.Func, str]:
    # A range of one number: GiST compares ranges without the btree_gist extension, which not every server has.
    return _numbers(models.F(field), models.F(field), "[]"), RangeOperators.OVERLAPS


def _seconds(field: str) -> models.Func:
    return models.Func(
        models.F(field),
        template="EXTRACT(EPOCH FROM %(expressions)s::time)",
        output_field=models.DecimalField(),
    )


def _or(value: models.Func, otherwise: int) -> models.Func:
    return Coalesce(value, models.Value(otherwise), output_field=models.DecimalField())


OVERLAPPING_HOURS = (
    # Closing at midnight is the end of the day; a row without hours speaks for the whole of it.
    _numbers(_or(_seconds("opens_at"), 0), _or(NullIf(_seconds("closes_at"), models.Value(0)), 86_400), "[)"),
    RangeOperators.OVERLAPS,
)
SAME_DATE = (
    models.Func(
        models.F("on"),
        models.F("on"),
        models.Value("[]"),
        function="daterange",
        output_field=DateRangeField(),
    ),
    RangeOperators.OVERLAPS,
)
CLOSES_AFTER_OPENING = models.Q(closes_at__gt=models.F("opens_at")) | models.Q(closes_at=MIDNIGHT)


class WorkingHours(CalendarPart):
    """One span of one weekday. Closing at 00:00 means the end of that day."""

    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    opens_at = models.TimeField(_("opens"))
    closes_at = models.TimeField(_("closes"), help_text=_("24:00 is the end of the day."))

    class Meta:
        ordering = ["weekday", "opens_at"]
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="hours_are_on_a_weekday"),
            models.CheckConstraint(
                condition=CLOSES_AFTER_OPENING,
                name="hours_close_after_opening",
                violation_error_message=CLOSES_TOO_EARLY,
            ),
            ExclusionConstraint(
                name="hours_do_not_overlap",
                expressions=[_same("calendar"), _same("weekday"), OVERLAPPING_HOURS],
                violation_error_message=_("These hours overlap other hours of the same weekday."),
            ),
        ]

    def clean(self) -> None:
        check_order(self.opens_at, self.closes_at)

    def __str__(self) -> str:
        return f"{Weekday(self.weekday).label} {hours_text(self.opens_at, self.closes_at)}"


class CalendarException(CalendarPart):
    """What is different on one date: beats the public holiday and the week. Several rows are several spans."""

    on = models.DateField(_("date"))
    is_working = models.BooleanField(_("is worked"), default=False)
    opens_at = models.TimeField(_("opens"), null=True, blank=True)
    closes_at = models.TimeField(
        _("closes"),
        null=True,
        blank=True,
        help_text=_("Without hours, a worked day has those of make-up days."),
    )
    name = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        ordering = ["on", "opens_at"]
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(opens_at=None, closes_at=None)
                | (
                    models.Q(is_working=True, opens_at__isnull=False, closes_at__isnull=False)
                    & CLOSES_AFTER_OPENING
                ),
                name="exception_hours_make_sense",
                violation_error_message=EXCEPTION_HOURS,
            ),
            ExclusionConstraint(
                name="exceptions_do_not_overlap",
                expressions=[_same("calendar"), SAME_DATE, OVERLAPPING_HOURS],
                violation_error_message=_("This calendar already has an exception for that date and time."),
            ),
        ]

    def clean(self) -> None:
        if self.calendar_id and self.calendar.is_always_open:
            raise ValidationError(
                _("“%(calendar)s” is open around the clock: an exception would play no part."),
                "always open",
                {"calendar": self.calendar},
            )
        if self.opens_at is not None and self.closes_at is not None and self.is_working:
            check_order(self.opens_at, self.closes_at)
        elif self.opens_at is not None or self.closes_at is not None:
            raise ValidationError({"opens_at": EXCEPTION_HOURS})

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.name}".strip()


class SiteCalendar(Term):
    """The calendar by which a customer's site is served."""

    site = models.OneToOneField(Site, models.CASCADE, related_name="site_calendar", verbose_name=_("site"))
    calendar = models.ForeignKey(
        Calendar, models.PROTECT, related_name="for_sites", verbose_name=_("calendar")
    )

    class Meta:
        verbose_name = _("calendar of a site")
        verbose_name_plural = _("calendars of sites")

    def __str__(self) -> str:
        return f"{self.site}: {self.calendar}"


class TeamCalendar(Term):
    """The calendar a team works by: its operational targets count on it."""

    team = models.OneToOneField(Team, models.CASCADE, related_name="team_calendar", verbose_name=_("team"))
    calendar = models.ForeignKey(
        Calendar, models.PROTECT, related_name="for_teams", verbose_name=_("calendar")
    )

    class Meta:
        verbose_name = _("calendar of a team")
        verbose_name_plural = _("calendars of teams")

    def __str__(self) -> str:
        return f"{self.team}: {self.calendar}"


def check_order(opens_at: time | None, closes_at: time | None) -> None:
    """Raises ValidationError at `closes_at`; what is missing is left to the fields' own check."""
    if opens_at is not None and closes_at is not None and MIDNIGHT != closes_at <= opens_at:
        raise ValidationError({"closes_at": CLOSES_TOO_EARLY})


def hours_text(opens_at: time, closes_at: time) -> str:
    """ "09:00–18:00", the end of the day as 24:00."""
    return f"{opens_at:%H:%M}–{'24:00' if closes_at == MIDNIGHT else f'{closes_at:%H:%M}'}"
