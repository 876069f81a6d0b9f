"""The watch: what surges just now. Looks every two seconds; finds each storm once, lets it grow, and ends it.

A look costs what came in within the window, whatever the history holds. It goes a window back beyond the last look: a
call is written down when it ends, and counts from when it began.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cmdb.models import ConfigurationItem, Service
from emergency import surge_reports
from emergency.models import Lookout, Surge, SurgeRule, UsualWeek, Watched
from emergency.surge_flow import Swell, Tide
from emergency.usual_band import Band
from incidents.models import Symptom
from people.accounts import system_user
from records.actions import advance, register
from records.errors import Refused
from records.live import announce

MODELS: dict[str, Any] = {
    Watched.SERVICE: Service,
    Watched.ITEM: ConfigurationItem,
    Watched.SYMPTOM: Symptom,
}
# A watch that was away looks back no further: older storms are history.
FARTHEST_BACK = timedelta(hours=6)
# Fewer reports are no sign, however quiet the hour usually is.
LEAST_TO_WARN = 5
# An early warning is over when so many are no longer improbable.
USUAL_AGAIN = 0.05
logger = logging.getLogger(__name__)


def surges() -> Any:
    """The manager is inherited, and django-stubs reads it as that of Record."""
    return Surge.objects.all()


@dataclass(frozen=True)
class Rules:
    """The rules as they stand, read once a look."""

    rows: list[SurgeRule]

    @classmethod
    def current(cls) -> "Rules":
        return cls(list(SurgeRule.objects.all()))

    def of(self, watched: str, key: int) -> SurgeRule | None:
        """The subject's own rule, else the general one; services are watched even without any."""
        mine = [row for row in self.rows if row.watched == watched]
        own = next((row for row in mine if watched == Watched.SERVICE and row.service_id == key), None)
        general = next((row for row in mine if row.service_id is None), None)
        return own or general or (SurgeRule() if watched == Watched.SERVICE else None)

    def watched(self) -> dict[str, tuple[int, timedelta]]:
        """By what is gathered, the lowest limit there is and the longest window."""
        found: dict[str, tuple[int, timedelta]] = {}
        for name in Watched.values:
            mine = [row for row in self.rows if row.watched == name]
            if name == Watched.SERVICE and all(row.service_id for row in mine):
                mine.append(SurgeRule())
            if mine:
                found[name] = (min(row.reports for row in mine), max(row.window for row in mine))
        return found


@dataclass
class Look:
    """One look, at a moment."""

    now: datetime
    last: datetime
    rules: Rules
    found: list[Surge] = field(default_factory=list)

    def take(self) -> None:
        for watched, (limit, window) in self.rules.watched().items():
            running = {
                surge_reports.key_of(surge): surge
                for surge in surges().filter(is_running=True, watched=watched)
            }
            came = surge_reports.levels(watched, self.last - 2 * window, self.now)
            least = min(limit, LEAST_TO_WARN)
            for key in sorted(running.keys() | {key for key, many in came.items() if many >= least}):
                self._follow(watched, key, running.get(key))

    def _follow(self, watched: str, key: int, surge: Surge | None) -> None:
        rule = self.rules.of(watched, key)
        try:
            # One that cannot be kept keeps no other from being seen.
            with transaction.atomic():
                subject = Subject(watched, key, rule or SurgeRule(watched=watched), self.now, self.last)
                if rule is None and surge is not None:
                    subject.end(surge, self.now)
                elif rule is not None:
                    self.found.extend(subject.follow(surge))
        except (IntegrityError, Refused):
            logger.info("Somebody else followed the surge on %s %s.", watched, key)
        except Exception:
            logger.exception("What surges on %s %s could not be followed.", watched, key)


