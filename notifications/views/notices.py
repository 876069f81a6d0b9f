"""The pages of the bell: the number in the top bar, the list, opening and acknowledging."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from notifications import reading
from notifications.bell import stand_of
from notifications.models import Notice, Preference
from people.views.doors import Asked, signed_in

ALL, UNREAD = "all", "unread"


@require_GET
@signed_in
def notices(request: Asked) -> HttpResponse:
    template = "list.html" if is_fragment(request) else "page.html"
    return render(request, f"notifications/{template}", _context(request))


def is_fragment(request: HttpRequest) -> bool:
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def _context(request: Asked) -> dict[str, object]:
    shown = ALL if request.GET.get("show") == ALL else UNREAD
    stand = stand_of(request.user, is_all=shown == ALL, before=_key(request.GET.get("before", "")))
    here = reverse("desk:notices")
    preference = Preference.objects.filter(user=request.user).first()
    return {
        "stand": stand,
        "my_topic": f"user:{request.user.pk}",
        "shown": shown,
        "here": request.get_full_path() if request.method == "GET" else f"{here}?show={shown}",
        "older_url": f"{here}?show={shown}&before={stand.before}" if stand.before else "",
        "newest_url": f"{here}?show={shown}" if request.GET.get("before") else "",
        "mails_watched": preference is None or preference.mails_watched,
        "tabs": [
            {"label": label, "url": f"{here}?show={name}", "is_current": shown == name, "count": None}
            for name, label in ((UNREAD, _("Unread")), (ALL, _("All")))
        ],
    }


def _key(text: str) -> int | None:
    """The key after which a page begins; anything else is the first page."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


@require_GET
@signed_in
def bell(request: Asked) -> HttpResponse:
    return render(request, "components/bell.html", {"unread": reading.unread_count(request.user)})


def _mine(request: Asked, pk: int) -> Notice:
    """Another person's notice is absent, and so is one about a record no longer seen."""
    return get_object_or_404(Notice.objects.shown_to(request.user).select_related("record"), pk=pk)


@require_GET
@signed_in
def notice(request: Asked, pk: int) -> HttpResponse:
    """To the record or the page that a notice is about. On the way it counts as read, as an opened letter does."""
    found = _mine(request, pk)
    reading.read([found], request.user)
    return redirect(found.leads_to)


@require_POST
@signed_in
def acknowledge(request: Asked, pk: int) -> HttpResponse:
    reading.acknowledge(_mine(request, pk), by=request.user)
    return _answer(request)


@require_POST
@signed_in
def read_all(request: Asked) -> HttpResponse:
    reading.read_all(request.user)
    return _answer(request)


@require_POST
@signed_in
def prefer(request: Asked) -> HttpResponse:
    """Whether what one only watches comes by mail too."""
    mails = request.POST.get("mails_watched") == "on"
    Preference.objects.update_or_create(user=request.user, defaults={"mails_watched": mails})
    return _answer(request)


def _answer(request: Asked) -> HttpResponse:
    if is_fragment(request):
        return render(request, "notifications/list.html", _context(request))
    return redirect("desk:notices")
