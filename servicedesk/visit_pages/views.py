"""The engineer's phone page: his visits, and one of them with the steps that come next."""

import secrets
from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.models import PhoneNumber, User
from people.views.doors import Asked, signed_in
from records.lifecycle import Step
from records.models import Record
from records.steps import open_steps, step_named
from servicedesk.records_pages.lookup import seen_record
from servicedesk.visit_pages.offline import kept_for
from servicedesk.visit_pages.sending import SENT_BY_PHONE, visit_or_404
from visits.models import Visit

LATELY = 10
# What one tap says of the way; anything else is typed.
MINUTES = (15, 30, 45, 60, 90)
HAND_ON, GIVE_BACK, ARRIVE, FINISH = "hand_on", "decline", "arrive", "finish"


@require_safe
@signed_in
def my_visits(request: Asked) -> HttpResponse:
    """GET /my-visits/ — what is under way first, then what he finished last."""
    # The manager is inherited, and django-stubs reads it as that of Record.
    mine = cast("Any", Visit.objects.visible_to(request.user)).filter(engineer=request.user)
    mine = mine.select_related("site", "customer", "for_record").order_by("-dispatched_at", "-pk")
    context = {
        "open": list(mine.filter(is_under_way=True)),
        "done": list(mine.filter(finished_at__isnull=False)[:LATELY]),
    }
    return kept_for(request.user, render(request, "visits/my_visits.html", context))


@require_safe
@signed_in
def my_visit(request: Asked, number: str) -> HttpResponse:
    """GET /my-visits/VIS0000001/ — where, whom to ask for, what is wrong, and one form for each open step."""
    visit = visit_or_404(seen_record(request, number))
    steps = [one for one in open_steps(visit, request.user) if one.name in SENT_BY_PHONE]
    # What the thumb looks for comes first.
    steps.sort(key=lambda one: one.name == GIVE_BACK)
    forms = [_with_form(one, visit, request.user) for one in steps]
    phones = PhoneNumber.objects.filter(contact=visit.contact_id) if visit.contact_id else []
    seen = Record.objects.visible_to(request.user).filter(pk=visit.for_record_id).first()
    context = {"visit": visit, "forms": forms, "phones": phones, "origin": seen, "minutes": MINUTES}
    context["once_there"] = _once_there(visit, steps, request.user)
    context["may_hand_on"] = step_named(visit.declared, HAND_ON) in open_steps(visit, request.user)
    context["key"] = secrets.token_hex(16)
    return kept_for(request.user, render(request, "visits/my_visit.html", context))


def _with_form(step: Step, visit: Visit, by: User) -> dict[str, Any]:
    form = step.inputs(record=visit, by=by, auto_id=f"{step.name}_%s") if step.inputs else None
    return {"step": step, "form": form}


def _once_there(visit: Visit, steps: list[Step], by: User) -> dict[str, Any] | None:
    """What comes after the arrival: where the arrival itself waits for a line, there is no page to ask it on."""
    finish = step_named(visit.declared, FINISH)
    is_next = any(one.name == ARRIVE for one in steps) and by.rights.may(visit.declared.name, FINISH)
    return _with_form(finish, visit, by) if is_next and not finish.closed_to(visit, by) else None
