"""The engineer's phone page: his visits, and one of them with the steps that come next."""

import secrets
from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.models import PhoneNumber
from people.views.doors import Asked, signed_in
from records.models import Record
from records.steps import open_steps, step_named
from servicedesk.records_pages.lookup import seen_record
from servicedesk.visit_pages.sending import SENT_BY_PHONE, visit_or_404
from visits.models import Visit

LATELY = 10
# What one tap says of the way; anything else is typed.
MINUTES = (15, 30, 45, 60, 90)
HAND_ON, GIVE_BACK = "hand_on", "decline"


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
    return render(request, "visits/my_visits.html", context)


@require_safe
@signed_in
def my_visit(request: Asked, number: str) -> HttpResponse:
    """GET /my-visits/VIS0000001/ — where, whom to ask for, what is wrong, and one form for each open step."""
    visit = visit_or_404(seen_record(request, number))
    steps = [one for one in open_steps(visit, request.user) if one.name in SENT_BY_PHONE]
    # What the thumb looks for comes first.
    steps.sort(key=lambda one: one.name == GIVE_BACK)
    forms = [
        {
            "step": one,
            "form": one.inputs(record=visit, by=request.user, auto_id=f"{one.name}_%s")
            if one.inputs
            else None,
        }
        for one in steps
    ]
    phones = PhoneNumber.objects.filter(contact=visit.contact_id) if visit.contact_id else []
    seen = Record.objects.visible_to(request.user).filter(pk=visit.for_record_id).first()
    context = {"visit": visit, "forms": forms, "phones": phones, "origin": seen, "minutes": MINUTES}
    context["may_hand_on"] = step_named(visit.declared, HAND_ON) in open_steps(visit, request.user)
    context["key"] = secrets.token_hex(16)
    return render(request, "visits/my_visit.html", context)
