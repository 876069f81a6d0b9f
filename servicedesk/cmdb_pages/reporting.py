"""Reporting that an item is not as it is recorded, from its page, from a record's, or from the call pad."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cmdb.changing import told
from cmdb.models import ConfigurationItem
from cmdb.sight import AREA
from cmdb.timeline import Words
from discrepancies.models import Discrepancy, attributes_of
from people.models import User
from people.views.doors import Asked, needs, posted
from records.actions import register
from records.kinds import kind_of
from records.models import Record
from servicedesk.cmdb_pages.items import item_or_404
from servicedesk.htmx import go_to
from servicedesk.once import once
from servicedesk.records_pages.dialogs import forbidden, put_errors, show


class ReportForm(forms.Form):
    """What is recorded stands beside each name, so that nobody looks it up."""

    attribute = forms.ChoiceField(label=gettext_lazy("What is wrong"))
    observed = forms.CharField(label=gettext_lazy("What was seen"), max_length=500)
    origin = forms.ChoiceField(label=gettext_lazy("Seen by"), choices=Discrepancy.Origin.choices)
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The plate, a picture, who said so. Files can be added to the discrepancy."),
    )

    def __init__(self, *args: Any, item: ConfigurationItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words, now = Words(), told(item)
        self.fields["attribute"].choices = [  # type: ignore[attr-defined]
            (key, f"{name}: {words.value(key, now.get(key)) or '–'}")
            for key, name in attributes_of(item).items()
        ]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(AREA, "see")
def report(request: Asked, pk: int) -> HttpResponse:
    """GET, POST /items/<pk>/discrepancies/new/?found_on=INC…&attribute=… — 403 for who may not register one."""
    item, user = item_or_404(request.user, pk), request.user
    if not user.rights.may("discrepancy", "register"):
        return forbidden(request, kind_of(Discrepancy), "register", _("Register"))
    found_on = _record(request, user)
    first = {
        "attribute": request.GET.get("attribute", "model"),
        "origin": request.GET.get("origin", Discrepancy.Origin.VISIT),
    }
    form = ReportForm(posted(request), item=item, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            number = once(request, lambda: _register(form, item, found_on, user))
        except ValidationError as error:
            put_errors(form, error)
        else:
            return _go_on(request, found_on, number)
    context = {
        "title": _("Not as recorded: %(item)s") % {"item": item},
        "submit": _("Report it"),
        "form": form,
        "action": request.get_full_path(),
        "draft": f"discrepancy-{item.pk}",
    }
    return show(request, "cmdb/report.html", context, status=400 if form.errors else 200)


def _register(form: ReportForm, item: ConfigurationItem, found_on: Record | None, user: User) -> str:
    made = register(Discrepancy, by=user, item=item, found_on=found_on, **form.cleaned_data)
    return made.number


def _record(request: HttpRequest, user: User) -> Record | None:
    """The record it was found on; one that the person does not see is none."""
    number = request.GET.get("found_on", "").replace("\0", "")[:20].upper()
    return Record.objects.visible_to(user).filter(number=number).first() if number else None


def _go_on(request: Asked, found_on: Record | None, number: str) -> HttpResponse:
    made = Record.objects.get(number=number)
    # Whoever works on a record goes on with that; its journal leads to the discrepancy.
    url = (found_on or made).get_absolute_url()
    return go_to(request, url)
