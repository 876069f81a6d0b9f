"""Who would be called, counted while the audience of a campaign is being chosen."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from outreach.audience import preview
from outreach.kind import CAMPAIGN
from outreach.models import Campaign
from servicedesk.records_pages import registering
from servicedesk.records_pages.lookup import login_required, user_of

# The columns that decide who is on it, and how they are counted.
DECIDING = (
    "audience", "for_record", "service", "item", "product_model", "item_class", "region", "callees", "segment_by",
    "purpose", "sample_size", "quota",
)  # fmt: skip
FIRST_SHOWN = 5


@login_required
@require_POST
def audience(request: HttpRequest) -> HttpResponse:
    """POST /campaigns/new/audience/ — the form as it stands; it changes nothing. 403 without the right."""
    user_of(request).rights.require(CAMPAIGN.name, "register")
    form = registering.form_for(CAMPAIGN, request)
    form.is_valid()
    chosen = {name: form.cleaned_data[name] for name in DECIDING if name in form.cleaned_data}
    campaign = Campaign(kind=CAMPAIGN.name, **chosen)
    missing = [str(why) for why in campaign.wrong_audience().values()]
    return render(request, "campaigns/audience_now.html", {"missing": missing, **_counted(campaign, missing)})


def _counted(campaign: Campaign, missing: list[str]) -> dict[str, Any]:
    if missing:
        return {}
    seen = preview(campaign)
    reached, size = len(seen.callable), campaign.sample_size or 0
    return {
        "preview": seen,
        "first": seen.people[:FIRST_SHOWN],
        "more": max(len(seen.people) - FIRST_SHOWN, 0),
        "drawn": min(size, reached) if campaign.is_sampled and size else None,
        "is_short": campaign.is_sampled and size > reached,
    }
