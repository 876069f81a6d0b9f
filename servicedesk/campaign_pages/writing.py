"""Writing a campaign on one page: why, who is called, what is said and asked, and when. What is wrong loses nothing."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from outreach.kind import CAMPAIGN
from outreach.models import Campaign
from outreach.questions import MOST_QUESTIONS, write_questions
from records.actions import register, revise
from records.errors import Conflict, Forbidden, Refused, Stale
from servicedesk.campaign_pages.forms import QuestionSet, joined
from servicedesk.campaign_pages.lookup import seen_campaign
from servicedesk.errors import trouble
from servicedesk.once import once
from servicedesk.records_pages import registering, revising
from servicedesk.records_pages.dialogs import forbidden, put_errors
from servicedesk.records_pages.forms import RecordForm
from servicedesk.records_pages.lookup import login_required, user_of
from servicedesk.records_pages.versions import VERSION, version_of


@dataclass
class Draft:
    """The page as it stands: the campaign's own columns, and its questions."""

    request: HttpRequest
    form: RecordForm
    campaign: Campaign | None = None

    @cached_property
    def rows(self) -> Any:
        present = as_rows(self.campaign) if self.campaign else []
        rows = QuestionSet(self.request.POST if self.request.method == "POST" else None, initial=present)
        # One row for each question there may be: those that are not needed yet stay hidden.
        rows.extra = MOST_QUESTIONS - len(present)
        return rows

    def is_valid(self) -> bool:
        are_both = (self.form.is_valid(), self.rows.is_valid())
        return all(are_both)

    @property
    def asked(self) -> list[dict[str, Any]]:
        return [row.cleaned_data for row in self.rows if row.cleaned_data.get("text")]

    @property
    def written(self) -> int:
        """How many rows are in use, the empty ones between them included."""
        places = [place for place, row in enumerate(self.rows, start=1) if _is_in_use(row)]
        return max(places, default=0)


def _is_in_use(row: Any) -> bool:
    return bool(row["text"].value() or row["options"].value() or row.errors)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """GET, POST /campaigns/new/?audience=record&for_record=12 — 403 without the right."""
    if not user_of(request).rights.may(CAMPAIGN.name, "register"):
        return forbidden(request, CAMPAIGN, "register", _("Register"))
    draft = Draft(request, registering.form_for(CAMPAIGN, request))
    if request.method == "GET" or not draft.is_valid():
        return _show(draft, status=200 if request.method == "GET" else 400)
    try:
        number = once(request, lambda: _register(draft).number)
    except ValidationError as error:
        put_errors(draft.form, error)
        return _show(draft, status=400)
    except Forbidden:
        return forbidden(request, CAMPAIGN, "register", _("Register"))
    return HttpResponseRedirect(reverse("desk:campaign", args=[number]), status=303)


@transaction.atomic
def _register(draft: Draft) -> Campaign:
    user = user_of(draft.request)
    given = {name: value for name, value in draft.form.cleaned_data.items() if value not in (None, "")}
    made = register(Campaign, by=user, **given)
    if draft.asked:
        write_questions(made, by=user, questions=draft.asked)
    return made


@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, number: str) -> HttpResponse:
    """GET, POST /campaigns/CMP0000001/write/ — while it is a draft. 403, 409, 400."""
    campaign, user = seen_campaign(request, number), user_of(request)
    if not user.rights.may(CAMPAIGN.name, "revise"):
        return forbidden(request, CAMPAIGN, "revise", _("Revise"))
    if campaign.state != "drafted":
        return trouble(request, 409, _("It is approved as it stands: take it back to the draft first."))
    draft = Draft(request, revising.form_for(campaign, request), campaign)
    if request.method == "GET" or not draft.is_valid():
        return _show(draft, status=200 if request.method == "GET" else 400)
    return _write(draft, campaign)


def _write(draft: Draft, campaign: Campaign) -> HttpResponse:
    request, version = draft.request, version_of(draft.request)
    changed = revising.mine(request, campaign, draft.form, version)
    try:
        _keep(draft, campaign, version, changed)
    except ValidationError as error:
        put_errors(draft.form, error)
        return _show(draft, status=400)
    except Stale as stale:
        revising.brought_up_to_date(draft.form, request, campaign, changed)
        return _show(draft, status=409, conflicts=stale.conflicts, version=stale.version)
    except Refused as refused:
        return trouble(request, 409, refused.reason)
    return HttpResponseRedirect(reverse("desk:campaign", args=[campaign.number]), status=303)


@transaction.atomic
def _keep(draft: Draft, campaign: Campaign, version: int | None, changed: dict[str, Any]) -> None:
    user = user_of(draft.request)
    revise(campaign, by=user, version=version, **changed)
    if draft.rows.has_changed():
        write_questions(campaign, by=user, questions=draft.asked)


def _show(
    draft: Draft,
    *,
    status: int,
    conflicts: list[Conflict] | None = None,
    version: int | None = None,
) -> HttpResponse:
    campaign, request = draft.campaign, draft.request
    context = {
        "record": campaign,
        "form": draft.form,
        "rows": draft.rows,
        "shown": draft.written + 1,
        "version_field": VERSION,
        "version": version or version_of(request) or (campaign.version if campaign else ""),
        "conflicts": [revising.side_by_side(campaign, one) for one in conflicts or [] if campaign],
    }
    return render(request, "campaigns/write.html", context, status=status)


def as_rows(campaign: Campaign) -> list[dict[str, Any]]:
    return [
        {
            "text": one.text,
            "sort": one.sort,
            "options": joined(one.options),
            "is_required": one.is_required,
        }
        for one in campaign.questions.all()
    ]
