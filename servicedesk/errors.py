"""Error pages that help: what happened, what to do, what was kept. A fragment where only a part of a page asked."""

import sys
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import requires_csrf_token

from servicedesk.context import product_name
from servicedesk.htmx import wants_fragment


@dataclass(frozen=True)
class Trouble:
    title: Any
    what: Any
    remedy: Any
    icon: str = "alert-circle"


TROUBLES = {
    400: Trouble(
        _("This request could not be read"),
        _("Something in it was not as expected."),
        _("Go back, look at what was typed, and send it again. Nothing was changed."),
    ),
    403: Trouble(
        _("This is not open to you"),
        _("Your roles do not grant this step."),
        _("Ask your shift leader or an administrator; the page of your profile lists your roles."),
        "lock",
    ),
    404: Trouble(
        _("Nothing here"),
        _("No page or record has this address, or it is not among those you may see."),
        _("Check the number, or search for it with Ctrl-K."),
        "map-search",
    ),
    409: Trouble(
        _("Somebody was faster"),
        _("The record has moved on since this page was drawn."),
        _("Look at what changed, then decide again. What you typed is kept."),
        "git-merge",
    ),
    429: Trouble(
        _("Too many requests"),
        _("More requests came from here than the desk takes in such a short time."),
        _("Wait a minute and try again. Calls and incidents are never refused for load."),
        "hourglass",
    ),
    500: Trouble(
        _("Something went wrong on our side"),
        _("The fault was logged. Nothing was changed by this request."),
        _(
            "Go back and try again: what you typed is kept. If it happens twice, tell an administrator the time."
        ),
        "bug",
    ),
    503: Trouble(
        _("The database does not answer"),
        _("It is being started again, or moved. Nothing was changed by this request."),
        _("Try again in a few seconds: what you typed is kept. If it lasts, tell an administrator."),
        "database-off",
    ),
}
TOO_MUCH = {
    RequestDataTooBig: _(
        "More text was sent at once than is taken here: shorten it, or attach it as a file."
    ),
    TooManyFieldsSent: _("More fields were sent than any form here has."),
}
RETRY_AFTER = 5  # seconds: about what the supervisor takes to start a database again
UNKNOWN = TROUBLES[400]
# A 409 with a reason of its own: the state of things does not allow it, and nobody need have been faster.
REFUSED = Trouble(
    _("This is not possible now"), "", _("Nothing was changed. What you typed is kept."), "hand-stop"
)


def trouble(request: HttpRequest, status: int, reason: Any = "", **context: Any) -> HttpResponse:
    """The page or fragment for a refusal. `reason` takes the place of the general sentence about what happened."""
    found = REFUSED if status == 409 and reason else TROUBLES.get(status, UNKNOWN)
    told = {"trouble": found, "reason": reason, "status": status, **context}
    if wants_fragment(request):
        # 5xx never comes here: the script shows its own words and leaves the form alone.
        response = render(request, "errors/fragment.html", told, status=status)
        response["HX-Retarget"] = "#toasts"
        response["HX-Reswap"] = "beforeend"
        return response
    return render(request, _template(status), told, status=status)


def _template(status: int) -> str:
    return f"errors/{status if status in TROUBLES else 400}.html"


def _reason(exception: Exception | None) -> str:
    """A sentence meant for the reader; Django's own technical ones (a URL pattern, a host) are not."""
    told = getattr(exception, "reader", "") or next(
        (words for kind, words in TOO_MUCH.items() if isinstance(exception, kind)), ""
    )
    return str(told)


# Not @requires_csrf_token, which looks into what was sent: that may be what cannot be read.
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return trouble(request, 400, _reason(exception))


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return trouble(request, 403, _reason(exception))


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return trouble(request, 404, _reason(exception))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return trouble(request, 403, _("The page was open too long, or cookies are switched off. Load it again."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither session nor database, and must not fail in its turn: at worst it is one sentence."""
    status = 503 if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)) else 500
    answer = _fault_for_programs(status) if request.path.startswith("/api/") else _fault_page(status)
    if status == 503:
        answer["Retry-After"] = str(RETRY_AFTER)
    return answer


def _fault_page(status: int) -> HttpResponse:
    told = {"trouble": TROUBLES[status], "status": status, "product_name": product_name(), "theme": "auto"}
    try:
        page = render_to_string("errors/500.html", told)
    except Exception:  # whatever broke the page may break this template too
        words = f"{status}. Something went wrong on our side."
        return HttpResponse(words, status=status, content_type="text/plain")
    return HttpResponse(page, status=status)


def _fault_for_programs(status: int) -> HttpResponse:
    """As REST refuses (RFC 9457), where the fault lay before its views: in reading the session, say."""
    trouble = TROUBLES[status]
    body = {"type": "about:blank", "title": trouble.title, "status": status, "detail": trouble.remedy}
    return JsonResponse(body, status=status, content_type="application/problem+json")
