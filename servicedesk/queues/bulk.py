"""One step for many records: each through the door on its own, and each told apart in the answer."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from records.actions import advance
from records.errors import Forbidden, Refused
from records.gathering import gatherings_for
from records.kinds import Kind, kinds
from records.lifecycle import Step, StepForm
from records.models import Record
from records.steps import open_steps, step_named
from servicedesk.choices.offers import found_for, offer
from servicedesk.choices.views import options, words_of
from servicedesk.htmx import announce, wants_fragment
from servicedesk.queues.reading import BadFilter
from servicedesk.queues.views import login_required, user_of
from servicedesk.records_pages.dialogs import CHANGED, forbidden, show

MOST_RECORDS = 200


@dataclass(frozen=True)
class Outcome:
    """What became of one record: done, or why not."""

    number: str
    title: str
    reason: str = ""


@login_required
@require_GET
def offer_steps(request: HttpRequest) -> HttpResponse:
    """The steps that are open to all the chosen records and to this person."""
    records = chosen(request)
    found = {record.kind for record in records}
    steps = common_steps(request, records) if len(found) == 1 else []
    kind = records[0].declared if len(found) == 1 else None
    gatherings = gatherings_for(kind.name, user_of(request)) if kind else []
    context = {
        "title": _count_words(records),
        "records": records,
        "steps": steps,
        "kind": kind,
        "gatherings": gatherings,
        "may_open_new": [one.name for one in gatherings if one.may_open_new(user_of(request))],
    }
    return render(request, "queues/bulk_steps.html", context)


def common_steps(request: HttpRequest, records: list[Record]) -> list[Step]:
    """In the order of the life. One query for all the records' own columns, which the steps' conditions may ask."""
    user, kind = user_of(request), records[0].declared
    specific = list(kind.model._default_manager.filter(pk__in=[record.pk for record in records]))
    names = [{step.name for step in open_steps(record, user)} for record in specific]
    return [step for step in kind.steps.values() if all(step.name in found for found in names)]


@login_required
@require_http_methods(["GET", "POST"])
def bulk_step(request: HttpRequest, kind: str, step: str) -> HttpResponse:
    declared = _kind(kind)
    taken, records, user = step_named(declared, step), chosen(request), user_of(request)
    if not user.rights.may(declared.name, taken.name):
        return forbidden(request, declared, taken.name, taken.label)
    form = _form(request, declared, taken)
    if request.method == "GET" or not form.is_valid():
        return _show(request, taken, form, records, status=200 if request.method == "GET" else 400)
    outcomes = [_take(record, taken, request, form.cleaned_data) for record in records]
    return _told(request, taken, outcomes)


def _take(record: Record, step: Step, request: HttpRequest, inputs: dict[str, Any]) -> Outcome:
    """Each in a transaction of its own: one refusal leaves the others done."""
    try:
        advance(record, step.name, by=user_of(request), **inputs)
    except Refused as refused:
        return Outcome(record.number, record.title, refused.reason)
    except ValidationError as error:
        return Outcome(record.number, record.title, " ".join(error.messages))
    except Forbidden:
        return Outcome(record.number, record.title, _("Your roles do not grant this step."))
    except Record.DoesNotExist:
        return Outcome(record.number, record.title, _("You can no longer see it."))
    return Outcome(record.number, record.title)


def _told(request: HttpRequest, step: Step, outcomes: list[Outcome]) -> HttpResponse:
    done = [outcome for outcome in outcomes if not outcome.reason]
    left = [outcome for outcome in outcomes if outcome.reason]
    told = {"step": step.label, "done": len(done), "all": len(outcomes)}
    title = _("%(step)s: %(done)s of %(all)s done") % told
    context = {"title": title, "done": done, "left": left, "step": step}
    response = render(request, _frame(request, "queues/bulk_told"), context)
    return announce(response, CHANGED, "queue")


def chosen(request: HttpRequest) -> list[Record]:
    """The ticked records that this person sees; raises BadFilter where there is none, or too many."""
    given = request.POST if request.method == "POST" else request.GET
    numbers = list(dict.fromkeys(given.getlist("record")))
    if len(numbers) > MOST_RECORDS:
        raise BadFilter("record", _("at most %(most)s records at once.") % {"most": MOST_RECORDS})
    wanted = [number for number in numbers if number.isalnum() and len(number) <= 20]
    seen = Record.objects.visible_to(user_of(request))
    found = {record.number: record for record in seen.filter(number__in=wanted).defer("description")}
    if not found:
        raise BadFilter("record", _("choose some records first."))
    return [found[number] for number in wanted if number in found]


def _kind(name: str) -> Kind:
    found = next((kind for kind in kinds() if kind.name == name), None)
    if found is None:
        raise Http404(name)
    return found


def _form(request: HttpRequest, kind: Kind, step: Step) -> StepForm:
    data = request.POST if request.method == "POST" else None
    form = (step.inputs or StepForm)(data, by=user_of(request))
    offer(form, user_of(request), reverse("desk:bulk-step", kwargs={"kind": kind.name, "step": step.name}))
    return form


@login_required
@require_GET
def choices(request: HttpRequest, kind: str, step: str, field: str) -> HttpResponse:
    """What a search-select of a bulk step finds."""
    declared = _kind(kind)
    rows = found_for(
        _form(request, declared, step_named(declared, step)), field, words_of(request), request.GET.dict()
    )
    if rows is None:
        raise Http404(field)
    return options(request, rows)


def _show(
    request: HttpRequest, step: Step, form: StepForm, records: list[Record], *, status: int
) -> HttpResponse:
    context = {
        "title": f"{step.label} · {_count_words(records)}",
        "submit": step.label,
        "form": form,
        "records": records,
        "draft": f"bulk-{step.name}",
    }
    return show(request, "queues/bulk_step.html", context, status=status)


def _count_words(records: list[Record]) -> str:
    count = len(records)
    return ngettext("%(count)s record", "%(count)s records", count) % {"count": count}


def _frame(request: HttpRequest, template: str) -> str:
    return f"{template}.html" if wants_fragment(request) else f"{template}_page.html"
