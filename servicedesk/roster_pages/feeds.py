"""Private calendar addresses: made, shown once, ended; and the calendar itself, which asks for no sign-in."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.views.doors import Asked, needs, posted
from roster.areas import AREA
from roster.feeds import feed_for, issue, revoke
from roster.ics import calendar_of
from roster.models import Feed
from servicedesk.roster_pages.tabs import page_context


class FeedForm(forms.Form):
    breadth = forms.ChoiceField(label=gettext_lazy("shows"), choices=Feed.Breadth.choices)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(AREA, "see")
def feeds(request: Asked) -> HttpResponse:
    """The address is shown in the answer to its making, and never again."""
    form, address = FeedForm(posted(request)), ""
    if request.method == "POST" and form.is_valid():
        _feed, secret = issue(by=request.user, breadth=form.cleaned_data["breadth"])
        address = request.build_absolute_uri(reverse("desk:roster-feed", args=[secret]))
    mine = Feed.objects.filter(user=request.user, revoked_at=None)
    context = page_context(request, form=form, address=address, feeds=mine)
    return render(request, "roster/feeds.html", context, status=400 if form.errors else 200)


@require_POST
@needs(AREA, "see")
def revoke_feed(request: Asked, pk: int) -> HttpResponse:
    revoke(get_object_or_404(Feed, pk=pk, user=request.user), by=request.user)
    messages.success(request, _("The address no longer works."))
    return HttpResponseRedirect(reverse("desk:roster-feeds"))


@login_not_required
@never_cache
@sensitive_variables("secret")
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """GET /roster/feed/<secret>.ics — 404 for whatever is not a living address."""
    found = feed_for(secret)
    if found is None:
        raise Http404
    with translation.override(found.user.language):
        body = calendar_of(found, request.get_host())
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")
