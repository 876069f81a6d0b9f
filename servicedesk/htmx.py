"""The few words a view speaks to the scripts of the page."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers


def wants_fragment(request: HttpRequest) -> bool:
    """True for a swap into the page; false for a whole page, also one restored from the browser's history."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def goes_on_fetching(request: HttpRequest) -> bool:
    """True where a browser opens a page and will fetch what the page leaves for later. It says so itself (Fetch
    Metadata: https and localhost); whoever does not, a tool or an old browser, gets the whole page in one piece."""
    return request.headers.get("Sec-Fetch-Dest") == "document" and not wants_fragment(request)


def kept_apart(response: HttpResponse) -> HttpResponse:
    """Page and fragment of one address: kept apart in a browser, or "back" would show the fragment alone."""
    patch_vary_headers(response, ("HX-Request", "Sec-Fetch-Dest"))
    response["Cache-Control"] = "private, no-store"
    return response


def announce(response: HttpResponse, event: str, detail: Any = True) -> HttpResponse:
    """Have the page dispatch an event once the response is in; several add up. Escaped to ASCII: it is a header."""
    events = json.loads(response.get("HX-Trigger", "{}"))
    events[event] = detail
    response["HX-Trigger"] = json.dumps(events)
    return response


def toast(
    response: HttpResponse, text: Any, tone: str = "good", link: dict[str, str] | None = None
) -> HttpResponse:
    """Tones: good, info, warn, bad. The text is set as text, never as markup; `link` is {url, text}."""
    told = {"text": str(text), "tone": tone} | ({"link": link} if link else {})
    return announce(response, "desk:toast", told)


def close_dialog(text: Any = "", tone: str = "good") -> HttpResponse:
    """The answer to a step that went through: the dialog closes, focus returns, a toast says so."""
    response = announce(HttpResponse(status=204), "desk:close-dialog")
    return toast(response, text, tone) if text else response


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """Leave for another page, from a fragment or from a plain form alike."""
    if wants_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponse(status=303, headers={"Location": url})
