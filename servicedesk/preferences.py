"""Theme and language: stored on the account, and in a cookie for the pages before sign-in."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.models import User
from servicedesk.context import THEME_COOKIE, THEMES
from servicedesk.htmx import go_to, wants_fragment

Respond = Callable[[HttpRequest], HttpResponse]
YEAR = 365 * 24 * 3600


@require_POST
@login_not_required
def set_theme(request: HttpRequest) -> HttpResponse:
    theme = request.POST.get("theme", "")
    if theme not in THEMES:
        return HttpResponseBadRequest(_("The theme is one of auto, light and dark."))
    _remember(request, theme=theme)
    # The script has changed the page already; without it the page comes again in the new theme.
    response = HttpResponse(status=204) if wants_fragment(request) else go_to(request, back(request))
    return _keep(response, THEME_COOKIE, theme)


@require_POST
@login_not_required
def set_language(request: HttpRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest(_("This language is not offered."))
    _remember(request, language=language)
    return _keep(go_to(request, back(request)), settings.LANGUAGE_COOKIE_NAME, language)


def _remember(request: HttpRequest, **choice: str) -> None:
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(**choice)


def _keep(response: HttpResponse, name: str, value: str) -> HttpResponse:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=secure, httponly=True)
    return response


def back(request: HttpRequest) -> str:
    """The page it was asked from, if it is one of ours."""
    asked = request.POST.get("next") or request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if asked and is_ours else "/"


def in_the_persons_language(get_response: Respond) -> Respond:
    """Middleware: the language of the account wins over the browser's wish. Stands below authentication."""

    def respond(request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.language != translation.get_language():
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return respond
