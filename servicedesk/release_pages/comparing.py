"""Every release beside its predecessors: how it was tested, how many reported, how it ended."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cmdb.models import Service
from people.views.doors import asked_for, page_of
from releases.fault_share import Share, share_of
from releases.models import Deployment, Release
from servicedesk.records_pages.lookup import login_required, user_of


@dataclass(frozen=True)
class Line:
    """One release. `change` is the share against that of its predecessor, in points: of the release of the same
    service before it that pilot customers got."""

    release: Release
    share: Share | None
    predecessor: Release | None = None
    change: int | None = None

    @property
    def fewer(self) -> int:
        return -(self.change or 0)


@login_required
@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """GET /releases/?service= — newest first."""
    user, service = user_of(request), asked_for(request, "service")
    seen: Any = Release.objects.visible_to(user)
    rows = seen.select_related("service", "owner", "fixes")
    if service.isdecimal():
        rows = rows.filter(service=service)
    counted = rows.annotate(
        passed=Count("test_runs__product_model", filter=Q(test_runs__result="passed"), distinct=True),
        patch_count=Count("patches", distinct=True),
        predecessor=Subquery(_before(seen).values("pk")[:1]),
    )
    page: Any = page_of(counted.order_by("-opened_at", "-pk"), request)
    page.rows = compared(page.rows)
    services = Service.objects.filter(pk__in=seen.values("service")).order_by("name")
    context = {"page": page, "services": services, "service": service}
    context["may_register"] = user.rights.may("release", "register")
    return render(request, "releases/list.html", context)


def _before(seen: Any) -> Any:
    """The releases of a row's service that came before it and that somebody got: without them there is no share."""
    got_it = Deployment.objects.filter(release=OuterRef("pk"), is_pilot=True, deployed_at__isnull=False)
    older = seen.filter(service=OuterRef("service"), opened_at__lt=OuterRef("opened_at"))
    return older.filter(Exists(got_it)).order_by("-opened_at", "-pk")


def compared(rows: list[Any]) -> list[Line]:
    """Each with its share and the change against its predecessor, on whichever page of the list that one stands."""
    known = {row.pk: row for row in rows}
    elsewhere = {row.predecessor for row in rows if row.predecessor and row.is_frozen} - known.keys()
    known |= Release.objects.in_bulk(elsewhere)
    shares = {key: share_of(row) if row.is_frozen else None for key, row in known.items()}
    return [_line(row, known.get(row.predecessor), shares) for row in rows]


def _line(row: Release, predecessor: Release | None, shares: dict[int, Share | None]) -> Line:
    own, before = shares[row.pk], shares[predecessor.pk] if predecessor else None
    if own is None or before is None or own.percent is None or before.percent is None:
        return Line(row, own)
    return Line(row, own, predecessor, own.percent - before.percent)
