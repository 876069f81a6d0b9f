"""The mailbox of the one-command start: what would have been mailed."""

from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from notifications.mailbox import is_kept_here
from notifications.models import SentFile, SentMail
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
    found = get_object_or_404(SentMail, pk=pk)
    context = {"mail": found, "files": found.files.defer("content")}
    return render(request, "notifications/mail.html", context)


@require_GET
@signed_in
def file(request: Asked, pk: int, file: int) -> HttpResponse:
    """Always saved, never shown: what is attached may be anything."""
    if not may_look(request.user):
        raise Http404("mailbox")
    found = get_object_or_404(SentFile, mail=pk, pk=file)
    answer = HttpResponse(bytes(found.content), content_type=found.content_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name)
    answer["Cache-Control"] = "private, no-store"
    return answer
