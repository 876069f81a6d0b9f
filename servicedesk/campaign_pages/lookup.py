"""The campaign that an address names, as far as the person sees it."""

from django.http import Http404, HttpRequest

from outreach.models import Campaign
from servicedesk.records_pages.lookup import seen_record


def seen_campaign(request: HttpRequest, number: str) -> Campaign:
    found = seen_record(request, number)
    if not isinstance(found, Campaign):
        raise Http404(number)
    return found
