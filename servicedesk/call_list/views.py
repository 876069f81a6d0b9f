"""The calls of a day, newest first."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from people.views.doors import Asked, needs
from servicedesk.call_list.selection import DIRECTIONS, RESULTS, Selection, read
from servicedesk.queues.ordering import Key, Order, page_of

PAGE = 50
NEWEST = Order(
    name="newest",
    label="",
    keys=(Key("started_at", is_descending=True, is_moment=True), Key("id", is_descending=True)),
)


@needs("call", "see")
@require_GET
def calls(request: Asked) -> HttpResponse:
    selection = read(request.GET, request.user)
    found: Any = selection.calls().select_related("agent", "contact", "customer", "service", "record")
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = page_of(found, NEWEST, after=after, before=before, size=PAGE)
    context = {
        "selection": selection,
        "calls": page.rows,
        "figures": selection.figures(),
        "figures_urls": _figures_urls(selection),
        "selection_clear_url": selection.url(customer=None, until=None, direction="", result=""),
        "tabs": _tabs(selection),
        "chips": _chips(selection),
        "days": _days(selection),
        "newer_url": _page_url(selection, "before", page.newer),
        "older_url": _page_url(selection, "after", page.older),
        "may_log": request.user.rights.may("call", "log"),
    }
    return render(request, "calls/list.html", context)


def _figures_urls(selection: Selection) -> dict[str, str]:
    """Every number opens the list it counts."""
    ways = {way: selection.url(direction=way, result="") for way in DIRECTIONS}
    return ways | {result: selection.url(result=result, direction="") for result in RESULTS}


def _tabs(selection: Selection) -> list[dict[str, Any]]:
    whose = [(_("Everybody's"), False, "phone"), (_("Mine"), True, "user")]
    return [
        {
            "label": label,
            "url": selection.url(is_mine=is_mine),
            "is_current": selection.is_mine == is_mine,
            "icon": icon,
        }
        for label, is_mine, icon in whose
    ]


def _chips(selection: Selection) -> list[dict[str, str]]:
    chosen: list[tuple[str, str, dict[str, Any]]] = []
    moment = "H:i" if selection.on else "Y-m-d H:i"
    if selection.since:
        since = date_format(timezone.localtime(selection.since), moment)
        chosen.append((_("From"), since, {"since": None}))
    if selection.until:
        until = date_format(timezone.localtime(selection.until), moment)
        chosen.append((_("Until"), until, {"until": None}))
    if selection.customer:
        chosen.append((_("Customer"), str(selection.customer), {"customer": None}))
    if selection.direction:
        chosen.append((_("Direction"), str(DIRECTIONS[selection.direction]), {"direction": ""}))
    if selection.result:
        chosen.append((_("Result"), str(RESULTS[selection.result][0]), {"result": ""}))
    return [
        {"label": label, "value": value, "remove_url": selection.url(**without)}
        for label, value, without in chosen
    ]


def _days(selection: Selection) -> dict[str, str]:
    """The ways to the day before and after; there is none after today."""
    on = selection.on
    if on is None:
        return {"today": selection.url(on=timezone.localdate())}
    after = selection.url(on=on + timedelta(1), until=None) if on < timezone.localdate() else ""
    return {
        "before": selection.url(on=on - timedelta(1), until=None),
        "after": after,
        "ever": selection.url(on=None, until=None) if selection.customer or selection.is_mine else "",
    }


def _page_url(selection: Selection, name: str, cursor: str) -> str:
    if not cursor:
        return ""
    url = selection.url()
    return f"{url}{'&' if '?' in url else '?'}{name}={cursor.replace('+', '%2B')}"
