"""The time a report speaks of: a day, a week from Monday, a month; whole, or as far as it has come."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import BadRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DAILY, WEEKLY, MONTHLY = "daily", "weekly", "monthly"
REPORTS = {
    DAILY: gettext_lazy("Daily report"),
    WEEKLY: gettext_lazy("Weekly report"),
    MONTHLY: gettext_lazy("Monthly report"),
}
EARLIEST = date(2000, 1, 3)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


class BadPeriod(BadRequest):
    """A day that cannot be read, or lies ahead. HTTP 400 with a sentence for the reader."""

    def __init__(self, reader: str) -> None:
        super().__init__(reader)
        self.reader = reader


@dataclass(frozen=True)
class Period:
    """From the first day's midnight to `end`: the midnight after the last day, or now where that is still ahead."""

    report: str
    first: date
    last: date
    end: datetime

    @property
    def start(self) -> datetime:
        return _midnight(self.first)

    @property
    def is_running(self) -> bool:
        return self.end < _midnight(self.last + DAY)

    @property
    def before(self) -> "Period":
        """What it is compared with: of a day the same weekday; of a running period as much as has passed of it."""
        earlier = period_of(self.report, self.first - (WEEK if self.report == DAILY else DAY))
        whole = _midnight(earlier.last + DAY)
        end = min(earlier.start + (self.end - self.start), whole) if self.is_running else whole
        return Period(self.report, earlier.first, earlier.last, end)

    @property
    def title(self) -> str:
        return str(REPORTS[self.report])

    @property
    def words(self) -> str:
        if self.report == DAILY:
            return date_format(self.first, "l Y-m-d")
        if self.report == MONTHLY:
            return date_format(self.first, "YEAR_MONTH_FORMAT")
        return _("%(first)s to %(last)s") % {
            "first": f"{self.first:%Y-%m-%d}",
            "last": f"{self.last:%Y-%m-%d}",
        }

    @property
    def against(self) -> str:
        words = {DAILY: _("the same weekday"), WEEKLY: _("the week before"), MONTHLY: _("the month before")}
        return words[self.report]

    @property
    def name(self) -> str:
        """Of a file."""
        return f"{self.report}-{self.first:%Y-%m-%d}"

    def url(self) -> str:
        return f"{reverse('desk:report', args=[self.report])}?on={self.first.isoformat()}"

    def newer(self) -> "Period | None":
        follows = self.last + DAY
        return period_of(self.report, follows) if follows <= timezone.localdate() else None

    def older(self) -> "Period | None":
        return period_of(self.report, self.first - DAY) if self.first > EARLIEST + 2 * WEEK else None

    def days(self) -> list[date]:
        return [self.first + DAY * place for place in range((self.last - self.first).days + 1)]


def period_of(report: str, day: date) -> Period:
    """The day, week or month that holds the day."""
    first, last = day, day
    if report == WEEKLY:
        first = day - DAY * day.weekday()
        last = first + WEEK - DAY
    elif report == MONTHLY:
        first, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    return Period(report, first, last, min(_midnight(last + DAY), timezone.now()))


def finished_before(report: str, day: date) -> Period:
    """The last one that was over when the day began: what is mailed on that morning."""
    return period_of(report, period_of(report, day).first - DAY)


def asked_period(report: str, text: str) -> Period:
    """The period that an address names; without a day the last one that is over. Raises BadPeriod."""
    today = timezone.localdate()
    if not text:
        return finished_before(report, today)
    try:
        day = parse_date(text[:10])
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= today:
        raise BadPeriod(_("on: give a day that is not ahead, like 2026-01-31."))
    return period_of(report, day)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
