"""Taking a step: its form in a dialog, then the door. A refusal keeps what was typed and says who or what can."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from records.actions import advance
from records.errors import Forbidden, Refused, Stale
from records.lifecycle import Step, StepForm
from records.models import Record
from records.staleness import refuse_stale
from records.steps import open_steps, step_named, why_not
from servicedesk.choices.offers import offer
from servicedesk.errors import trouble
from servicedesk.htmx import wants_fragment
from servicedesk.records_pages.dialogs import done, forbidden, put_errors, show
from servicedesk.records_pages.lookup import login_required, seen_record, user_of
from servicedesk.records_pages.versions import VERSION, version_of

# The page's own addition to the form of a step.
NOTE = "page_note"


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    record, user = seen_record(request, number), user_of(request)
    declared = step_named(record.declared, step)
    if not user.rights.may(record.kind, step):
        return forbidden(request, record.declared, step, declared.label)
    if request.method == "GET":
        return asked(request, record, declared)
    form = form_of(declared, record, request)
    if not form.is_valid():
        return _show(request, record, declared, form, status=400)
    return _take(request, record, declared, form)


def asked(
    request: HttpRequest, record: Record, declared: Step, begun: dict[str, Any] | None = None
) -> HttpResponse:
    """The form of a step, before it is taken; `begun` is what stands in it already."""
    form = form_of(declared, record, request)
    form.initial.update(begun or {})
    told = {"draft": request.path} if begun else {}
    refused = "" if declared.is_open(record) else why_not(record, declared)
    return _show(request, record, declared, form, refused=refused, status=409 if refused else 200, **told)


def _take(request: HttpRequest, record: Record, declared: Step, form: StepForm) -> HttpResponse:
    user = user_of(request)
    inputs = {name: value for name, value in form.cleaned_data.items() if name != NOTE}
    note = form.cleaned_data.get(NOTE, "")
    try:
        refuse_stale(record, version_of(request), _columns(record, inputs))
        advance(record, declared.name, by=user, note=note, **inputs)
    except ValidationError as error:
        put_errors(form, error)
        return _show(request, record, declared, form, status=400)
    except Stale as stale:
        return _show(
            request, record, declared, form, status=409, conflicts=stale.conflicts, version=stale.version
        )
    except Refused as refused:
        return _refused(request, record, declared, form, refused)
    except Forbidden:
        return forbidden(request, record.declared, declared.name, declared.label)
    return done(request, record, _("%(step)s: done.") % {"step": declared.label})


def _columns(record: Record, inputs: dict[str, Any]) -> dict[str, Any]:
    """The inputs that are columns: somebody else may have set them since the dialog was opened."""
    columns = {field.name for field in record._meta.concrete_fields}
    return {name: value for name, value in inputs.items() if name in columns}


def _refused(
    request: HttpRequest, record: Record, declared: Step, form: StepForm, refused: Refused
) -> HttpResponse:
    if declared.inputs is None and wants_fragment(request):
        # There was no dialog: one click took the step.
        return trouble(request, 409, refused.reason)
    record = seen_record(request, record.number)
    return _show(request, record, declared, form, refused=refused.reason, status=409)


def _show(
    request: HttpRequest, record: Record, declared: Step, form: StepForm, *, status: int = 200, **told: Any
) -> HttpResponse:
    version = told.pop("version", None) or version_of(request) or record.version
    context = {
        "title": declared.label,
        "step": declared,
        "form": form,
        "version_field": VERSION,
        "version": version,
        "open_steps": open_steps(record, user_of(request)) if told.get("refused") else [],
        "draft": f"{record.number}-{declared.name}",
        **told,
    }
    return show(request, "records/step.html", context, record=record, status=status)


def form_of(declared: Step, record: Record, request: HttpRequest) -> StepForm:
    """The step's form for this record and person, with the page's own additions."""
    data = request.POST if request.method == "POST" else None
    form = (declared.inputs or StepForm)(data, record=record, by=user_of(request))
    if "reason" not in form.fields:
        form.fields[NOTE] = forms.CharField(
            label=gettext_lazy("note for the journal"),
            required=False,
            max_length=20_000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
    offer(form, user_of(request), step_address(record, declared))
    return form


def step_address(record: Record, declared: Step) -> str:
    return reverse("desk:step", kwargs={"number": record.number, "step": declared.name})
