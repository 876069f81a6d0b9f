"""The composer below the head line: a remark for colleagues, or one that the customer may read."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from knowledge.suggested_panel import is_looked_up
from records.actions import remark
from records.errors import Forbidden
from records.models import Record
from records.sight import sees_internal
from servicedesk.htmx import announce, toast, wants_fragment
from servicedesk.records_pages.dialogs import CHANGED, forbidden
from servicedesk.records_pages.lookup import login_required, seen_record, user_of

MOST_LETTERS = 50_000


class RemarkForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("remark"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write something first.")},
    )
    is_public = forms.BooleanField(label=gettext_lazy("the customer may read it"), required=False)


@login_required
@require_POST
def add_remark(request: HttpRequest, number: str) -> HttpResponse:
    record, user = seen_record(request, number), user_of(request)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _composer(request, record, form, status=400)
    # Somebody who reads the public entries only writes such, or he could not read his own words.
    is_public = form.cleaned_data["is_public"] or not sees_internal(user.rights, record.kind)
    try:
        remark(record, by=user, text=form.cleaned_data["text"], is_public=is_public)
    except Forbidden:
        return forbidden(request, record.declared, "remark", _("Remark"))
    if not wants_fragment(request):
        return HttpResponseRedirect(record.get_absolute_url(), status=303)
    fresh = _composer(request, record, RemarkForm())
    return toast(announce(fresh, CHANGED, record.number), _("Your remark stands in the journal."))


def composer_context(record: Record, form: RemarkForm, request: HttpRequest) -> dict[str, Any]:
    user = user_of(request)
    return {
        "record": record,
        "remark_form": form,
        "may_remark": user.rights.may(record.kind, "remark"),
        "sees_internal": sees_internal(user.rights, record.kind),
        "is_looked_up": is_looked_up(record, user, "article") or is_looked_up(record, user, "advisory"),
    }


def _composer(request: HttpRequest, record: Record, form: RemarkForm, *, status: int = 200) -> HttpResponse:
    template = "records/composer.html" if wants_fragment(request) else "records/remark_page.html"
    return render(request, template, composer_context(record, form, request), status=status)
