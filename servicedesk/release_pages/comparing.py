"""Every release beside its predecessors: how it was tested, how many reported, how it ended."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cmdb.models import Service
from people.views.doors import asked_for, page_of
from releases.fault_share import Share, share_of
from releases.models import Release
from servicedesk.records_pages.lookup import login_required, user_of


@dataclass(frozen=True)
class Line:
    """One release. `change` is the share against the release of the same service before it, in points."""

    release: Release
    share: Share | None
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
    )
    page: Any = page_of(counted.order_by("-opened_at", "-pk"), request)
    page.rows = compared(page.rows)
    services = Service.objects.filter(pk__in=Release.objects.visible_to(user).values("service")).order_by(
        "name"
    )
    context = {"page": page, "services": services, "service": service}
    context["may_register"] = user.rights.may("release", "register")
    return render(request, "releases/list.html", context)


def compared(rows: list[Release]) -> list[Line]:
    """Each with its share and the change against its predecessor; the newest come first."""
    shares = {row.pk: share_of(row) if row.is_frozen else None for row in rows}
    return [
        Line(row, shares[row.pk], _change(row, rows[place + 1 :], shares)) for place, row in enumerate(rows)
    ]


def _change(row: Release, older: list[Release], shares: dict[int, Share | None]) -> int | None:
    own = shares[row.pk]
    before = next(
        (shares[one.pk] for one in older if one.service_id == row.service_id and shares[one.pk] is not None),
        None,
    )
    if own is None or before is None or own.percent is None or before.percent is None:
        return None
    return own.percent - before.percent
