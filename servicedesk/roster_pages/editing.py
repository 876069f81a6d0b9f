"""Shifts, leave and swaps, planned and settled on the roster's pages."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from people.views.doors import Asked, needs, posted
from roster import planning, swaps
from roster.areas import AREA
from roster.models import Leave, Shift, Swap
from servicedesk.records_pages.dialogs import put_errors
from servicedesk.roster_pages.forms import LeaveForm, RotationForm, ShiftForm, SwapForm, TakerForm
from servicedesk.roster_pages.tabs import page_context

WITHOUT_STEP = {"agree": True, "decline": False}


@needs(AREA, "plan")
def new_shift(request: Asked) -> HttpResponse:
    form = ShiftForm(posted(request), initial=_asked(request, "user", "starts_at", "pattern", "post"))
    return _answer(
        request, form, lambda given: planning.plan_shift(by=request.user, **given), title=_("New shift")
    )


@needs(AREA, "plan")
def shift(request: Asked, pk: int) -> HttpResponse:
    row = _shift(pk)
    columns = ("user", "pattern", "post", "starts_at", "ends_at", "note")
    form = ShiftForm(posted(request), initial={name: getattr(row, name) for name in columns})
    return _answer(
        request,
        form,
        lambda given: planning.change_shift(row, by=request.user, **given),
        title=_("Shift of %(person)s") % {"person": row.user},
        remove_url=reverse("desk:remove-shift", args=[pk]),
        shift=row,
    )


@require_POST
@needs(AREA, "plan")
def remove_shift(request: Asked, pk: int) -> HttpResponse:
    planning.remove(_shift(pk), by=request.user)
    return _back(request, _("The shift is taken off the roster."))


@needs(AREA, "plan")
def new_leave(request: Asked) -> HttpResponse:
    form = LeaveForm(posted(request), initial=_asked(request, "user", "starts_at"))
    return _answer(
        request, form, lambda given: planning.grant_leave(by=request.user, **given), title=_("New leave")
    )


@require_POST
@needs(AREA, "plan")
def remove_leave(request: Asked, pk: int) -> HttpResponse:
    planning.remove(get_object_or_404(Leave.objects.select_related("user"), pk=pk), by=request.user)
    return _back(request, _("The leave is taken off the roster."))


@needs(AREA, "plan")
def rotation(request: Asked) -> HttpResponse:
    def plan(given: dict[str, Any]) -> None:
        made, empty = planning.plan_rotation(list(given.pop("users")), by=request.user, **given)
        told = ngettext("%(count)s shift is planned.", "%(count)s shifts are planned.", len(made))
        messages.success(request, told % {"count": len(made)})
        for day, why in empty:
            words = {"day": date_format(day, "Y-m-d"), "why": why}
            messages.warning(request, _("%(day)s: %(why)s") % words)

    return _answer(request, RotationForm(posted(request)), plan, title=_("Plan in turn"), told="")


@needs(AREA, "see")
def swap(request: Asked, pk: int) -> HttpResponse:
    row = _shift(pk)
    if not request.user.rights.may(AREA, "plan"):
        request.user.rights.require(AREA, "swap")
    form = SwapForm(posted(request), shift=row)
    title = _("Give away the shift of %(shift)s") % {"shift": row}
    return _answer(request, form, lambda given: swaps.ask(row, by=request.user, **given), title=title)


@needs(AREA, "plan")
def take_over(request: Asked, pk: int) -> HttpResponse:
    row = _shift(pk)
    title = _("Take over the shift of %(shift)s") % {"shift": row}
    return _answer(
        request,
        TakerForm(posted(request)),
        lambda given: swaps.take_over(row, given["taker"], by=request.user),
        title=title,
    )


@require_POST
@needs(AREA, "see")
def settle_swap(request: Asked, pk: int, word: str) -> HttpResponse:
    """POST /roster/swaps/3/agree/, decline/ or withdraw/."""
    found = get_object_or_404(Swap, pk=pk)
    if request.user.pk not in (found.giver_id, found.taker_id, found.asked_by_id):
        raise Http404
    try:
        if word == "withdraw":
            swaps.withdraw(found, by=request.user)
        elif word in WITHOUT_STEP:
            swaps.answer(found, by=request.user, is_agreed=WITHOUT_STEP[word])
        else:
            raise Http404
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return HttpResponseRedirect(reverse("desk:roster"))
    return _back(request, _("The swap is settled."))


def _shift(pk: int) -> Shift:
    return get_object_or_404(Shift.objects.select_related("user", "post", "pattern"), pk=pk)


def _asked(request: Asked, *names: str) -> dict[str, Any]:
    return {name: request.GET[name] for name in names if name in request.GET}


def _back(request: Asked, text: str) -> HttpResponse:
    if text:
        messages.success(request, text)
    return HttpResponseRedirect(reverse("desk:roster"), status=303)


def _answer(
    request: Asked,
    form: Form,
    act: Callable[[dict[str, Any]], object],
    *,
    told: str | None = None,
    **context: Any,
) -> HttpResponse:
    """Show the form; where it comes back in order, act and go on. Otherwise 400 with what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            act(dict(form.cleaned_data))
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            return _back(request, _("Saved.") if told is None else told)
    status = 400 if form.errors else 200
    return render(request, "roster/form.html", page_context(request, form=form, **context), status=status)
