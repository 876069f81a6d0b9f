"""Who else is here, and who wants to hear of the record."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from records import presence, watching
from records.sight import sees_internal
from servicedesk.htmx import announce, toast, wants_fragment
from servicedesk.records_pages.dialogs import CHANGED
from servicedesk.records_pages.lookup import login_required, seen_record, user_of

DOINGS = ("", "remark", "revise", "step")


@login_required
@require_POST
def here(request: HttpRequest, number: str) -> HttpResponse:
    """A sign of life from an open page, or its end. Answers who else is here."""
    record, user = seen_record(request, number), user_of(request)
    if "leave" in request.POST:
        presence.leave(record, user)
        return HttpResponse(status=204)
    doing = request.POST.get("doing", "")
    others = presence.arrive(record, user, doing=doing if doing in DOINGS else "")
    # A customer's own account is not told who of the house is at work.
    if not sees_internal(user.rights, record.kind):
        others = []
    return render(request, "records/presence.html", {"record": record, "others": others})


@login_required
@require_POST
def watch(request: HttpRequest, number: str) -> HttpResponse:
    """Begin or stop hearing of changes."""
    record, user = seen_record(request, number), user_of(request)
    if "stop" in request.POST:
        watching.unwatch(record, by=user)
        text = _("You no longer hear of changes of %(number)s.") % {"number": record.number}
    else:
        watching.watch(record, by=user)
        text = _("You hear of every change of %(number)s.") % {"number": record.number}
    if wants_fragment(request):
        return toast(announce(HttpResponse(status=204), CHANGED, record.number), text)
    return HttpResponseRedirect(record.get_absolute_url(), status=303)
