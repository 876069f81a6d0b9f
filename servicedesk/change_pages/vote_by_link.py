"""Voting from a mail, without signing in: the link opens what is judged, and a form that is sent once."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from changes.forms import VoteForm
from changes.judging import judgement_of
from changes.models import VoteLink
from changes.vote_links import VoidLink, change_of, opened, vote_by
from people.views.doors import posted
from records.errors import Forbidden, Refused
from servicedesk.records_pages.dialogs import put_errors


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def vote(request: HttpRequest, token: str) -> HttpResponse:
    """GET, POST /vote/<token>/ — 410 for a link that opens nothing. A GET never votes: mail programs look ahead."""
    try:
        link = opened(token)
    except VoidLink as void:
        return _void(request, str(void))
    if request.user.is_authenticated and request.user.pk != link.person_id:
        told = {"person": link.person}
        return _void(request, _("This link is for %(person)s, and somebody else is signed in here.") % told)
    with translation.override(link.person.language or translation.get_language()):
        return _closed_to_others(_answer(request, token, link))


def _answer(request: HttpRequest, token: str, link: VoteLink) -> HttpResponse:
    form = VoteForm(posted(request))
    for field in form.fields.values():
        field.label = capfirst(str(field.label))
    if request.method != "POST" or not form.is_valid():
        return _show(request, link, form)
    given = form.cleaned_data
    try:
        change = vote_by(token, vote=given["vote"], reason=given["reason"])
    except ValidationError as error:
        put_errors(form, error)
        return _show(request, link, form)
    except VoidLink as void:
        return _void(request, str(void))
    except (Refused, Forbidden) as refused:
        return _void(request, str(refused))
    context = {"change": change, "words": dict(form.fields["vote"].choices)[given["vote"]]}  # type: ignore[attr-defined]
    return render(request, "change_pages/voted.html", context)


def _show(request: HttpRequest, link: VoteLink, form: VoteForm) -> HttpResponse:
    context = {
        "link": link,
        "judgement": judgement_of(change_of(link), link.person),
        "form": form,
        "is_outside": True,
    }
    return render(request, "change_pages/vote_by_link.html", context, status=400 if form.errors else 200)


def _void(request: HttpRequest, reason: str) -> HttpResponse:
    return _closed_to_others(
        render(request, "change_pages/link_is_void.html", {"reason": reason}, status=410)
    )


def _closed_to_others(response: HttpResponse) -> HttpResponse:
    """The address is the key: it is told to no other site, and to no search engine."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
