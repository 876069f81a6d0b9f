"""Both texts side by side. Each is written by those whose right it is, and read by the other."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from advisories.models import Advisory
from people.models import User
from records.actions import advance
from records.errors import Forbidden, Refused, Stale
from records.lifecycle import Step, StepForm
from records.staleness import refuse_stale
from records.steps import open_steps, roles_that_may
from servicedesk.advisory_pages.reading import seen_advisory
from servicedesk.records_pages.dialogs import forbidden, put_errors
from servicedesk.records_pages.lookup import login_required, user_of
from servicedesk.records_pages.versions import version_of

SIDES = {"plain": "write_plain", "technical": "write_technical"}


@dataclass
class Side:
    """One of the two texts: with a form where this person may write it now, else as it stands."""

    name: str
    step: Step
    form: StepForm | None
    text: str
    published: str
    by: User | None
    writers: str


@login_required
@require_http_methods(["GET", "POST"])
def texts(request: HttpRequest, number: str) -> HttpResponse:
    """GET and POST /advisories/ADV0000001/texts/; `text` says which of the two is sent."""
    advisory = seen_advisory(request, number)
    if request.method == "GET":
        return _page(request, advisory)
    side = request.POST.get("text", "")
    if side not in SIDES:
        raise Http404(side)
    return _write(request, advisory, side)


def _write(request: HttpRequest, advisory: Advisory, side: str) -> HttpResponse:
    user, step = user_of(request), advisory.declared.steps[SIDES[side]]
    if not user.rights.may(advisory.kind, step.name):
        return forbidden(request, advisory.declared, step.name, step.label)
    form = _form(step, advisory, user, request.POST)
    if not form.is_valid():
        return _page(request, advisory, written=form, status=400)
    try:
        refuse_stale(advisory, version_of(request), form.cleaned_data)
        advance(advisory, step.name, by=user, **form.cleaned_data)
    except ValidationError as error:
        put_errors(form, error)
        return _page(request, advisory, written=form, status=400)
    except Stale as stale:
        return _page(request, advisory, written=form, status=409, conflicts=stale.conflicts)
    except Refused as refused:
        return _page(request, advisory, written=form, status=409, refused=refused.reason)
    except Forbidden:
        return forbidden(request, advisory.declared, step.name, step.label)
    return HttpResponseRedirect(reverse("desk:advisory-texts", args=[advisory.number]), status=303)


def _page(
    request: HttpRequest,
    advisory: Advisory,
    *,
    written: StepForm | None = None,
    status: int = 200,
    **told: Any,
) -> HttpResponse:
    user = user_of(request)
    steps = open_steps(advisory, user)
    context = {
        "advisory": advisory,
        "sides": [_side(name, advisory, user, steps, written) for name in SIDES],
        "steps": [step for step in steps if step.name in ("submit", "begin_version", "publish", "send_back")],
        "is_open": advisory.state == "draft",
        **told,
    }
    return render(request, "advisories/texts.html", context, status=status)


def _side(name: str, advisory: Advisory, user: User, steps: list[Step], written: StepForm | None) -> Side:
    step = advisory.declared.steps[SIDES[name]]
    form = None
    if step in steps:
        is_sent = written is not None and name in written.fields
        form = written if is_sent else _form(step, advisory, user, None)
    return Side(
        name=name,
        step=step,
        form=form,
        text=getattr(advisory, name),
        published=getattr(advisory, f"published_{name}"),
        by=getattr(advisory, f"{name}_by"),
        writers=_writers(advisory, step) if form is None else "",
    )


def _writers(advisory: Advisory, step: Step) -> str:
    return ", ".join(role.label for role in roles_that_may(advisory.declared, step.name)) or _("nobody")


def _form(step: Step, advisory: Advisory, user: User, data: Any) -> StepForm:
    assert step.inputs is not None
    return step.inputs(data, record=advisory, by=user)
