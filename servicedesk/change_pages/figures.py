"""How often changes succeed, by sort and team; every figure opens the changes it counts."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from changes.models import Change
from people.models import Team, User
from people.views.doors import Asked, asked_for, needs, page_of
from records.models import Record
from servicedesk.change_pages.tabs import tabs_at

SPANS = (30, 90, 365)
NO_TEAM = "none"


@dataclass(frozen=True)
class Rate:
    """Of so many that ended, so many were not backed out."""

    ended: int
    succeeded: int
    query: str

    @property
    def percent(self) -> int:
        return round(100 * self.succeeded / self.ended) if self.ended else 0

    @property
    def tone(self) -> str:
        return "done" if self.percent >= 95 else "waiting" if self.percent >= 80 else "alarm"


@require_safe
@needs("changes", "see")
def success(request: Asked) -> HttpResponse:
    """GET /changes/success/?days=365&sort=normal&team=3&result=failed"""
    days = next((span for span in SPANS if str(span) == asked_for(request, "days")), SPANS[-1])
    ended = _ended(request.user, days)
    counted = list(
        ended.values("sort", "team").annotate(
            ended=Count("pk"), failed=Count("pk", filter=Q(has_failed=True))
        )
    )
    listed, chosen = _narrowed(request, ended)
    context = {
        "tabs": tabs_at("change-success"),
        "days": days,
        "spans": SPANS,
        "sorts": Change.Sort.choices,
        "rows": _rows(counted, days),
        "chosen": chosen,
        "page": page_of(listed, request) if chosen else None,
    }
    return render(request, "change_pages/success.html", context)


def _ended(user: User, days: int) -> Any:
    rows: Any = Change.objects
    seen = Record.objects.visible_to(user)
    since = timezone.now() - timedelta(days=days)
    return rows.filter(pk__in=seen, resolved_at__gte=since, began_at__isnull=False)


def _rows(counted: list[dict[str, Any]], days: int) -> list[dict[str, Any]]:
    """One row per team that ended something, and one for all, each with a rate per sort and one for all sorts."""
    teams = Team.objects.in_bulk({one["team"] for one in counted if one["team"]})
    keys = sorted({one["team"] for one in counted}, key=lambda key: str(teams.get(key, "~")))
    sorts = Change.Sort.values
    rows = [
        {
            "team": teams.get(key),
            "rates": [
                _rate([one for one in counted if one["team"] == key], days, sort, key or NO_TEAM)
                for sort in (*sorts, "")
            ],
        }
        for key in keys
    ]
    total = {"is_total": True, "rates": [_rate(counted, days, sort, "") for sort in (*sorts, "")]}
    return [*rows, total] if rows else []


def _rate(counted: list[dict[str, Any]], days: int, sort: str, team: Any) -> Rate:
    within = [one for one in counted if not sort or one["sort"] == sort]
    ended = sum(one["ended"] for one in within)
    failed = sum(one["failed"] for one in within)
    return Rate(ended, ended - failed, f"days={days}&sort={sort}&team={team}&show=all")


def _narrowed(request: Asked, rows: Any) -> tuple[Any, str]:
    """The changes behind a figure, and what was asked for; nothing where no figure was opened."""
    sort, team, show = (asked_for(request, name) for name in ("sort", "team", "show"))
    if not show:
        return rows.none(), ""
    if sort in Change.Sort.values:
        rows = rows.filter(sort=sort)
    if team == NO_TEAM:
        rows = rows.filter(team=None)
    elif team.isascii() and team.isdigit() and len(team) < 10:
        rows = rows.filter(team=int(team))
    if show == "failed":
        rows = rows.filter(has_failed=True)
    rows = rows.select_related("team", "assignee").defer("description", "plan", "back_out_plan", "tests")
    return rows.order_by("-resolved_at", "-pk"), show
