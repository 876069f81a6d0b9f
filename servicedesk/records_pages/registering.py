"""Registering a record by a plain form, for those who are not on the phone."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from records.actions import register
from records.errors import Forbidden
from records.kinds import Kind, kinds
from records.models import Record
from servicedesk.once import once
from servicedesk.records_pages.dialogs import forbidden, put_errors
from servicedesk.records_pages.forms import RecordForm, record_form
from servicedesk.records_pages.lookup import login_required, user_of

# What takes more than its columns to be written is written on a page of its own.
OWN_PAGES = {"campaign": "desk:campaign-new"}


@login_required
@require_http_methods(["GET", "POST"])
def register_page(request: HttpRequest, kind: str) -> HttpResponse:
    declared = declared_kind(request, kind)
    if not user_of(request).rights.may(declared.name, "register"):
        return forbidden(request, declared, "register", _("Register"))
    if request.method == "GET" and declared.name in OWN_PAGES:
        asked = request.GET.urlencode()
        own = reverse(OWN_PAGES[declared.name])
        return HttpResponseRedirect(f"{own}?{asked}" if asked else own)
    form = form_for(declared, request)
    if request.method == "GET" or not form.is_valid():
        return _show(request, declared, form, status=200 if request.method == "GET" else 400)
    try:
        number = once(request, lambda: _register(request, declared, form).number)
    except ValidationError as error:
        put_errors(form, error)
        return _show(request, declared, form, status=400)
    except Forbidden:
        return forbidden(request, declared, "register", _("Register"))
    return HttpResponseRedirect(reverse("desk:record", kwargs={"number": number}), status=303)


def _register(request: HttpRequest, kind: Kind, form: RecordForm) -> Record:
    fields = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
    return register(kind.model, by=user_of(request), **fields)


def form_for(kind: Kind, request: HttpRequest) -> RecordForm:
    address = reverse("desk:register", kwargs={"kind": kind.name})
    return record_form(kind, kind.writable, request, by=user_of(request), address=address)


def declared_kind(request: HttpRequest, name: str) -> Kind:
    """A kind that this person may register or see; anything else does not exist for him."""
    rights = user_of(request).rights
    for kind in kinds():
        if kind.name == name and (rights.scopes_for(name) or rights.may(name, "register")):
            return kind
    raise Http404(name)


def _show(request: HttpRequest, kind: Kind, form: RecordForm, *, status: int) -> HttpResponse:
    title = _("New: %(kind)s") % {"kind": kind.label}
    return render(
        request, "records/register.html", {"kind": kind, "form": form, "title": title}, status=status
    )
