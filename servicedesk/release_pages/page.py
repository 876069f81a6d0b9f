"""A release: a tile for each customer of its pilot group, the fault share with the halt line, the cover by model."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from people.models import User
from people.views.doors import asked_for, page_of
from records.models import Record
from releases import deploying
from releases.fault_share import Share, counted, curve_of, seen
from releases.forms import NOTED
from releases.halting import limit_of
from releases.models import Deployment, HaltRule, Release
from releases.preparing_lifecycle import BEFORE
from releases.readiness import as_read_by, cover_of, gaps_at_start, gaps_of
from servicedesk.htmx import wants_fragment
from servicedesk.records_pages.lookup import login_required, seen_record, user_of
from servicedesk.release_pages.curve import chart_of

Status = Deployment.Status
TONES = {
    Status.PENDING: "waiting",
    Status.DEPLOYED: "active",
    Status.FAULTY: "alarm",
    Status.VERIFIED: "done",
    Status.REVERTED: "ended",
}


@dataclass(frozen=True)
class Tile:
    """A customer: what became of the release there, and the first incident since, as far as the reader sees it."""

    deployment: Deployment
    tone: str
    fault_at: Any = None
    incident: Record | None = None


@login_required
@require_safe
def release_page(request: HttpRequest, number: str) -> HttpResponse:
    """GET /releases/<number>/?show=reported|deployed|pending|…&group=rest — 404 for what is no release one sees."""
    return shown(request, seen_release(request, number))


def shown(request: HttpRequest, release: Release, *, trouble: Any = None, status: int = 200) -> HttpResponse:
    context = {**_context(request, release), "trouble": trouble}
    template = "releases/body.html" if wants_fragment(request) else "releases/page.html"
    return render(request, template, context, status=status)


def seen_release(request: HttpRequest, number: str) -> Release:
    found = seen_record(request, number)
    if not isinstance(found, Release):
        raise Http404(number)
    return found


def _context(request: HttpRequest, release: Release) -> dict[str, Any]:
    user, rule = user_of(request), HaltRule.of(release.service_id)
    rows = list(seen(release, rule=rule).order_by("deployed_at")) if release.is_frozen else []
    share, limit = counted(rows), limit_of(release, rule)
    has_begun = release.state not in BEFORE
    return {
        "record": release,
        "share": share,
        "limit": limit,
        "least_reports": rule.least_reports,
        "is_over": bool(share.deployed) and 100 * share.reported >= limit * share.deployed,
        "chart": chart_of(curve_of(rows), limit) if rows else None,
        "gaps": as_read_by(gaps_of(release), user) if release.is_open else [],
        "gaps_at_start": as_read_by(gaps_at_start(release), user),
        "has_begun": has_begun,
        "covers": cover_of(release),
        "changes": list(release.changes.visible_to(user).order_by("pk")),
        "builds": list(release.builds.select_related("by")[:5]),
        "may_note": release.state not in (*BEFORE, "closed")
        and user.rights.may("release", "note_deployments"),
        "noted": [one for one in NOTED if one[0] != "deployed" or release.state in deploying.SPREADING],
        **_tiles(request, release, user, {row.pk: row for row in rows}, share),
    }


def _tiles(
    request: HttpRequest, release: Release, user: User, rows: dict[int, Any], share: Share
) -> dict[str, Any]:
    is_pilot, show = asked_for(request, "group") != "rest", asked_for(request, "show")
    deployments = Deployment.objects.filter(release=release, is_pilot=is_pilot)
    page: Any = page_of(
        _narrowed(deployments, show, rows).select_related("customer").order_by("customer__code"), request
    )
    if not is_pilot:
        keys = [row.pk for row in page.rows]
        rows = {row.pk: row for row in seen(release, is_pilot=False).filter(pk__in=keys)}
    first = [rows[row.pk].first_incident for row in page.rows if row.pk in rows]
    incidents = Record.objects.visible_to(user).filter(pk__in=[key for key in first if key]).in_bulk()
    page.rows = [_tile(row, rows.get(row.pk), incidents) for row in page.rows]
    return {"page": page, "chips": _chips(release, is_pilot, show, share), "is_pilot": is_pilot, "show": show}


def _narrowed(deployments: Any, show: str, rows: dict[int, Any]) -> Any:
    if show == "reported":
        return deployments.filter(pk__in=[key for key, row in rows.items() if row.fault_at is not None])
    if show == "has-it":
        return deployments.filter(deployed_at__isnull=False)
    return deployments.filter(status=show) if show in Status.values else deployments


def _tile(deployment: Deployment, row: Any, incidents: dict[int, Record]) -> Tile:
    tone = TONES[Status(deployment.status)]
    if row is None:
        return Tile(deployment, tone)
    return Tile(
        deployment, "alarm" if row.fault_at else tone, row.fault_at, incidents.get(row.first_incident)
    )


def _chips(release: Release, is_pilot: bool, show: str, share: Share) -> list[dict[str, Any]]:
    """The ways to narrow the tiles, each with how many there are."""
    rows = release.deployments.filter(is_pilot=is_pilot).values_list("status").annotate(count=Count("pk"))
    found = dict(rows.order_by())
    group = "" if is_pilot else "&group=rest"
    chips = [
        {
            "label": _("All"),
            "count": sum(found.values()),
            "query": f"?{group.lstrip('&')}",
            "is_current": not show,
        }
    ]
    if is_pilot and share.deployed:
        told = {"label": _("Reported"), "count": share.reported, "query": "?show=reported"}
        chips.append(told | {"is_current": show == "reported"})
    for status, label in Status.choices:
        if status in found:
            told = {"label": label, "count": found[status], "query": f"?show={status}{group}"}
            chips.append(told | {"is_current": show == status})
    return chips
