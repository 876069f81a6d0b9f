"""What is ticked in a queue, or shown on a page, put under one record: an existing one, or a new one opened for it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from people.models import User
from records.errors import Refused
from records.gathering import Gathering, gather, gather_into_new, gathering_named
from records.kinds import kind_named
from records.models import Record
from servicedesk.htmx import announce, close_dialog, go_to, toast, wants_fragment
from servicedesk.queues.bulk import chosen
from servicedesk.queues.views import login_required, user_of
from servicedesk.records_pages.dialogs import CHANGED, forbidden, put_errors, show

MOST_OFFERED = 20


class GatherForm(forms.Form):
    """An open record of the later kind, the number of another one, or the title of a new one."""

    likely = forms.ChoiceField(required=False)
    number = forms.CharField(label=_("Or the number of another one"), max_length=20, required=False)
    title = forms.CharField(label=_("Title of a new one"), max_length=250, required=False)

    def __init__(
        self, *args: Any, gathering: Gathering, records: list[Record], by: User, is_new: bool, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.gathering, self.by = gathering, by
        self.fields["title"].initial = records[0].title if is_new else ""
        if is_new or not gathering.may_open_new(by):
            self._leave_out("title" if not is_new else "likely", *(("number",) if is_new else ()))
        if "likely" in self.fields:
            self._offer(records)

    def _leave_out(self, *names: str) -> None:
        for name in names:
            del self.fields[name]

    def _offer(self, records: list[Record]) -> None:
        """Those about the same service or equipment first, then the newest."""
        near = Q(service__in={one.service_id for one in records if one.service_id})
        near |= Q(item__in={one.item_id for one in records if one.item_id})
        seen = Record.objects.visible_to(self.by).open().filter(kind=self.gathering.into)
        first = list(seen.filter(near).order_by("-opened_at")[:MOST_OFFERED])
        others = seen.exclude(pk__in=[one.pk for one in first]).order_by("-opened_at")
        offered = [*first, *others[: MOST_OFFERED - len(first)]]
        field: Any = self.fields["likely"]
        field.label = capfirst(str(kind_named(self.gathering.into).label))
        field.choices = [("", _t("Choose one")), *((one.number, str(one)) for one in offered)]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        number = (given.get("number") or given.get("likely") or "").strip().upper()
        if number:
            given["into"] = self._found(number)
        elif not (given.get("title") or "").strip():
            raise forms.ValidationError(_t("Choose one, give a number, or give a title for a new one."))
        return given

    def _found(self, number: str) -> Record | None:
        seen = Record.objects.visible_to(self.by).filter(kind=self.gathering.into, number=number)
        if (found := seen.first()) is None:
            label = kind_named(self.gathering.into).label
            self.add_error("number", _t("There is no %(kind)s with this number.") % {"kind": label})
        return found


@login_required
@require_http_methods(["GET", "POST"])
def gather_page(request: HttpRequest, name: str) -> HttpResponse:
    gathering, user = gathering_named(name), user_of(request)
    if gathering is None:
        raise Http404(name)
    if not gathering.is_open_to(user):
        return forbidden(request, kind_named(gathering.into), gathering.step, gathering.label)
    records = [record for record in chosen(request) if record.kind == gathering.of]
    is_new = (request.POST or request.GET).get("into") == "new" and gathering.may_open_new(user)
    data = request.POST if request.method == "POST" else None
    form = GatherForm(data, gathering=gathering, records=records, by=user, is_new=is_new)
    if request.method == "GET" or not form.is_valid():
        return _show(request, gathering, form, records, is_new=is_new, status=200 if data is None else 400)
    try:
        return _done(request, gathering, records, _put(form, records))
    except (Refused, ValidationError) as error:
        put_errors(form, error if isinstance(error, ValidationError) else ValidationError(error.reason))
        return _show(request, gathering, form, records, is_new=is_new, status=409)


def _put(form: GatherForm, records: list[Record]) -> Record:
    given, by = form.cleaned_data, form.by
    if given.get("into") is not None:
        return gather(form.gathering, records, given["into"], by=by)
    return gather_into_new(form.gathering, records, by=by, title=given["title"])


def _done(request: HttpRequest, gathering: Gathering, records: list[Record], into: Record) -> HttpResponse:
    if not wants_fragment(request):
        return go_to(request, into.get_absolute_url())
    told = {"count": len(records), "number": into.number}
    text = ngettext(
        "%(count)s record is now under %(number)s.",
        "%(count)s records are now under %(number)s.",
        len(records),
    )
    response = toast(close_dialog(), text % told, link={"url": into.get_absolute_url(), "text": _t("Open")})
    return announce(response, CHANGED, records[0].number if len(records) == 1 else "queue")


def _show(
    request: HttpRequest,
    gathering: Gathering,
    form: GatherForm,
    records: list[Record],
    *,
    is_new: bool,
    status: int,
) -> HttpResponse:
    context = {
        "title": gathering.label_new if is_new else gathering.label,
        "submit": _t("Open") if is_new else gathering.label,
        "form": form,
        "records": records,
        "is_new": is_new,
        "action": reverse("desk:gather", kwargs={"name": gathering.name}),
        "draft": f"gather-{gathering.name}-{'new' if is_new else 'into'}",
    }
    return show(request, "queues/gather.html", context, status=status)
