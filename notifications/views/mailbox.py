"""The mailbox of the one-command start: what would have been mailed."""

from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from notifications.mailbox import is_kept_here
from notifications.models import SentMail
from people.models import User
from people.views.doors import Asked, signed_in

PAGE = 50


def may_look(user: User) -> bool:
    """Whoever may change the settings; in a demonstration everybody, since everybody may be anybody there."""
    return is_kept_here() and (settings.IS_DEMO or user.rights.may("settings", "edit"))


@require_GET
@signed_in
def mailbox(request: Asked) -> HttpResponse:
    if not may_look(request.user):
        raise Http404("mailbox")
    words, before = request.GET.get("q", "").replace("\0", "").strip()[:100], request.GET.get("before", "")
    mails = SentMail.objects.order_by("-id")
    if words:
        mails = mails.filter(Q(subject__icontains=words) | Q(to__icontains=words))
    if before.isascii() and before.isdigit() and len(before) < 19:
        mails = mails.filter(pk__lt=int(before))
    found = list(mails[: PAGE + 1])
    older_url = ""
    if len(found) > PAGE:
        older_url = "?" + urlencode({"q": words, "before": found[PAGE - 1].pk})
    context = {"mails": found[:PAGE], "older_url": older_url, "words": words}
    return render(request, "notifications/mailbox.html", context)


@require_GET
@signed_in
def mail(request: Asked, pk: int) -> HttpResponse:
    if not may_look(request.user):
        raise Http404("mailbox")
    return render(request, "notifications/mail.html", {"mail": get_object_or_404(SentMail, pk=pk)})
