"""Settings of webhooks: the list, one webhook with its log, a trial, a new secret."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from notifications.channels.webhook import try_out
from notifications.forms import WebhookForm
from notifications.models import Webhook
from notifications.models.webhooks import new_secret
from notifications.views.settings import EDIT, SEE, keep, may_edit, row_of, tabs
from people import access_log
from people.models import AccessLog
from people.views.doors import Asked, needs, posted

MOST_LOGGED = 100
SHOWN_ONCE = "webhook_secret_of"


@require_GET
@needs(*SEE)
def webhooks(request: Asked) -> HttpResponse:
    context = {
        "webhooks": Webhook.objects.select_related("owner"),
        "tabs": tabs("webhooks"),
        "may_edit": may_edit(request),
    }
    return render(request, "notifications/settings/webhooks.html", context)


@require_http_methods(["GET", "POST"])
@needs(*SEE)
@transaction.atomic
def webhook(request: Asked, pk: int | None = None) -> HttpResponse:
    """A new webhook, or one that is changed. Its secret is shown once, right after it was made."""
    found = row_of(request, Webhook, pk)
    form = WebhookForm(posted(request), instance=found)
    if form.is_bound and form.is_valid():
        saved = keep(request, form, _("The webhook “%(name)s” is kept."))
        if pk is None:
            request.session[SHOWN_ONCE] = saved.pk
        return redirect("desk:webhook", pk=saved.pk)
    is_new_secret = pk is not None and request.session.get(SHOWN_ONCE) == pk
    if is_new_secret:
        del request.session[SHOWN_ONCE]
    context = {
        "form": form,
        "webhook": found,
        "secret": found.secret if is_new_secret and may_edit(request) else "",
        "deliveries": list(found.deliveries.select_related("notice")[:MOST_LOGGED]) if pk else [],
        "may_edit": may_edit(request),
    }
    return render(
        request, "notifications/settings/webhook.html", context, status=400 if form.is_bound else 200
    )


@require_POST
@needs(*EDIT)
def try_webhook(request: Asked, pk: int) -> HttpResponse:
    found = get_object_or_404(Webhook, pk=pk)
    (delivery,) = try_out([found])
    if delivery.has_succeeded:
        messages.success(request, _("It answered in %(time)s ms.") % {"time": delivery.milliseconds})
    else:
        messages.error(request, _("It did not arrive: %(why)s") % {"why": delivery.error_words})
    return redirect("desk:webhook", pk=pk)


@require_POST
@needs(*EDIT)
def renew_secret(request: Asked, pk: int) -> HttpResponse:
    found = get_object_or_404(Webhook, pk=pk)
    found.secret = new_secret()
    found.save(update_fields=["secret"])
    changed = {"secret": ["", _("renewed")]}
    access_log.note(AccessLog.Event.CHANGED, by=request.user, subject=found, changes=changed, request=request)
    request.session[SHOWN_ONCE] = found.pk
    return redirect("desk:webhook", pk=pk)
