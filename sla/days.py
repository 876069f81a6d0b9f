"""Public holidays and make-up working days by region and year, from the `holidays` library.

Each region has one set of days for everybody there; a calendar's own exceptions stand above them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import metadata
from types import MappingProxyType

import holidays
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# The library's own name for each of our languages; regions differ in their wording of the same language.
_LANGUAGES = {
    "CN": {"zh-hans": "zh_CN", "zh-hant": "zh_TW", "en": "en_US"},
    "TW": {"zh-hans": "zh_CN", "zh-hant": "zh_TW", "en": "en_US"},
    "HK": {"zh-hans": "zh_CN", "zh-hant": "zh_HK", "en": "en_HK"},
}


class Region(TextChoices):
    """Whose public holidays a calendar keeps."""

    NONE = "", _("no public holidays")
    CN = "CN", _("mainland China")
    TW = "TW", _("Taiwan")
    HK = "HK", _("Hong Kong")


@dataclass(frozen=True)
class PublicDays:
    """One region's year: the days off, and the weekend days that are worked in exchange."""

    off: frozenset[date] = frozenset()
    make_up: frozenset[date] = frozenset()


@lru_cache(maxsize=256)
def public_days(region: str, year: int) -> PublicDays:
    if not region:
        return PublicDays()
    source = holidays.country_holidays(region, years=year)
    # Some years list a make-up day of the year before or after; each year answers for its own days only.
    make_up = {day for day in source.weekend_workdays if day.year == year}
    return PublicDays(frozenset(source), frozenset(make_up - set(source)))


def holiday_name(region: str, day: date, language: str = "en") -> str:
    """The holiday's name without "(observed)"; empty for a day that is only exchanged for a make-up day."""
    return _names(region, day.year, language).get(day, "")


@lru_cache(maxsize=256)
def _names(region: str, year: int, language: str) -> Mapping[date, str]:
    source = holidays.country_holidays(region, years=year, language=_library_language(region, language))
    exchanged = source.tr(getattr(source, "substituted_label", "%s")).partition("%s")[0]
    observed = source.tr(getattr(source, "observed_label", "%s")).partition("%s")[2]
    return MappingProxyType({day: _plain(name, exchanged, observed) for day, name in source.items()})


def _plain(name: str, exchanged: str, observed: str) -> str:
    return "" if exchanged and name.startswith(exchanged) else name.removesuffix(observed)


def _library_language(region: str, language: str) -> str:
    known = _LANGUAGES[region]
    return next((known[prefix] for prefix in known if language.lower().startswith(prefix)), known["en"])


def first_unannounced_year(region: str) -> int | None:
    """The first year whose official arrangement the library does not hold; None where the law alone decides.

    The State Council announces mainland China's bridge and make-up days each November for the next year. Until
    a release of the library holds them, that year has its statutory holidays only.
    """
    if region != Region.CN:
        return None
    announced: dict[int, object] = holidays.country_holidays(region).special_public_holidays
    return max(announced) + 1


def release() -> str:
    """The library's version: when it changes, days of the past and the future may have changed."""
    return metadata.version("holidays")
