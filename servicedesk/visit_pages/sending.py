"""What a phone sends, perhaps late and more than once: done exactly once, by a key that the phone made.

The receipt is written in the transaction of the step, so that an answer lost on the way costs nothing: what arrives
again finds the receipt and is answered as the first time.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.views.doors import Asked, signed_in
from records.actions import advance
from records.attachments import attach
from records.errors import Forbidden, Refused
from records.models import Record
from records.steps import step_named
from servicedesk.errors import trouble
from servicedesk.records_pages.lookup import seen_record
from visits.models import Receipt, Visit

SENT_BY_PHONE = ("accept", "decline", "set_out", "expect_anew", "arrive", "finish")
PHOTO = "photo"
LATE, FORGOTTEN = timedelta(minutes=2), timedelta(days=7)


@require_POST
@signed_in
def send(request: Asked, number: str, step: str) -> HttpResponse:
    """POST /my-visits/VIS0000001/arrive/ with `key` and `ago`: 200 once or again; 400, 403, 409 with words."""
    if step not in SENT_BY_PHONE:
        raise Http404(step)
    visit = visit_or_404(seen_record(request, number))
    if _received(request):
        return _told(request, visit, again=True)
    declared = step_named(visit.declared, step)
    form = declared.inputs(_as_of_now(request), record=visit, by=request.user) if declared.inputs else None
    if form is not None and not form.is_valid():
        # A time that lay ahead when it was typed may have passed on the way.
        return _refused(request, " ".join(str(text) for texts in form.errors.values() for text in texts), 400)
    inputs: dict[str, Any] = form.cleaned_data if form is not None else {}
    return _once(
        request,
        visit,
        step,
        lambda: advance(visit, step, by=request.user, note=_note(request, inputs), **inputs),
    )


@require_POST
@signed_in
def photo(request: Asked, number: str) -> HttpResponse:
    """POST /my-visits/VIS0000001/photo/ with `key` and `file`."""
    visit = visit_or_404(seen_record(request, number))
    if _received(request):
        return _told(request, visit, again=True)
    file = request.FILES.get("file")
    if file is None:
        return _refused(request, _("Choose a photo first."), 400)
    return _once(
        request, visit, PHOTO, lambda: attach(visit, by=request.user, file=file, name=file.name or "")
    )


def visit_or_404(record: Record) -> Visit:
    if not isinstance(record, Visit):
        raise Http404(record.number)
    return record


def _once(request: Asked, visit: Visit, step: str, act: Callable[[], object]) -> HttpResponse:
    key = _key(request)
    if not key:
        return _refused(request, _("This page is out of date: load it again."), 400)
    try:
        with transaction.atomic():
            Receipt.objects.create(key=key, by=request.user, visit=visit, step=step)
            act()
    except IntegrityError:
        # The same key twice at the same moment: the other one is done.
        if _received(request):
            return _told(request, visit, again=True)
        raise
    except ValidationError as refused:
        return _refused(request, " ".join(refused.messages), 400)
    except Refused as refused:
        return _refused(request, refused.reason, 409)
    except Forbidden:
        return _refused(request, _("You may not do this."), 403)
    return _told(request, visit)


def _received(request: Asked) -> bool:
    return Receipt.objects.filter(by=request.user, key=_key(request)).exists()


def _key(request: Asked) -> str:
    given = request.POST.get("key", "")
    return given if 8 <= len(given) <= 64 and given.isascii() and given.replace("-", "").isalnum() else ""


def _note(request: Asked, inputs: dict[str, Any]) -> str:
    """What came late says when it was done; the times of record stay those of arrival, which nobody can back-date."""
    said = _said_late(request)
    if said is None:
        return ""
    told = {"at": date_format(localtime(said), "Y-m-d H:i")}
    late = _("Done at %(at)s by the phone's clock; sent when the line was back.") % told
    return " ".join(part for part in (inputs.get("reason", ""), late) if part)


def _as_of_now(request: Asked) -> QueryDict:
    """“There in 30 minutes”, said 20 minutes ago: 10 are left of it."""
    said, minutes = _said_late(request), request.POST.get("minutes", "")
    if said is None or not minutes.isdecimal():
        return request.POST
    given = request.POST.copy()
    passed = (timezone.now() - said) // timedelta(minutes=1)
    given["minutes"] = str(max(1, int(minutes[:6]) - passed))
    return given


def _said_late(request: Asked) -> datetime | None:
    """When it was said, where that is worth a word: not just now, and not long ago.

    The phone says how many seconds ago: its clock may be wrong, what has passed on it is not.
    """
    ago = request.POST.get("ago", "")
    passed = timedelta(seconds=int(ago)) if ago.isdecimal() and len(ago) < 9 else timedelta()
    return timezone.now() - passed if LATE < passed < FORGOTTEN else None


def _told(request: Asked, visit: Visit, *, again: bool = False) -> HttpResponse:
    if not _speaks_json(request):
        return HttpResponseRedirect(reverse("desk:my-visit", args=[visit.number]), status=303)
    state = Visit.objects.get(pk=visit.pk)
    return JsonResponse({"number": visit.number, "state": state.state, "again": again})


def _refused(request: Asked, reason: str, status: int) -> HttpResponse:
    if not _speaks_json(request):
        return trouble(request, status, reason)
    return JsonResponse({"reason": reason}, status=status)


def _speaks_json(request: Asked) -> bool:
    """The page's script does; a form that went the plain way gets a page."""
    return "application/json" in request.headers.get("Accept", "")
