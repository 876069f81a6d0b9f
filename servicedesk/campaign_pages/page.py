"""One campaign: how far it has come, what was answered, and everybody on it with the reason and what became of him."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outreach.areas import AREA
from outreach.audience import preview, segment_label
from outreach.figures import NEVER, UNREACHED, Progress, answers_of, progress_of
from outreach.models import Attempt, CallTask, Campaign
from outreach.reasons import words
from outreach.sampling import rate_of
from people.models import User
from people.views.doors import asked_for, page_of
from records.models import Record
from records.steps import open_steps
from servicedesk.campaign_pages.charts import chart_of_answers, chart_of_fates
from servicedesk.campaign_pages.lookup import seen_campaign
from servicedesk.htmx import wants_fragment
from servicedesk.records_pages.lookup import login_required, user_of

GROUPS = {"spoken-to": CallTask.SPOKEN_TO, "unreached": UNREACHED, "never": NEVER}
TONES = {
    "waiting": "waiting", "reached": "done", "broken": "alarm", "refused": "ended", "wrong_number": "ended",
    "exhausted": "ended", "do_not_call": "ended", "no_number": "ended", "not_drawn": "ended",
}  # fmt: skip
FIRST_SHOWN = 20


@login_required
@require_safe
def campaign_page(request: HttpRequest, number: str) -> HttpResponse:
    """GET /campaigns/CMP0000001/?show=reached|spoken-to|…&question=12&answer=yes — 404 for what one does not see."""
    campaign, user = seen_campaign(request, number), user_of(request)
    context = {"record": campaign, **_common(campaign, user)}
    context |= _frozen(request, campaign, user) if campaign.started_at else _to_come(campaign)
    template = "campaigns/body.html" if wants_fragment(request) else "campaigns/page.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    return response


def _common(campaign: Campaign, user: User) -> dict[str, Any]:
    rights = user.rights
    return {
        "questions": list(campaign.questions.all()),
        "steps": open_steps(campaign, user),
        "may_call": campaign.state == "running" and rights.may(AREA, "call"),
        "may_write": campaign.state == "drafted" and rights.may("campaign", "revise"),
        "may_export": bool(campaign.started_at) and rights.may("export", "take"),
        "origin": Record.objects.visible_to(user).filter(pk=campaign.for_record_id or 0).first(),
    }


def _to_come(campaign: Campaign) -> dict[str, Any]:
    """Before it starts: who would be called, counted, and the first of them."""
    seen = preview(campaign)
    return {
        "preview": seen,
        "first": seen.people[:FIRST_SHOWN],
        "more": max(len(seen.people) - FIRST_SHOWN, 0),
    }


def _frozen(request: HttpRequest, campaign: Campaign, user: User) -> dict[str, Any]:
    progress, answered = progress_of(campaign), answers_of(campaign)
    show = asked_for(request, "show")
    question, answer = asked_for(request, "question"), request.GET.get("answer", "").replace("\0", "")
    rows = _narrowed(campaign, show, question, answer)
    wanted = rows.select_related("customer", "contact", "item", "leased_to").order_by("position", "pk")
    page: Any = page_of(wanted, request)
    _dress(page.rows, user)
    return {
        "progress": progress,
        "rate": rate_of(campaign) if campaign.is_sampled else None,
        "answered": [(one, chart_of_answers(one)) for one in answered],
        "fates": chart_of_fates(progress),
        "page": page,
        "show": show,
        "answer": answer if question else "",
        "chips": _chips(progress, show),
    }


def _narrowed(campaign: Campaign, show: str, question: str, answer: str) -> Any:
    rows = CallTask.objects.filter(campaign=campaign)
    if show in GROUPS:
        rows = rows.filter(fate__in=GROUPS[show])
    elif show in CallTask.Fate.values:
        rows = rows.filter(fate=show)
    if question.isascii() and question.isdigit() and len(question) < 10:
        said = {"answers__question": int(question)} | ({"answers__text": answer} if answer else {})
        rows = rows.filter(**said)
    return rows


def _dress(rows: list[Any], user: User) -> None:
    """Beside each person: why he is on it, his last call, and what it led to, as far as the reader sees that."""
    attempts: dict[int, Attempt] = {}
    told = Attempt.objects.filter(task__in=[row.pk for row in rows]).select_related("by").order_by("pk")
    for attempt in told:
        attempts[attempt.task_id] = attempt
    keys = {key for one in attempts.values() for key in (one.incident_id, one.complaint_id) if key}
    seen = Record.objects.visible_to(user).filter(pk__in=keys).in_bulk() if keys else {}
    for row in rows:
        last = attempts.get(row.pk)
        row.why, row.last, row.tone = words(row.reasons), last, TONES[row.fate]
        row.part = segment_label(row.segment)
        row.led_to = (
            [seen[key] for key in (last.incident_id, last.complaint_id) if key in seen] if last else []
        )


def _chips(progress: Progress, show: str) -> list[dict[str, Any]]:
    chips = [{"label": _("All"), "count": progress.people, "query": "?", "is_current": not show}]
    for key, label, count in progress.rows:
        chips.append({"label": label, "count": count, "query": f"?show={key}", "is_current": show == key})
    return chips
