"""How risky a change is, from what the house knows: not an opinion, and each point with its reason.

Points: changes that were backed out on the same items; items that much hangs on, or many records speak of; tests that
failed, are missing or leave out what it touches; the share of changes of the same sort and team that failed.
`docs/algorithms/change-risk.md`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from changes.tested import cover_of
from cmdb.impact import downstream

LOOKED_BACK = timedelta(days=365)
LATELY = timedelta(days=90)
MEDIUM_FROM, HIGH_FROM = 2, 4
ENOUGH = 5  # changes, before a share of failures says something
MANY_INCIDENTS = 5
MANY_DEPENDENTS, VERY_MANY_DEPENDENTS = 10, 100
OFTEN = 0.2
VITAL = 1
NAMED = 3  # hardware models; the others are counted


@dataclass(frozen=True)
class Reason:
    points: int
    words: str


@dataclass(frozen=True)
class Risk:
    reasons: list[Reason]

    @property
    def points(self) -> int:
        return sum(reason.points for reason in self.reasons)

    @property
    def level(self) -> int:
        """1 low, 2 medium, 3 high."""
        return 1 + (self.points >= MEDIUM_FROM) + (self.points >= HIGH_FROM)

    def as_data(self) -> list[dict[str, Any]]:
        """As it is kept with the change, in the words of whoever had it weighed."""
        return [{"points": reason.points, "words": reason.words} for reason in self.reasons]


def of(change: Any) -> Risk:
    found = [
        *_failed_before(change),
        *_many_dependents(change),
        *_restless_items(change),
        *_untested(change),
        *_often_failing(change),
        *_vital_service(change),
    ]
    return Risk(found)


def _failed_before(change: Any) -> list[Reason]:
    items = [item.pk for item in change.all_items]
    same = Q(item__in=items) | Q(items__in=items)
    since = timezone.now() - LOOKED_BACK
    others = type(change)._default_manager.filter(same, has_failed=True, resolved_at__gte=since)
    count = others.exclude(pk=change.pk).distinct().count() if items else 0
    if not count:
        return []
    told = ngettext(
        "%(count)s change on these items was backed out within a year",
        "%(count)s changes on these items were backed out within a year",
        count,
    )
    return [Reason(min(count, 2) + 1, told % {"count": count})]


def _restless_items(change: Any) -> list[Reason]:
    from records.models import Record

    items = [item.pk for item in change.all_items]
    since = timezone.now() - LATELY
    count = (
        Record.objects.filter(kind="incident", item__in=items, opened_at__gte=since).count() if items else 0
    )
    if count < MANY_INCIDENTS:
        return []
    return [Reason(1, _("%(count)s incidents on these items within three months") % {"count": count})]


def _many_dependents(change: Any) -> list[Reason]:
    items = [item.pk for item in change.all_items]
    count = len(downstream(items)) if items else 0
    if count < MANY_DEPENDENTS:
        return []
    told = _("%(count)s items or more fail with what it touches") % {"count": count}
    return [Reason(2 if count >= VERY_MANY_DEPENDENTS else 1, told)]


def _untested(change: Any) -> list[Reason]:
    """What was noted of tests counts; only while nothing is noted, what is written of them."""
    cover = cover_of(change)
    if not cover.tested:
        return [] if change.tests.strip() else [Reason(1, _("No test is written down"))]
    found = []
    if cover.failed:
        told = {"models": _named(one.model for one in cover.failed)}
        found.append(Reason(2, _("The last test on %(models)s failed") % told))
    if cover.untested:
        told = {"models": _named(cover.untested)}
        found.append(Reason(1, _("It touches %(models)s, on which nothing was tested") % told))
    return found


def _named(models: Iterable[Any]) -> str:
    names = [str(model) for model in models]
    return ", ".join(names[:NAMED]) + (f" +{len(names) - NAMED}" if len(names) > NAMED else "")


def _often_failing(change: Any) -> list[Reason]:
    since = timezone.now() - LOOKED_BACK
    past = type(change)._default_manager.filter(sort=change.sort, team=change.team_id, resolved_at__gte=since)
    ended = past.count()
    failed = past.filter(has_failed=True).count()
    if ended < ENOUGH or failed / ended < OFTEN:
        return []
    told = {"failed": failed, "ended": ended}
    return [
        Reason(2, _("%(failed)s of the last %(ended)s changes of this sort and team were backed out") % told)
    ]


def _vital_service(change: Any) -> list[Reason]:
    if change.service is None or change.service.criticality != VITAL:
        return []
    return [Reason(1, _("“%(service)s” is a vital service") % {"service": change.service})]
