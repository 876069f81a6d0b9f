"""An advisory as it is read: what callers are told first, what engineers know beside it, and what became of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from advisories.links import ADVISED
from advisories.mailing import fates
from advisories.models import Advisory
from knowledge.uses import Worth, worth_of
from records.links import back
from records.models import Record
from records.steps import open_steps
from servicedesk.records_pages.lookup import login_required, seen_record, user_of

MOST_VERSIONS = 20
MOST_MAILINGS = 10


def seen_advisory(request: HttpRequest, number: str) -> Advisory:
    found = seen_record(request, number)
    if not isinstance(found, Advisory):
        raise Http404(number)
    return found


@login_required
@require_safe
def advisory(request: HttpRequest, number: str) -> HttpResponse:
    """GET /advisories/ADV0000001/ — the published texts, or the draft where there is nothing published yet."""
    user, found = user_of(request), seen_advisory(request, number)
    mailings = list(found.mailings.select_related("by", "version")[:MOST_MAILINGS])
    outcomes = fates(mailings) if mailings else {}
    steps = open_steps(found, user)
    context = {
        "advisory": found,
        "is_draft": not found.edition,
        "plain": found.published_plain if found.edition else found.plain,
        "technical": found.published_technical if found.edition else found.technical,
        "is_being_written": found.edition and found.state in ("draft", "in_review"),
        "versions": list(found.versions.select_related("reviewer")[:MOST_VERSIONS]),
        "mailings": [(mailing, outcomes[mailing.pk]) for mailing in mailings],
        "origins": list(Record.objects.visible_to(user).filter(pk__in=back(found, ADVISED))),
        "steps": steps,
        "worth": worth_of([found.pk]).get(found.pk, Worth()),
        "may_call": user.rights.may("call", "log"),
        "may_plan": found.is_offered and user.rights.may("campaign", "register"),
        "may_mail": any(step.name == "mail_out" for step in steps),
        "may_write": any(step.name.startswith("write_") for step in steps),
    }
    return render(request, "advisories/page.html", context)
