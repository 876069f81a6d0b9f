"""What the search-selects of a record's forms find: rows of the form's own field, never more than it would take."""

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from records.steps import step_named
from servicedesk.choices.offers import found_for
from servicedesk.choices.views import options, words_of
from servicedesk.records_pages.follow_ups import ask_form
from servicedesk.records_pages.lookup import login_required, seen_record
from servicedesk.records_pages.registering import declared_kind
from servicedesk.records_pages.registering import form_for as register_form
from servicedesk.records_pages.revising import form_for as revise_form
from servicedesk.records_pages.steps import form_of


@login_required
@require_GET
def for_step(request: HttpRequest, number: str, step: str, field: str) -> HttpResponse:
    record = seen_record(request, number)
    return _answer(request, form_of(step_named(record.declared, step), record, request), field)


@login_required
@require_GET
def for_revision(request: HttpRequest, number: str, field: str) -> HttpResponse:
    return _answer(request, revise_form(seen_record(request, number), request), field)


@login_required
@require_GET
def for_follow_up(request: HttpRequest, number: str, field: str) -> HttpResponse:
    return _answer(request, ask_form(request, seen_record(request, number)), field)


@login_required
@require_GET
def for_registration(request: HttpRequest, kind: str, field: str) -> HttpResponse:
    return _answer(request, register_form(declared_kind(request, kind), request), field)


def _answer(request: HttpRequest, form: BaseForm, field: str) -> HttpResponse:
    rows = found_for(form, field, words_of(request), request.GET.dict())
    if rows is None:
        raise Http404(field)
    return options(request, rows)
