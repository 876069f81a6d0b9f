"""Writing a campaign's questions, while it is a draft."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from outreach.models import Campaign
from outreach.questions import write_questions
from servicedesk.campaign_pages.forms import QuestionSet
from servicedesk.campaign_pages.lookup import seen_campaign
from servicedesk.errors import trouble
from servicedesk.htmx import go_to
from servicedesk.records_pages.lookup import login_required, user_of


@login_required
@require_http_methods(["GET", "POST"])
def questions(request: HttpRequest, number: str) -> HttpResponse:
    """GET, POST /campaigns/CMP0000001/questions/ — rows with an empty text are left out. 403, 409, 400."""
    campaign, user = seen_campaign(request, number), user_of(request)
    user.rights.require("campaign", "revise")
    if campaign.state != "drafted":
        return trouble(request, 409, _("It is approved as it stands: take it back to the draft first."))
    rows: Any = QuestionSet(request.POST if request.method == "POST" else None, initial=_present(campaign))
    problems: list[str] = []
    if request.method == "POST" and rows.is_valid():
        asked = [row.as_question() for row in rows if row.cleaned_data.get("text", "").strip()]
        try:
            write_questions(campaign, by=user, questions=asked)
            return go_to(request, reverse("desk:campaign", args=[campaign.number]))
        except ValidationError as refused:
            problems = refused.messages
    status = 400 if request.method == "POST" else 200
    context = {"record": campaign, "rows": rows, "problems": problems}
    return render(request, "campaigns/questions.html", context, status=status)


def _present(campaign: Campaign) -> list[dict[str, Any]]:
    return [
        {
            "text": one.text,
            "sort": one.sort,
            "options": " / ".join(one.options),
            "is_required": one.is_required,
        }
        for one in campaign.questions.all()
    ]
