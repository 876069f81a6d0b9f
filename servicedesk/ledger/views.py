"""Pages of the ownership ledger."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from people.models import Team, User
from people.views.doors import Asked, needs, page_of
from servicedesk.htmx import wants_fragment
from servicedesk.ledger.hand_overs import DAYS, HandOverForm, hand_overs
from servicedesk.ledger.owners import owners
from servicedesk.settings_pages.forms.controls import offer_rows


class DeskForm(forms.Form):
    desk = forms.ModelChoiceField(
        Team.objects.filter(is_desk=True),
        label=gettext_lazy("desk"),
        required=False,
        empty_label=gettext_lazy("all"),
    )


@require_safe
@needs("ledger", "see")
def ledger(request: Asked) -> HttpResponse:
    """GET /ledger/?desk=3 — who answers for how much; 400 for a desk that there is not."""
    form = DeskForm(request.GET, auto_id="filter_%s")
    offer_rows(form, also_unused=True)
    is_readable = form.is_valid()
    context = {
        "form": form,
        "owners": owners(request.user, form.cleaned_data["desk"]) if is_readable else [],
        "desk": form.cleaned_data.get("desk"),
        "current": "owners",
        "here": request.get_full_path(),
        "days": DAYS,
    }
    template = "ledger/owners.html" if wants_fragment(request) else "ledger/page.html"
    response = render(request, template, context, status=200 if is_readable else 400)
    response["Vary"] = "HX-Request"
    return response


@require_safe
@needs("ledger", "see")
def hand_over_list(request: Asked) -> HttpResponse:
    """GET /ledger/hand-overs/?giver=…&taker=…&record=…&since=…&until=… — 400 names what cannot be read."""
    form = HandOverForm(request.GET)
    is_readable = form.is_valid()
    found = hand_overs(request.user).select_related("record", "owner").defer("record__description")
    page = page_of(found.filter(form.condition()) if is_readable else found.none(), request)
    people = User.objects.in_bulk({key for line in page.rows for key in (line.taker, line.handed_by) if key})  # type: ignore[attr-defined]
    context = {
        "form": form,
        "page": page,
        "lines": [
            {"line": line, "taker": people.get(line.taker), "by": people.get(line.handed_by)}  # type: ignore[attr-defined]
            for line in page.rows
        ],
        "is_narrowed": is_readable and form.is_narrowed,
        "current": "hand-overs",
    }
    return render(request, "ledger/hand_overs.html", context, status=200 if is_readable else 400)
