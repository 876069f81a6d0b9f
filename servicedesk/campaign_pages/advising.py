"""From an advisory to the calls that read it out."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from advisories.models import Advisory
from outreach.advising import plan_calls
from servicedesk.records_pages.lookup import login_required, seen_record, user_of


@login_required
@require_POST
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """POST /advisories/<number>/calls/ — the drafted campaign; 404 for what is no advisory one sees."""
    advisory = seen_record(request, number)
    if not isinstance(advisory, Advisory):
        raise Http404(number)
    campaign = plan_calls(advisory, by=user_of(request))
    return HttpResponseRedirect(reverse("desk:campaign", args=[campaign.number]), status=303)
