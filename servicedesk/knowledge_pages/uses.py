"""“This helped” and “did not help”, one click each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from advisories.models import Advisory
from knowledge.models import Article
from knowledge.uses import use
from servicedesk.records_pages.dialogs import done
from servicedesk.records_pages.lookup import login_required, seen_record, user_of


@login_required
@require_POST
def used(request: HttpRequest, number: str, article: str) -> HttpResponse:
    """Either may be invisible to this person, and is absent then."""
    record, found = seen_record(request, number), seen_record(request, article)
    if not isinstance(found, Article | Advisory):
        raise Http404(article)
    has_helped = request.POST.get("helped") == "yes"
    use(found, by=user_of(request), record=record, has_helped=has_helped)
    told = {"number": found.number}
    text = _("%(number)s helped: noted.") if has_helped else _("%(number)s did not help: noted.")
    return done(request, record, text % told)
