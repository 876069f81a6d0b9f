"""The phone pages open without a line: the worker that keeps them in the browser, and whose each page is."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from people.models import User
from servicedesk.context import SCRIPTS

SCRIPT = SCRIPTS / "pages" / "visits-worker.js"
WHOSE = "X-Kept-For"


@require_safe
@login_not_required
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """GET /my-visits/worker.js — a worker answers for what stands below its own address, hence not /static/.

    Open to all: it holds nobody's data, and a browser whose session has ended gets its mended version too.
    """
    return HttpResponse(SCRIPT.read_bytes(), content_type="text/javascript; charset=utf-8")


def kept_for(user: User, page: HttpResponse) -> HttpResponse:
    """The worker keeps a page only where this says whose it is: the person as the live channel names him."""
    page[WHOSE] = f"user:{user.pk}"
    return page
