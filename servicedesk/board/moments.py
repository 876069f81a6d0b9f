"""The moments a board compares: now, or as it was; today so far, and the same weekday a week before."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import BadRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

WEEK = timedelta(days=7)
LONGEST_BACK = timedelta(days=400)


@dataclass(frozen=True)
class Moment:
    """The time a board speaks of. `is_now` where it is the present."""

    at: datetime
    is_now: bool

    @property
    def day_start(self) -> datetime:
        return timezone.localtime(self.at).replace(hour=0, minute=0, second=0, microsecond=0)

    def words(self, column: str, key: object) -> dict[str, object]:
        """The words of `queue_url` by which a queue lists what has this in the column, or had it at the moment."""
        held = "none" if key is None else key
        return {column: held} if self.is_now else {f"{column}_then": f"{held}@{self.at.isoformat()}"}

    @property
    def week_before(self) -> "Moment":
        return Moment(self.at - WEEK, is_now=False)


class BadMoment(BadRequest):
    """A time that cannot be read. HTTP 400 with a sentence for the reader."""

    def __init__(self, reader: str) -> None:
        super().__init__(reader)
        self.reader = reader


def moment_of(text: str) -> Moment:
    """The present, or the moment that an address names ("2026-11-23T08:30"). Raises BadMoment naming the remedy."""
    now = timezone.now()
    if not text:
        return Moment(now, is_now=True)
    try:
        at = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        at = None
    if at is None:
        raise BadMoment(_("at: “%(text)s” is no time. Write it like 2026-01-31T08:30.") % {"text": text[:40]})
    aware = at if timezone.is_aware(at) else timezone.make_aware(at)
    if not now - LONGEST_BACK < aware <= now:
        raise BadMoment(_("at: give a time within the last 400 days."))
    return Moment(aware, is_now=False)
