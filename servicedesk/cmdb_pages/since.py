"""What changed since a day or a baseline, and naming a moment as one."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cmdb.models import Baseline
from cmdb.sight import AREA, items_for
from cmdb.timeline import Words, changed_since, scope_of
from people.views.doors import Asked, needs, posted
from servicedesk.cmdb_pages.listing import may
from servicedesk.htmx import go_to
from servicedesk.records_pages.dialogs import show
from servicedesk.settings_pages.forms.controls import offer_rows

MOST = 200
DAYS = 7
RELATED = ("item_class", "service", "customer", "by")


class BaselineForm(forms.ModelForm[Baseline]):
    class Meta:
        model = Baseline
        fields = ("name", "note", "item_class", "service", "customer")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("item_class", "service", "customer"):
            self.fields[name].empty_label = _("all")  # type: ignore[attr-defined]
        offer_rows(self)


@require_safe
@needs(AREA, "see")
def since(request: Asked) -> HttpResponse:
    """GET /items/since/?baseline=3, or ?day=2026-11-01 — by default the last week."""
    baselines = list(Baseline.objects.select_related(*RELATED)[:50])
    asked = request.GET.get("baseline", "")
    baseline = next((one for one in baselines if str(one.pk) == asked), None)
    at = baseline.at if baseline else _start_of(request.GET.get("day", ""))
    seen = items_for(request.user)
    found = changed_since(at, scope_of(baseline, seen) if baseline else seen, most=MOST)
    words = Words()
    context = {
        "baseline": baseline,
        "baselines": baselines,
        "at": at,
        "rows": [
            {"item": one.item, "is_new": one.is_new, "pairs": list(words.pairs(one.net))} for one in found
        ],
        "is_cut": len(found) == MOST,
        "most": MOST,
        **may(request.user),
    }
    return render(request, "cmdb/since.html", context)


def _start_of(text: str) -> datetime:
    """The beginning of a day; of the one a week ago where none is told."""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    day = day or timezone.localdate() - timedelta(days=DAYS)
    return timezone.make_aware(datetime.combine(day, time.min))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(AREA, "edit")
def new_baseline(request: Asked) -> HttpResponse:
    """GET, POST /items/baselines/new/ — this moment gets a name. History is whole, so nothing is copied."""
    form = BaselineForm(posted(request))
    if request.method == "POST" and form.is_valid():
        form.instance.by = request.user
        made = form.save()
        messages.success(request, _("The baseline “%(name)s” is set.") % {"name": made})
        return go_to(request, f"{reverse('desk:items-since')}?baseline={made.pk}")
    context = {"title": _("Set a baseline"), "submit": _("Set it now"), "form": form}
    return show(request, "cmdb/dialog.html", context, status=400 if form.errors else 200)
