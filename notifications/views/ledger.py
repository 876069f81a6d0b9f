"""The page of the ledger."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from notifications import delivery
from notifications.ledger import LedgerForm, page_of
from notifications.models import Notice
from notifications.views.mailbox import may_look
from people.views.doors import Asked, needs


@require_GET
@needs("ledger", "see")
def ledger(request: Asked) -> HttpResponse:
    form = LedgerForm(request.GET)
    if not form.is_valid():
        return render(request, "notifications/ledger.html", {"form": form}, status=400)
    page = page_of(request.user, form.condition(), before=request.GET.get("before", ""))
    context = {
        "form": form,
        "page": page,
        "chips": _chips(form, request.GET),
        "older_url": _with(request.GET, before=page.older) if page.older else "",
        "newest_url": _with(request.GET, before="") if request.GET.get("before") else "",
        "has_mailbox": may_look(request.user),
        "may_send_again": request.user.rights.may("settings", "edit"),
    }
    return render(request, "notifications/ledger.html", context)


def _chips(form: LedgerForm, asked: QueryDict) -> list[dict[str, Any]]:
    return [
        {
            "label": form.fields[name].label,
            "value": words,
            "remove_url": _with(asked, **{name: "", "before": ""}),
        }
        for name, words in form.given().items()
    ]


def _with(asked: QueryDict, **changed: str) -> str:
    """This address with some filters changed; an empty one is left out."""
    query = asked.copy()
    for name, value in changed.items():
        query[name] = value
    kept = QueryDict(mutable=True)
    for name, kept_value in query.items():
        if kept_value:
            kept[name] = str(kept_value)
    return f"?{kept.urlencode()}"


@require_POST
@needs("settings", "edit")
def send_again(request: Asked, pk: int) -> HttpResponse:
    """Queue what failed once more."""
    seen = Notice.objects.about_seen_by(request.user).select_related("user", "contact")
    if delivery.send_again(get_object_or_404(seen, pk=pk)):
        messages.success(request, _("It is queued again."))
    else:
        messages.error(request, _("It cannot be sent again: no address is known still."))
    return redirect(f"{reverse('desk:notices-ledger')}?{request.GET.urlencode()}")
