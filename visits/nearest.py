"""The nearest free engineer, with the reasons and the runners-up. docs/algorithms/nearest-engineer.md."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from people.models import Skill
from visits.candidates import Known, candidates
from visits.models import Visit
from visits.travel import Place, Roads

SHOWN = 5
ON_SHIFT, NO_ROSTER, OFF_SHIFT, BUSY = range(4)


@dataclass(frozen=True, slots=True)
class Option:
    """One engineer as he would come. `km` is None where no place of his or of the site is known."""

    known: Known
    tier: int
    km: float | None
    arrives_at: datetime
    handicap: float

    @property
    def is_free(self) -> bool:
        return self.tier != BUSY

    @property
    def order(self) -> tuple[int, float, str, int]:
        minutes = self.arrives_at.timestamp() / 60 + self.handicap
        return self.tier, minutes, self.known.name, self.known.pk

    @property
    def reasons(self) -> list[str]:
        """Why he stands where he stands, in sentences."""
        return [_standing(self), _way(self), _load(self)]


@dataclass(frozen=True)
class Answer:
    """The best first; `excluded` counts who cannot come, by why: "skill" or "leave"."""

    options: list[Option]
    excluded: dict[str, int]
    asked: int

    @property
    def best(self) -> Option | None:
        return self.options[0] if self.options and self.options[0].is_free else None

    @property
    def runners_up(self) -> list[Option]:
        return self.options[1 : SHOWN + 1] if self.best else self.options[:SHOWN]


def nearest(place: Place | None, skill: Skill | None = None, at: datetime | None = None) -> Answer:
    """Everybody who could come, in order: free before busy, on shift before off it, then by when he would arrive."""
    at, roads = at or timezone.now(), Roads.current()
    known = candidates(skill, at, roads.rules)
    able = [one for one in known.values() if one.has_skill and one.away_until is None]
    out = Counter("leave" if one.has_skill else "skill" for one in known.values() if not (
        one.has_skill and one.away_until is None))  # fmt: skip
    average = sum(one.recent for one in able) / len(able) if able else 0.0
    options = [_option(one, place, at, roads, average) for one in able]
    return Answer(sorted(options, key=lambda option: option.order), dict(out), len(known))


def nearest_for(visit: Visit) -> Answer:
    site = visit.site
    if site is None or site.latitude is None or site.longitude is None:
        return nearest(None, visit.skill)
    return nearest(Place(site.latitude, site.longitude), visit.skill)


def _option(known: Known, place: Place | None, at: datetime, roads: Roads, average: float) -> Option:
    km = roads.km(known.place, place) if known.place and place else None
    way = roads.rules.unknown_minutes if km is None else roads.minutes(km)
    starts_at = max(known.free_at or at, at) + timedelta(minutes=roads.rules.set_out_minutes)
    # Fairness moves nobody forward: it only makes who had more than the others seem farther.
    handicap = max(known.recent - average, 0.0) * roads.rules.fairness_minutes
    return Option(known, _tier(known), km, starts_at + timedelta(minutes=way), handicap)


def _tier(known: Known) -> int:
    if known.busy_with:
        return BUSY
    if known.shift_until is not None:
        return ON_SHIFT
    return OFF_SHIFT if known.is_rostered else NO_ROSTER


def _standing(option: Option) -> str:
    known = option.known
    if option.tier == BUSY:
        told = {"number": known.busy_with, "at": _moment(known.free_at)}
        return _("Busy with %(number)s until about %(at)s.") % told
    if option.tier == ON_SHIFT:
        return _("Free, on shift until %(at)s.") % {"at": _moment(known.shift_until)}
    if option.tier == NO_ROSTER:
        return _("Free; no shift of his is planned these days.")
    return _("Free, but off shift.")


def _way(option: Option) -> str:
    if option.km is None:
        return _("Where he is, or where the site lies, is not known; there about %(at)s.") % {
            "at": _moment(option.arrives_at)
        }
    told = {"km": f"{option.km:.0f}", "at": _moment(option.arrives_at), "place": option.known.place_words}
    if option.known.place_words:
        return _("%(km)s km by road from %(place)s; there about %(at)s.") % told
    return _("%(km)s km by road from his base; there about %(at)s.") % told


def _load(option: Option) -> str:
    told = {"count": option.known.recent, "minutes": f"{option.handicap:.0f}"}
    if option.handicap >= 1:
        return (
            _("%(count)s visits in seven days, more than the others: reckoned %(minutes)s minutes later.")
            % told
        )
    return _("%(count)s visits in seven days.") % told


def _moment(at: datetime | None) -> str:
    return date_format(localtime(at), "H:i") if at is not None else ""
