"""The reports: of a day, a week, a month; on a page, as a file, and by mail."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people.access_log import note
from people.models import AccessLog
from people.rights import Forbidden
from people.views.doors import Asked, needs
from servicedesk.reports.making import report_of
from servicedesk.reports.periods import DAILY, REPORTS, BadPeriod, Period, asked_period, period_of
from servicedesk.reports.writing import TYPES, written


@require_safe
@needs("reports", "see")
def reports(request: Asked) -> HttpResponse:
    """GET /reports/ — leads to the report of yesterday."""
    return redirect("desk:report", DAILY)


@require_safe
@needs("reports", "see")
def report(request: Asked, name: str) -> HttpResponse:
    """GET /reports/daily|weekly|monthly/?on=2026-11-22&format=csv|xlsx|pdf — 400 for a day that cannot be read."""
    if name not in REPORTS:
        raise Http404(name)
    period = asked_period(name, request.GET.get("on", ""))
    if form := request.GET.get("format", ""):
        return _file(request, period, form)
    context = {"report": report_of(request.user, period), "period": period, "tabs": _tabs(period)}
    context["may_export"] = request.user.rights.may("export", "take")
    return render(request, "reports/report.html", context)


def _file(request: Asked, period: Period, form: str) -> HttpResponse:
    if form not in TYPES:
        raise BadPeriod(_("format: a report is taken as csv, xlsx or pdf."))
    if not request.user.rights.may("export", "take"):
        raise Forbidden("export.take")
    note(
        AccessLog.Event.EXPORTED,
        by=request.user,
        changes={"report": period.name, "format": form},
        request=request,
    )
    content = written(report_of(request.user, period, has_charts=False), form)
    response = HttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{period.name}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _tabs(period: Period) -> list[dict[str, Any]]:
    """The same time as day, week and month."""
    return [
        {
            "label": label,
            "url": period_of(name, period.last if not period.is_running else period.first).url(),
            "is_current": name == period.report,
        }
        for name, label in REPORTS.items()
    ]
