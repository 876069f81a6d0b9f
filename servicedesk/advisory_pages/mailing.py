"""An advisory by mail: who it concerns is looked at before it is sent, and what became of it afterwards."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from advisories.audience import audience
from advisories.mailing import STEP, fates, notices_of
from advisories.models import Advisory
from people.models.customers import Region
from people.views.doors import page_of
from records.actions import advance
from records.errors import Refused
from records.lifecycle import StepForm
from records.steps import why_not
from servicedesk.advisory_pages.reading import seen_advisory
from servicedesk.choices.offers import offer
from servicedesk.records_pages.dialogs import forbidden, put_errors
from servicedesk.records_pages.lookup import login_required, user_of
from servicedesk.records_pages.steps import step_address

SHOWN = 20


@login_required
@require_http_methods(["GET", "POST"])
def mail(request: HttpRequest, number: str) -> HttpResponse:
    """GET with criteria shows whom it would reach; POST with the same sends it and leads to its fate."""
    advisory, user = seen_advisory(request, number), user_of(request)
    step = advisory.declared.steps[STEP]
    if not user.rights.may(advisory.kind, STEP):
        return forbidden(request, advisory.declared, STEP, step.label)
    form = _form(request, advisory)
    if not step.is_open(advisory):
        return _show(request, advisory, form, status=409, refused=why_not(advisory, step))
    if not form.is_bound:
        return _show(request, advisory, form)
    if not form.is_valid():
        return _show(request, advisory, form, status=400)
    return _send(request, advisory, form) if request.method == "POST" else _reached(request, advisory, form)


def _form(request: HttpRequest, advisory: Advisory) -> StepForm:
    step = advisory.declared.steps[STEP]
    given: Any = request.POST if request.method == "POST" else request.GET
    assert step.inputs is not None
    form = step.inputs(given or None, record=advisory, by=user_of(request))
    offer(form, user_of(request), step_address(advisory, step))
    return form


def _send(request: HttpRequest, advisory: Advisory, form: StepForm) -> HttpResponse:
    try:
        advance(advisory, STEP, by=user_of(request), **form.cleaned_data)
    except ValidationError as error:
        put_errors(form, error)
        return _show(request, advisory, form, status=400)
    except Refused as refused:
        return _show(request, advisory, form, status=409, refused=refused.reason)
    mailing = advisory.mailings.all()[0]
    address = reverse("desk:advisory-mailing", args=[advisory.number, mailing.pk])
    return HttpResponseRedirect(address, status=303)


def _reached(request: HttpRequest, advisory: Advisory, form: StepForm) -> HttpResponse:
    found = audience(**form.cleaned_data)
    people, count = list(found[:SHOWN]), found.count()
    return _show(
        request,
        advisory,
        form,
        people=people,
        count=count,
        more=count - len(people),
        without_address=found.filter(email="").count(),
        has_reach=True,
    )


def _show(
    request: HttpRequest, advisory: Advisory, form: StepForm, *, status: int = 200, **told: Any
) -> HttpResponse:
    context = {"advisory": advisory, "form": form, **told}
    return render(request, "advisories/mail.html", context, status=status)


@login_required
@require_safe
def fate(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """GET /advisories/ADV0000001/mailings/1/ — each contact with what became of his mail."""
    advisory = seen_advisory(request, number)
    mailing = advisory.mailings.select_related("by", "version").filter(pk=pk).first()
    if mailing is None:
        raise Http404(str(pk))
    rows = mailing.recipients.select_related("contact__customer").order_by("contact__customer__name", "pk")
    page, notices = page_of(rows, request), notices_of(mailing)
    context = {
        "advisory": advisory,
        "mailing": mailing,
        "criteria": [(name, _label(name, value)) for name, value in mailing.criteria.items()],
        "fate": fates([mailing])[mailing.pk],
        "page": page,
        "rows": [(one.contact, notices.get(one.contact_id)) for one in page.rows],
    }
    return render(request, "advisories/mailing.html", context)


def _label(name: str, value: str) -> str:
    """A region is kept by its code, the others by their names."""
    return str(dict(Region.choices).get(value, value)) if name == "region" else value
