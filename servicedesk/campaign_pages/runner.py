"""The runner: the next person, what to say, what to ask, one key for each way the call may end."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cmdb.models import ProductModel
from outreach.answering import keep_answers
from outreach.areas import AREA
from outreach.calling import give_back, holding, next_person, why_nobody
from outreach.figures import progress_of
from outreach.models import CallTask, Campaign, Question
from outreach.outcomes import Told, WrongAnswers, note_outcome
from outreach.reasons import words
from outreach.sampling import rate_of
from outreach.script import spoken
from people.models import User
from records.errors import Refused
from servicedesk.campaign_pages.forms import CallForm
from servicedesk.campaign_pages.lookup import seen_campaign
from servicedesk.htmx import go_to, toast, wants_fragment
from servicedesk.records_pages.dialogs import put_errors
from servicedesk.records_pages.lookup import login_required, user_of

# Outcome, label, key, icon, tone; the first is what Enter means.
OUTCOMES = (
    ("reached", gettext_lazy("Reached"), "r", "phone-check", "primary"),
    ("broken", gettext_lazy("Still broken"), "s", "plug-connected-x", "danger"),
    ("no_answer", gettext_lazy("No answer"), "n", "phone-off", ""),
    ("busy", pgettext_lazy("a telephone", "Busy"), "b", "phone-pause", ""),
    ("wrong_number", gettext_lazy("Wrong number"), "w", "phone-x", ""),
    ("refused", gettext_lazy("Do not call again"), "d", "hand-stop", ""),
)
MOST_MODELS = 500
SPOKEN = ("reached", "broken")


@login_required
@require_safe
def run(request: HttpRequest, number: str) -> HttpResponse:
    """GET /campaigns/CMP0000001/run/ — the person one holds, or the way to the next."""
    campaign, user = _callable(request, number)
    task = holding(campaign, by=user)
    return _person(request, campaign, user, task) if task else _start(request, campaign, user)


@login_required
@require_POST
def take(request: HttpRequest, number: str) -> HttpResponse:
    """POST …/run/next/ — the next person, held for oneself."""
    campaign, user = _callable(request, number)
    return _next(request, campaign, user)


@login_required
@require_POST
def note(request: HttpRequest, number: str, task: int) -> HttpResponse:
    """POST …/run/<task>/ outcome=reached&answer_12=yes&key=… — then the next person. A refusal keeps what was typed."""
    campaign, user = _callable(request, number)
    found = _task(campaign, task)
    form = _form(found, request)
    if not form.is_valid():
        return _person(request, campaign, user, found, form, status=400)
    told = form.cleaned_data
    outcome = Told(
        outcome=request.POST.get("outcome", ""),
        answers=form.given(),
        note=told["note"],
        later_at=told["later_at"],
        is_complaint=told["is_complaint"] and request.POST.get("outcome") in SPOKEN,
        began_at=form.began(),
        key=told["key"],
    )
    try:
        attempt = note_outcome(found, by=user, told=outcome)
    except WrongAnswers as wrong:
        form.put_wrong(wrong.by_question)
        return _person(request, campaign, user, found, form, status=400)
    except ValidationError as error:
        put_errors(form, error)
        return _person(request, campaign, user, found, form, status=400)
    return _after(request, Campaign.objects.get(pk=campaign.pk), user, attempt)


@login_required
@require_POST
def keep(request: HttpRequest, number: str, task: int) -> HttpResponse:
    """POST …/run/<task>/answers/ — what was typed so far is kept; nothing is shown for it."""
    campaign, user = _callable(request, number)
    found = _task(campaign, task)
    form = _form(found, request)
    if form.is_valid():
        try:
            keep_answers(found, by=user, given=form.given())
        except Refused as refused:
            # It was on its way when the outcome was noted, and the outcome has kept the same answers.
            if refused.code != "settled":
                raise
    return HttpResponse(status=204)


@login_required
@require_POST
def leave(request: HttpRequest, number: str, task: int) -> HttpResponse:
    """POST …/run/<task>/leave/ — somebody else may call him."""
    campaign, user = _callable(request, number)
    give_back(_task(campaign, task), by=user)
    return go_to(request, reverse("desk:campaign", args=[campaign.number]))


def _callable(request: HttpRequest, number: str) -> tuple[Campaign, User]:
    campaign, user = seen_campaign(request, number), user_of(request)
    user.rights.require(AREA, "call")
    return campaign, user


def _task(campaign: Campaign, key: int) -> CallTask:
    return get_object_or_404(
        CallTask.objects.select_related("customer", "contact"), campaign=campaign, pk=key
    )


def _form(task: CallTask, request: HttpRequest | None = None) -> CallForm:
    questions = Question.objects.filter(campaign=task.campaign_id)
    started: dict[str, Any] = {"key": secrets.token_hex(16), "began_at": timezone.now().timestamp()}
    return CallForm(request.POST if request else None, task=task, questions=questions, initial=started)


def _next(request: HttpRequest, campaign: Campaign, user: User) -> HttpResponse:
    task = next_person(campaign, by=user)
    return _person(request, campaign, user, task) if task else _start(request, campaign, user)


def _after(request: HttpRequest, campaign: Campaign, user: User, attempt: Any) -> HttpResponse:
    if not wants_fragment(request):
        if campaign.state == "running":
            next_person(campaign, by=user)
        return go_to(request, reverse("desk:campaign-run", args=[campaign.number]))
    response = (
        _next(request, campaign, user) if campaign.state == "running" else _start(request, campaign, user)
    )
    return toast(response, _led_to(attempt))


def _led_to(attempt: Any) -> str:
    """What was noted, and what came of it."""
    told = {"person": attempt.task.contact, "outcome": attempt.get_outcome_display()}
    found = attempt.task.answers.filter(discrepancy__isnull=False).select_related("discrepancy").first()
    if attempt.complaint is not None:
        return _("%(person)s: %(outcome)s. %(number)s is opened.") % {
            **told,
            "number": attempt.complaint.number,
        }
    if attempt.incident is not None:
        return _("%(person)s: %(outcome)s. %(number)s goes on.") % {**told, "number": attempt.incident.number}
    if found is not None and found.discrepancy is not None:
        number = found.discrepancy.number
        return _("%(person)s: %(outcome)s. The records are wrong: %(number)s.") % {**told, "number": number}
    return _("%(person)s: %(outcome)s.") % told


def _person(
    request: HttpRequest,
    campaign: Campaign,
    user: User,
    task: CallTask,
    form: CallForm | None = None,
    status: int = 200,
) -> HttpResponse:
    form = form or _form(task)
    phones = list(task.contact.phone_numbers.order_by("pk")) if task.contact else []
    asks_model = any(one.sort == Question.Sort.MODEL for one in form.questions)
    models = ProductModel.objects.filter(is_active=True)[:MOST_MODELS] if asks_model else []
    context = {
        "task": task,
        "form": form,
        "asked": form.asked(),
        "phones": phones,
        "script": spoken(campaign, task),
        "why": words(task.reasons),
        "attempts": list(task.attempts.select_related("by")[:5]),
        "outcomes": OUTCOMES,
        "models": [str(one) for one in models],
    }
    return _show(request, campaign, context, status)


def _start(request: HttpRequest, campaign: Campaign, user: User) -> HttpResponse:
    is_running = campaign.state == "running"
    return _show(request, campaign, {"task": None, "why_nobody": why_nobody(campaign) if is_running else ""})


def _show(request: HttpRequest, campaign: Campaign, more: dict[str, Any], status: int = 200) -> HttpResponse:
    context = {"record": campaign, "progress": progress_of(campaign), **more}
    context["rate"] = rate_of(campaign) if campaign.is_sampled else None
    template = "campaigns/runner.html" if wants_fragment(request) else "campaigns/run.html"
    response = render(request, template, context, status=status)
    response["Vary"] = "HX-Request"
    response["Cache-Control"] = "private, no-store"
    return response
