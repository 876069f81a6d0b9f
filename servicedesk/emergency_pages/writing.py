"""Writing a plan: its name, and the draft of its next version with posts and duties."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from emergency.areas import AREA
from emergency.models import Plan, PlanVersion
from emergency.plans import change_plan, write_plan, write_version
from people.views.doors import Asked, needs, posted
from servicedesk.emergency_pages.forms import DutyForms, NewPlanForm, PlanForm, PostForms, VersionForm
from servicedesk.records_pages.dialogs import put_errors


@needs(AREA, "edit")
def new_plan(request: Asked) -> HttpResponse:
    """A plan for a service; what it says is written on the next page."""
    form = NewPlanForm(posted(request), initial={"service": request.GET.get("service", "")})
    if form.is_valid():
        try:
            plan = write_plan(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return _go("desk:write-emergency-plan", plan)
    context = {"form": form, "title": _("New emergency plan"), "back_url": reverse("desk:emergency-plans")}
    return render(request, "emergency_pages/name.html", context, status=400 if form.is_bound else 200)


@needs(AREA, "edit")
def change(request: Asked, pk: int) -> HttpResponse:
    """Its name, and whether it is in use."""
    plan = _plan(pk)
    form = PlanForm(posted(request), instance=_plan(pk))
    if form.is_valid():
        try:
            change_plan(plan, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The plan is changed."))
            return _go("desk:emergency-plan", plan)
    back = reverse("desk:emergency-plan", args=[pk])
    context = {"form": form, "title": _("Name of the plan"), "plan": plan, "back_url": back}
    return render(request, "emergency_pages/name.html", context, status=400 if form.is_bound else 200)


@needs(AREA, "edit")
def write(request: Asked, pk: int) -> HttpResponse:
    """The draft: begun from the version in force, or from nothing."""
    plan = _plan(pk)
    start = plan.draft or plan.versions.order_by("-number").first()
    form = VersionForm(posted(request), instance=None, initial=_columns(start))
    form.instance.plan = plan
    posts = PostForms(posted(request), prefix="posts", initial=_lines(start, "posts"))
    duties = DutyForms(posted(request), prefix="duties", initial=_lines(start, "duties"))
    if form.is_valid() and posts.is_valid() and duties.is_valid():
        try:
            write_version(
                plan,
                by=request.user,
                posts=[one.line() for one in _kept(posts)],
                duties=[one.line() for one in _kept(duties)],
                **form.cleaned_data,
            )
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The draft is kept. It counts once a second person has signed it."))
            return _go("desk:emergency-plan", plan)
    context = {
        "plan": plan,
        "form": form,
        "line_sets": [(_("Posts"), posts), (_("Who is told, and what each has to do"), duties)],
        "is_next": start is not None and start.is_signed,
    }
    return render(request, "emergency_pages/write.html", context, status=400 if form.is_bound else 200)


def _kept(lines: Any) -> list[Any]:
    """Lines that say something and are not to be taken away."""
    return [one for one in lines if one.cleaned_data and not one.cleaned_data.get("DELETE")]


def _columns(version: PlanVersion | None) -> dict[str, Any]:
    if version is None:
        return {}
    # What is new in the one in force is not new in the next.
    return version.copied() | ({"change_note": ""} if version.is_signed else {})


def _lines(version: PlanVersion | None, name: str) -> list[dict[str, Any]]:
    if version is None:
        return []
    rows: Any = getattr(version, name).order_by("position", "pk")
    columns = {
        "posts": ("post", "task", "minutes", "is_sent"),
        "duties": ("role", "task", "minutes", "is_told_at_end"),
    }[name]
    return list(rows.values(*columns))


def _plan(pk: int) -> Plan:
    return get_object_or_404(Plan.objects.select_related("service"), pk=pk)


def _go(view: str, plan: Plan) -> HttpResponse:
    return HttpResponseRedirect(reverse(view, args=[plan.pk]), status=303)
