"""When the call pad may speak up, and what it has learned so far."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incidents.models import HintPolicy, Lesson, Question
from people import access_log
from people.directory import keep
from people.views.doors import Asked, posted
from servicedesk.settings_pages import history, places
from servicedesk.settings_pages.forms.controls import offer_rows
from servicedesk.settings_pages.forms.grading import HintPolicyRow
from servicedesk.settings_pages.views.doors import may_edit, reads


@require_http_methods(["GET", "HEAD", "POST"])
@reads
@transaction.atomic
def hints(request: Asked) -> HttpResponse:
    """GET, POST /settings/hints/"""
    form = HintPolicyRow(posted(request), instance=_policy(request))
    offer_rows(form)
    if request.method == "POST" and form.is_valid():
        keep(form, by=request.user, request=request)
        messages.success(request, _("Saved. The call pad follows at once."))
        return redirect("desk:settings-hints")
    context = {
        "form": form,
        "place": places.HINTS,
        "tabs": places.tabs(places.HINTS, request.user),
        "may_edit": may_edit(request),
        "lessons": lessons(),
        "log": history.lines(access_log.about(HintPolicy(pk=1))[:8]),
    }
    return render(request, "settings/hints.html", context, status=400 if request.method == "POST" else 200)


def _policy(request: Asked) -> HintPolicy:
    rows = HintPolicy.objects.select_for_update() if request.method == "POST" else HintPolicy.objects.all()
    return rows.first() or HintPolicy()


def lessons() -> list[dict[str, Any]]:
    """The newest lesson of each question, with how often it was right."""
    newest = Lesson.objects.defer("weights").order_by("question", "-id").distinct("question")
    by_question = {lesson.question: lesson for lesson in newest}
    return [
        {
            "question": question.label,
            "lesson": lesson,
            "percent": None if lesson is None or lesson.accuracy is None else round(100 * lesson.accuracy),
        }
        for question in Question
        for lesson in [by_question.get(question.value)]
    ]
