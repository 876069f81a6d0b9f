"""One form, in a dialog where a script asked for it and on a page of its own where none runs."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from records.kinds import Kind
from records.models import Record
from records.steps import roles_that_may
from servicedesk.errors import trouble
from servicedesk.htmx import announce, close_dialog, wants_fragment

CHANGED = "desk:record-changed"


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    record: Record | None = None,
    status: int = 200,
) -> HttpResponse:
    """The template extends `frame`, which is the dialog or the page around it."""
    frame = "components/dialog.html" if wants_fragment(request) else "records/dialog_page.html"
    response = render(
        request,
        template,
        {"action": request.path, "record": record, **context, "frame": frame},
        status=status,
    )
    response["Vary"] = "HX-Request"
    return response


def done(request: HttpRequest, record: Record, text: str) -> HttpResponse:
    """It went through: the dialog closes and the page follows, or the record's page is shown."""
    if wants_fragment(request):
        return announce(close_dialog(text), CHANGED, record.number)
    return HttpResponseRedirect(record.get_absolute_url(), status=303)


def put_errors(form: BaseForm, error: ValidationError) -> None:
    """What a door found wrong, at the fields it names; what has no field here, above them all."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        for one in errors:
            form.add_error(name if name in form.fields else None, one)


def forbidden(request: HttpRequest, kind: Kind, step: str, label: object) -> HttpResponse:
    """403 that says who can."""
    roles = ", ".join(role.label for role in roles_that_may(kind, step))
    told = {"step": label, "roles": roles}
    if roles:
        return trouble(request, 403, _("“%(step)s” is open to these roles: %(roles)s.") % told)
    return trouble(request, 403, _("No role is granted “%(step)s”.") % told)
