"""`/style/`: every component in all its states, to look at while building. Absent from an installation."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from servicedesk import style_samples
from servicedesk.htmx import close_dialog, toast
from servicedesk.style_samples import SampleForm


def open_only_to_builders() -> None:
    if not (settings.DEBUG or getattr(settings, "TESTING", False)):
        raise Http404


@login_not_required
def style(request: HttpRequest) -> HttpResponse:
    open_only_to_builders()
    layout = {"wall": "style/wall.html", "plain": "style/plain.html"}
    return render(request, layout.get(request.GET.get("layout", ""), "style/page.html"), samples())


@login_not_required
def step(request: HttpRequest) -> HttpResponse:
    """A dialog that refuses a form without a title, and takes any other."""
    open_only_to_builders()
    form = SampleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return close_dialog(_("Resolved."))
    told = {"title": _("Resolve"), "action": request.path, "form": form}
    return render(request, "components/dialog.html", told, status=400 if form.is_bound else 200)


@login_not_required
def part(request: HttpRequest) -> HttpResponse:
    """The live part of the page, by itself."""
    open_only_to_builders()
    return toast(render(request, "style/table.html", samples()), _("Fetched again."), "info")


def samples() -> dict[str, Any]:
    return {
        "navigation": style_samples.navigation(),
        "people": style_samples.PEOPLE,
        "clocks": style_samples.clocks(),
        "rows": style_samples.rows(),
        "entries": style_samples.entries(),
        "figures": style_samples.figures(),
        "intake": style_samples.intake(),
        "times": style_samples.times(),
        "form": SampleForm(),
        "refused": SampleForm({"impact": "9", "note": _("typed before, and kept")}),
        **lists(),
    }


def lists() -> dict[str, Any]:
    return {
        "levels": [1, 2, 3, 4, 5, None],
        "tones": ["new", "active", "waiting", "done", "ended", "alarm"],
        "notices": ["info", "good", "warn", "bad"],
        "chips": [
            {"label": _("Team"), "value": _("Service desk"), "remove_url": "?team="},
            {"label": _("Priority"), "value": "P1, P2", "remove_url": "?priority="},
            {"label": _("Unassigned"), "value": "", "remove_url": "?unassigned="},
        ],
        "tabs": [
            {"label": _("Mine"), "url": "?view=mine", "is_current": True, "count": 6},
            {"label": _("My team's"), "url": "?view=team", "count": 31},
            {"label": _("Overdue"), "url": "?view=overdue", "count": 7, "tone": "bad"},
            {"label": _("Everything"), "url": "?view=all", "count": None},
        ],
    }
