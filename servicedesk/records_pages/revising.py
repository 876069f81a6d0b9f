"""Revising a record. A form that others have overtaken is told what changed, by whom, and keeps every word."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from records.actions import revise
from records.errors import Conflict, Forbidden, Refused, Stale
from records.models import JournalEntry, Record
from records.telling import value_words
from servicedesk.records_pages.dialogs import done, forbidden, put_errors, show
from servicedesk.records_pages.forms import RecordForm, record_form
from servicedesk.records_pages.lookup import login_required, seen_record, user_of
from servicedesk.records_pages.versions import VERSION, version_of

# Which of two values of a field the person chose: `choice-title=theirs`.
CHOICE = "choice-"


@login_required
@require_http_methods(["GET", "POST"])
def revise_page(request: HttpRequest, number: str) -> HttpResponse:
    record, user = seen_record(request, number), user_of(request)
    if not user.rights.may(record.kind, "revise"):
        return forbidden(request, record.declared, "revise", _("Revise"))
    form = form_for(record, request)
    if request.method == "GET":
        return _show(request, record, form)
    if not form.is_valid():
        return _show(request, record, form, status=400)
    return _revise(request, record, form)


def form_for(record: Record, request: HttpRequest) -> RecordForm:
    address = reverse("desk:revise", kwargs={"number": record.number})
    kind = record.declared
    return record_form(kind, kind.revisable, request, by=user_of(request), address=address, record=record)


def _revise(request: HttpRequest, record: Record, form: RecordForm) -> HttpResponse:
    version = version_of(request)
    changed = mine(request, record, form, version)
    try:
        revise(record, by=user_of(request), version=version, **changed)
    except ValidationError as error:
        put_errors(form, error)
        return _show(request, record, form, status=400)
    except Stale as stale:
        record = brought_up_to_date(form, request, record, changed)
        return _show(request, record, form, status=409, conflicts=stale.conflicts, version=stale.version)
    except Refused as refused:
        return _show(request, record, form, status=409, refused=refused.reason)
    except Forbidden:
        return forbidden(request, record.declared, "revise", _("Revise"))
    return done(request, record, _("%(number)s was revised.") % {"number": record.number})


def mine(request: HttpRequest, record: Record, form: RecordForm, version: int | None) -> dict[str, Any]:
    """What this person changed: against the record as his form showed it, less where he chose the other's value."""
    shown = as_it_was(record, version)
    return {
        name: value
        for name, value in form.cleaned_data.items()
        if _key(value) != shown.get(name, _key(getattr(record, name)))
        and request.POST.get(f"{CHOICE}{name}") != "theirs"
    }


def as_it_was(record: Record, version: int | None) -> dict[str, Any]:
    """The columns that changed after a version, as they were at it. The journal knows."""
    if version is None or version >= record.version:
        return {}
    later = JournalEntry.objects.filter(record_id=record.pk, version__gt=version).order_by("version", "id")
    before: dict[str, Any] = {}
    for entry in later:
        for name, pair in entry.changes.items():
            before.setdefault(name, pair[0])
    return {name: value["id"] if isinstance(value, dict) else value for name, value in before.items()}


def brought_up_to_date(
    form: RecordForm, request: HttpRequest, record: Record, changed: dict[str, Any]
) -> Record:
    """The record as it is now; its values stand in the form wherever this person wrote nothing of his own.

    Sent again with the newer version, an older value would count as his wish and undo what others did.
    """
    now = seen_record(request, record.number)
    data = request.POST.copy()
    for name in form.fields.keys() - changed.keys():
        value = form.fields[name].prepare_value(getattr(now, name))
        data[name] = "" if value is None else str(value)
    form.data = data
    return now


def _key(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    # A browser sends lines with CRLF; the record may hold plain newlines.
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _show(
    request: HttpRequest,
    record: Record,
    form: BaseForm,
    *,
    status: int = 200,
    conflicts: list[Conflict] | None = None,
    version: int | None = None,
    **told: Any,
) -> HttpResponse:
    context = {
        "title": _("Revise %(number)s") % {"number": record.number},
        "form": form,
        "version_field": VERSION,
        "version": version or version_of(request) or record.version,
        "conflicts": [side_by_side(record, conflict) for conflict in conflicts or []],
        "choices": [name for name in request.POST if name.startswith(CHOICE)],
        "draft": f"{record.number}-revise",
        **told,
    }
    return show(request, "records/revise.html", context, record=record, status=status)


def side_by_side(record: Record, conflict: Conflict) -> dict[str, Any]:
    return {
        "name": f"{CHOICE}{conflict.field}",
        "label": conflict.label,
        "theirs": value_words(record.declared, conflict.field, conflict.theirs),
        "yours": value_words(record.declared, conflict.field, _told(conflict.yours)),
        "by": conflict.by,
        "at": conflict.at,
    }


def _told(value: Any) -> Any:
    return {"id": value.pk, "label": str(value)} if isinstance(value, models.Model) else value
