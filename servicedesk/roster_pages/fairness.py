"""How evenly duty is shared."""

from datetime import datetime, timedelta

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from people.models import Team, User
from people.views.doors import Asked, needs
from roster.areas import AREA
from roster.fairness import loads
from roster.models.duty import at_local
from servicedesk.roster_pages.grid import MIDNIGHT
from servicedesk.roster_pages.tabs import page_context

DAYS = 28
LONGEST_DAYS = 400
DATE = forms.DateInput(attrs={"type": "date"})


class SpanForm(forms.Form):
    team = forms.ModelChoiceField(
        Team.objects.filter(is_active=True), label=_("team"), required=False, empty_label=_("all")
    )
    from_on = forms.DateField(label=_("from"), widget=DATE)
    until_on = forms.DateField(label=_("until"), widget=DATE)

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        start, end = given.get("from_on"), given.get("until_on")
        if start and end and not timedelta(0) <= end - start <= timedelta(days=LONGEST_DAYS):
            self.add_error("until_on", _now("Give a later day, at most 400 days on."))
        return given


@require_safe
@needs(AREA, "see")
def fairness(request: Asked) -> HttpResponse:
    """GET /roster/fairness/?team=3&from_on=…&until_on=… — 400 names what cannot be read."""
    today = timezone.localdate()
    first = {"from_on": today - timedelta(days=DAYS - 1), "until_on": today}
    form = SpanForm(
        request.GET if "from_on" in request.GET else {**first, "team": request.GET.get("team", "")}
    )
    is_readable = form.is_valid()
    rows = loads(_people(form), *_span(form)) if is_readable else []
    context = page_context(request, form=form, loads=rows, most=max((row.hours for row in rows), default=0))
    return render(request, "roster/fairness.html", context, status=200 if is_readable else 400)


def _span(form: SpanForm) -> tuple[datetime, datetime]:
    start, end = form.cleaned_data["from_on"], form.cleaned_data["until_on"]
    return at_local(start, MIDNIGHT), at_local(end + timedelta(days=1), MIDNIGHT)


def _people(form: SpanForm) -> "list[User]":
    """The team; without one, whoever has a shift in the span."""
    team = form.cleaned_data["team"]
    users = User.objects.filter(is_active=True, is_system=False).order_by("name", "pk")
    if team is not None:
        return list(users.filter(teams=team))
    start, end = _span(form)
    return list(users.filter(shifts__starts_at__lt=end, shifts__ends_at__gt=start).distinct())
