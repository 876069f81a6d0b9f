"""The week of a calendar as part of its page: what somebody else changed meanwhile is told, never overwritten."""

from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.lifecycle import Text
from sla.forms import week_forms
from sla.models import Calendar
from sla.models.calendars import hours_text
from sla.services import Hours

SALT = "servicedesk.settings.week"


class WeekPart:
    template = "settings/week.html"
    name = "week"
    label: Text = gettext_lazy("Working hours")

    def __init__(self, data: Mapping[str, Any] | None, row: Calendar) -> None:
        self.rows = week_forms(data, calendar=row)
        self.kept = _kept(row)
        self.seen_before = self._read_seen(data)
        self.error = ""

    @property
    def seen(self) -> str:
        """What its reader has before his eyes, sealed."""
        return signing.dumps(_plain(self.kept), salt=SALT)

    def _read_seen(self, data: Mapping[str, Any] | None) -> Any:
        try:
            return signing.loads((data or {}).get("seen_week", ""), salt=SALT)
        except signing.BadSignature:
            return _plain(self.kept)

    def is_valid(self) -> bool:
        if not self.rows.is_valid():
            return False
        is_stale = self.seen_before != _plain(self.kept)
        if is_stale and self._is_mine_changed() and self._typed() != self.kept:
            self.error = _(
                "Somebody made this “%(week)s” meanwhile. Save again to put yours in its place."
            ) % {"week": words_of(self.kept) or "–"}
        return not self.error

    def _typed(self) -> list[Hours]:
        return self.rows.week()

    def _is_mine_changed(self) -> bool:
        return _plain(self._typed()) != self.seen_before

    def changes(self) -> dict[str, list[str]]:
        typed = self._typed()
        if typed == self.kept or not self._is_mine_changed():
            return {}
        return {self.name: [words_of(self.kept), words_of(typed)]}

    def save(self, row: Calendar) -> None:
        self.rows.calendar = row
        self.rows.save()


def _kept(row: Calendar) -> list[Hours]:
    if row.pk is None:
        return []
    return sorted(row.workinghours_set.values_list("weekday", "opens_at", "closes_at"))


def _plain(week: list[Hours]) -> list[list[Any]]:
    return [[day, opens.isoformat(), closes.isoformat()] for day, opens, closes in week]


def words_of(week: list[Hours]) -> str:
    """ "Mon 09:00–18:00; Tue …", short enough for a line of the log."""
    return "; ".join(f"{WEEKDAYS_ABBR[day]} {hours_text(opens, closes)}" for day, opens, closes in week)