@dataclass
class Subject:
    """A service, an item or a symptom under watch."""

    watched: str
    key: int
    rule: SurgeRule
    now: datetime
    last: datetime

    def follow(self, surge: Surge | None) -> list[Surge]:
        """What began at this look."""
        limit, window = (
            (surge.limit, surge.window) if surge is not None else (self.rule.reports, self.rule.window)
        )
        running = _as_swell(surge) if surge is not None and surge.state == "running" else None
        tide = Tide(limit, window, running)
        begin = self.last - 2 * window
        judged_from = max(begin + window, self._judged_from(surge))
        began: list[Surge] = []
        for drop in surge_reports.flow_of(self.watched, self.key, begin, self.now):
            for swell in tide.rise(drop, counts=drop[0] > judged_from):
                surge = self._happened(swell, surge, began)
        for swell in tide.fall(self.now):
            surge = self._happened(swell, surge, began)
        if surge is not None and surge.is_running:
            self._grow(surge, tide)
        elif surge is None or not surge.is_running:
            self._warn(tide, began)
        return began

    def _judged_from(self, surge: Surge | None) -> datetime:
        """The moment up to which this subject has been judged once and for all."""
        if surge is not None:
            return surge.reached_at or surge.began_at
        return self._last_end() or self.last - FARTHEST_BACK

    def _last_end(self) -> datetime | None:
        before = surges().filter(subject=self.name).order_by("-began_at").first()
        return before.ended_at if before is not None else None

    def _happened(self, swell: Swell, surge: Surge | None, began: list[Surge]) -> Surge | None:
        if swell.ended_at is not None:
            if surge is not None:
                self._note(surge, swell)
                self.end(surge, swell.ended_at)
            return None
        if surge is None:
            surge = self._open(began_at=swell.began_at, last_at=swell.last_at, peak=swell.peak)
        told: Any = {"reached_at": swell.reached_at, "peak": swell.peak}
        surge = advance(surge, "swell", by=system_user(), via="clock", **told)
        began.append(surge)
        return surge

    def _open(self, **facts: Any) -> Surge:
        about = MODELS[self.watched].objects.get(pk=self.key)
        return register(
            Surge,
            by=system_user(),
            via="clock",
            title=(_("Many reports: %(subject)s") % {"subject": about})[:250],
            subject=self.name,
            watched=self.watched,
            limit=self.rule.reports,
            window_minutes=self.rule.minutes,
            reports=facts["peak"],
            impact=2,
            urgency=2,
            **{self.watched: about},
            **facts,
        )

    @property
    def name(self) -> str:
        return f"{self.watched}:{self.key}"

    def end(self, surge: Surge, at: datetime) -> None:
        ended = advance(surge, "subside", by=system_user(), via="clock", ended_at=at)
        surges().filter(pk=surge.pk).update(reports=surge_reports.reports_of(ended, self.now))

    def _grow(self, surge: Surge, tide: Tide) -> None:
        if surge.state == "warned":
            if self._odds(tide, surge.window) > USUAL_AGAIN:
                self.end(surge, self.now)
            return
        if tide.running is not None and tide.running.last_at > surge.last_at:
            self._note(surge, tide.running)
            surge.refresh_from_db()
            announce(surge)

    def _note(self, surge: Surge, swell: Swell) -> None:
        surges().filter(pk=surge.pk).update(
            last_at=max(swell.last_at, surge.last_at),
            peak=swell.peak,
            peak_at=swell.peak_at,
            reports=surge_reports.reports_of(surge, self.now),
        )

    def _warn(self, tide: Tide, began: list[Surge]) -> None:
        """Before the limit: more than this hour of the week usually brings."""
        first = tide.first_at
        if not self.rule.warns or tide.level < LEAST_TO_WARN or first is None or began:
            return
        band = _band_of(self.key) if self.watched == Watched.SERVICE else None
        begin = self.now - self.rule.window
        if band is None or band.odds(tide.level, begin, self.now) * self.rule.odds >= 1:
            return
        if (ended := self._last_end()) is not None and ended > begin:
            return  # what a storm left behind is no new sign
        usual = round(band.expected(begin, self.now), 2)
        surge = self._open(began_at=first, last_at=self.now, peak=tide.level)
        told: Any = {"warned_at": self.now, "usual": usual}
        began.append(advance(surge, "warn", by=system_user(), via="clock", **told))

    def _odds(self, tide: Tide, window: timedelta) -> float:
        band = _band_of(self.key)
        return 1.0 if band is None else band.odds(tide.level, self.now - window, self.now)


def _as_swell(surge: Surge) -> Swell:
    assert surge.reached_at is not None
    return Swell(
        began_at=surge.began_at,
        reached_at=surge.reached_at,
        last_at=surge.last_at,
        peak=surge.peak,
        peak_at=surge.peak_at or surge.reached_at,
    )


def _band_of(service_id: int) -> Band | None:
    usual = UsualWeek.objects.filter(service=service_id).first()
    return Band(usual.rates, usual.spread) if usual is not None else None


@transaction.atomic
def look(now: datetime | None = None) -> list[Surge]:
    """What began to surge since the last look. Of two workers that look at once one finds the other at it."""
    at = now or timezone.now()
    lookout = _lookout()
    if lookout is None:
        return []
    last = min(lookout.looked_at or at, at)
    one = Look(at, max(last, at - FARTHEST_BACK), Rules.current())
    one.take()
    Lookout.objects.filter(pk=lookout.pk).update(looked_at=at)
    return one.found


def _lookout() -> Lookout | None:
    """The one row, ours until the transaction ends; None where somebody else holds it."""
    Lookout.objects.get_or_create(pk=1)
    return Lookout.objects.select_for_update(skip_locked=True).filter(pk=1).first()
