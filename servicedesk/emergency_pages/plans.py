"""The emergency plans: which there are, what the one in force says, what waits for its signature."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cmdb.models import Service
from emergency.areas import AREA
from emergency.criteria import measure
from emergency.drills import coming_in, hold_drill, longest
from emergency.models import Emergency, Plan, PlanVersion
from emergency.plans import drop_draft, sign_version
from emergency.signing import is_genuine
from people.models import User
from people.views.doors import Asked, needs
from records.errors import Refused

LAST = 10


@require_safe
@needs(AREA, "see")
def plans(request: Asked) -> HttpResponse:
    """GET /emergency-plans/ — every plan, and the vital services that have none."""
    rows = list(Plan.objects.select_related("service").order_by("-is_active", "name"))
    in_force = {version.plan_id: version for version in PlanVersion.in_force_now()}
    waiting = PlanVersion.objects.filter(signed_at__isnull=True).select_related("drafted_by")
    drafts = {version.plan_id: version for version in waiting}
    vital = Service.objects.filter(criticality=Service.Criticality.VITAL, emergency_plan__isnull=True)
    context = {
        "rows": [(plan, in_force.get(plan.pk), drafts.get(plan.pk)) for plan in rows],
        "without": list(vital.order_by("name")),
        "may_edit": request.user.rights.may(AREA, "edit"),
    }
    return render(request, "emergency_pages/plans.html", context)


@require_safe
@needs(AREA, "see")
def plan(request: Asked, pk: int) -> HttpResponse:
    return shown(request, _plan(pk))


@require_POST
@needs(AREA, "sign")
def sign(request: Asked, pk: int) -> HttpResponse:
    """POST password=… — 400 for a wrong one, 409 where there is nothing to sign or the writer signs himself."""
    found = _plan(pk)
    version = found.draft
    if version is None:
        return shown(request, found, trouble=_("No version waits for a signature."), status=409)
    try:
        sign_version(version, by=request.user, password=request.POST.get("password", ""))
    except ValidationError as error:
        return shown(request, found, trouble=" ".join(error.messages), status=400)
    except Refused as refused:
        return shown(request, found, trouble=refused.reason, status=409)
    messages.success(request, _("Signed: version %(number)s is in force.") % {"number": version.number})
    return _back(found)


@require_POST
@needs(AREA, "edit")
def drop(request: Asked, pk: int) -> HttpResponse:
    found = _plan(pk)
    version = found.draft
    if version is None:
        return shown(request, found, trouble=_("There is no draft to be taken away."), status=409)
    drop_draft(version, by=request.user)
    messages.success(request, _("The draft is taken away; what was signed stays."))
    return _back(found)


@require_POST
@needs(AREA, "drill")
def drill(request: Asked, pk: int) -> HttpResponse:
    """POST minutes=5 — calls that nobody made come in over so long, until the criteria are met."""
    found, minutes = _plan(pk), request.POST.get("minutes", "")
    is_number = minutes.isascii() and minutes.isdigit()
    try:
        # What is no number is refused as any other length that cannot be.
        hold_drill(found, by=request.user, minutes=int(minutes[:6]) if is_number else -1)
    except ValidationError as error:
        return shown(request, found, trouble=" ".join(error.messages), status=400)
    except Refused as refused:
        return shown(request, found, trouble=refused.reason, status=409)
    messages.success(request, _("The drill has begun: its room opens as soon as the criteria are met."))
    return _back(found)


def shown(request: HttpRequest, plan: Plan, *, trouble: str = "", status: int = 200) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    version, draft = plan.in_force, plan.draft
    signed = plan.versions.filter(signed_at__isnull=False).select_related("signed_by", "drafted_by")
    seen: Any = Emergency.objects.visible_to(user)
    context = {
        "plan": plan,
        "version": _whole(version),
        "draft": _whole(draft),
        "versions": list(signed.order_by("-number")),
        "is_genuine": is_genuine(version) if version is not None else None,
        "cases": list(seen.filter(plan=plan).order_by("-opened_at")[:LAST]),
        "may_edit": user.rights.may(AREA, "edit"),
        # Who wrote it does not sign it.
        "may_sign": draft is not None and draft.drafted_by_id != user.pk and user.rights.may(AREA, "sign"),
        "may_drill": version is not None and user.rights.may(AREA, "drill"),
        "longest_drill": longest(version) if version is not None else 0,
        "drill": coming_in(plan),
        "trouble": trouble,
    }
    return render(request, "emergency_pages/plan.html", context, status=status)


def _whole(version: PlanVersion | None) -> dict[str, Any] | None:
    """A version with its lines, and its criteria with the figures of this minute."""
    if version is None:
        return None
    return {
        "version": version,
        "criteria": measure(version).criteria,
        "posts": list(version.posts.select_related("post__first_holder", "post__second_holder")),
        "duties": list(version.duties.select_related("role")),
    }


def _plan(pk: int) -> Plan:
    return get_object_or_404(Plan.objects.select_related("service"), pk=pk)


def _back(plan: Plan) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:emergency-plan", args=[plan.pk]), status=303)
