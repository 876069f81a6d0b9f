"""The call pad: one page, and the parts of it that follow what the agent types."""

import json
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from advisories.finding import spoken
from calls.models import Call
from incidents.suggestions import suggest
from people.rights import Forbidden
from people.views.doors import Asked, asked_for, needs
from records.errors import Refused
from records.models import Record
from servicedesk.call_pad import log, opening
from servicedesk.call_pad.about import about
from servicedesk.call_pad.answering import begun_with
from servicedesk.call_pad.caller import Caller, who
from servicedesk.call_pad.complaining import OUTCOME, log_complaint
from servicedesk.call_pad.forms import PadForm
from servicedesk.call_pad.grading import matrix
from servicedesk.call_pad.hints import Hints
from servicedesk.htmx import go_to, toast, wants_fragment

LAST_LOGGED = 3


@needs("call", "log")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pad(request: Asked) -> HttpResponse:
    return _take(request) if request.method == "POST" else _show(request)


def _show(request: Asked) -> HttpResponse:
    """`number` comes from a telephone system that rings the agent, `record` and `article` from a page that he reads."""
    record = _record(request, request.GET.get("record", ""))
    caller = _caller_of(request, record)
    initial = {
        "opening": opening.open_now(),
        "record": record.number if record else "",
        "direction": "out" if request.GET.get("direction") == "out" else "in",
        "contact": caller.contact.pk if caller.contact else "",
        "customer": caller.customer.pk if caller.customer else "",
        "caller": caller.contact.name if caller.contact else caller.name or caller.number,
        "caller_name": caller.name,
        "number": caller.number,
        "site": caller.contact.site_id if caller.contact else "",
        "outcome": "incident" if request.user.rights.may("incident", "register") else "call",
        **begun_with(spoken(request.user, asked_for(request, "article"))),
    }
    return _page(request, PadForm(user=request.user, caller=caller, initial=initial), record)


def _caller_of(request: Asked, record: Record | None) -> Caller:
    number = request.GET.get("number", "")
    if record is None or number:
        return who(request.user, text=request.GET.get("caller", ""), number=number)
    return who(request.user, contact=str(record.contact_id or ""), customer=str(record.customer_id or ""))


def _record(request: Asked, number: str) -> Record | None:
    """Invisible is absent."""
    if not number:
        return None
    seen = Record.objects.visible_to(request.user).select_related("contact", "customer", "service")
    record = seen.filter(number=number.replace("\0", "").strip().upper()).first()
    if record is None:
        raise Http404(number)
    return record


def _take(request: Asked) -> HttpResponse:
    form = PadForm(request.POST, user=request.user)
    attached = request.POST.get("attach") or request.POST.get("record") or ""
    record = _record(request, attached)
    if not form.is_valid():
        return _page(request, form, record, status=400)
    try:
        call = _log(request, form, record)
    except ValidationError as error:
        _put_errors(form, error)
        return _page(request, form, record, status=400)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _page(request, form, record, status=409)
    except Forbidden:
        form.add_error(
            None, _("Your roles do not grant this. The call itself can be noted: choose that below.")
        )
        return _page(request, form, record, status=403)
    return _logged(request, call, is_from_record=bool(request.POST.get("record")))


def _log(request: Asked, form: PadForm, record: Record | None) -> Call:
    user, talk, given = request.user, form.talk(), form.cleaned_data
    if given["outcome"] == OUTCOME:
        return log_complaint(talk, form.grievance(record), by=user)
    if record is not None:
        return log.log_about(talk, record, by=user)
    if given["outcome"] == "call":
        return log.log_alone(talk, by=user)
    if given["outcome"] == "answered":
        return log.log_answered(talk, by=user, answer=given["answer"])
    if given["outcome"] == "resolved":
        return log.log_resolved(talk, by=user, closure_code=given["closure_code"], solution=given["solution"])
    return log.log_incident(talk, by=user)


def _put_errors(form: PadForm, error: ValidationError) -> None:
    told = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, messages in told.items():
        form.add_error(name if name in form.fields else None, messages)


def _logged(request: Asked, call: Call, *, is_from_record: bool) -> HttpResponse:
    if is_from_record and call.record is not None:
        return go_to(request, call.record.get_absolute_url())
    if not wants_fragment(request):
        return go_to(request, reverse("desk:call-pad"))
    fresh = PadForm(
        user=request.user, caller=Caller(), initial={"opening": opening.open_now(), "outcome": "incident"}
    )
    response = _page(request, fresh, None)
    record = Record.objects.visible_to(request.user).filter(pk=call.record_id or 0).first()
    if record is None:
        # Who took down a complaint about himself has nothing to open.
        return toast(response, _("The call is logged."))
    text = _("Logged. %(number)s %(title)s") % {"number": record.number, "title": record.title}
    return toast(response, text, link={"url": record.get_absolute_url(), "text": _("Open")})


def _page(request: Asked, form: PadForm, record: Record | None, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "caller": form.known,
        "about": about(request.user, form.known, _site(form)),
        "hints": Hints(suggested=suggest("")),
        "record": record,
        "is_outgoing": (form["direction"].value() or "in") == Call.Direction.OUT,
        "last_calls": _last_calls(request),
        "may_register": request.user.rights.may("incident", "register"),
        "may_complain": request.user.rights.may("complaint", "register"),
        "may_add_contacts": request.user.rights.may("customers", "edit"),
        "may_report": request.user.rights.may("discrepancy", "register"),
        "article": spoken(request.user, str(form["article"].value() or "")),
        "matrix": json.dumps(matrix()),
    }
    template = "call_pad/form.html" if wants_fragment(request) else "call_pad/page.html"
    return render(request, template, context, status=status)


def _last_calls(request: Asked) -> list[Call]:
    mine = Call.objects.visible_to(request.user).filter(agent=request.user)
    mine = mine.select_related("record", "contact", "customer")
    return list(mine.order_by("-started_at", "-pk")[:LAST_LOGGED])


def _site(form: PadForm) -> int | None:
    value = str(form["site"].value() or "")
    return int(value) if value.isdecimal() and len(value) < 19 else None
