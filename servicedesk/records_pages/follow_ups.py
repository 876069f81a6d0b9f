"""Follow-ups of a record: asked in a dialog, answered or withdrawn on the record."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from people.models import User
from records import follow_ups
from records.errors import Forbidden, Refused
from records.models import FollowUp, Record
from servicedesk.choices.offers import offer
from servicedesk.choices.sources import SOURCES
from servicedesk.records_pages.dialogs import done, forbidden, put_errors, show
from servicedesk.records_pages.lookup import login_required, seen_record, user_of

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class AskForm(forms.Form):
    asked_of = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("asked of"))
    what = forms.CharField(
        label=gettext_lazy("what is to be done"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    due_at = forms.DateTimeField(label=gettext_lazy("due"), widget=MOMENT)

    def __init__(self, *args: Any, by: User, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_of"].queryset = SOURCES["user"].offered_to(by)  # type: ignore[attr-defined]
        offer(self, by, address)


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Answer"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, required=False)


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, number: str) -> HttpResponse:
    record = seen_record(request, number)

    def take(form: forms.Form) -> str:
        follow_up = follow_ups.ask(record, by=user_of(request), **form.cleaned_data)
        return _("%(person)s was asked.") % {"person": follow_up.asked_of}

    return _dialog(
        request, record, ask_form(request, record), take, title=_("Ask for something"), submit=_("Ask")
    )


def ask_form(request: HttpRequest, record: Record) -> AskForm:
    address = reverse("desk:ask", kwargs={"number": record.number})
    by, due_at = user_of(request), (timezone.localtime() + timedelta(hours=2)).replace(minute=0)
    # Whoever is not the owner mostly wants something of the owner.
    initial = {"due_at": due_at, "asked_of": None if record.owner_id == by.pk else record.owner_id}
    return AskForm(_data(request), by=by, address=address, initial=initial)


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    record = seen_record(request, number)
    follow_up = _found(record, pk)

    def take(form: forms.Form) -> str:
        follow_ups.answer(follow_up, by=user_of(request), text=form.cleaned_data["text"])
        return _("Answered.")

    title = _("Answer: %(what)s") % {"what": follow_up.what}
    return _dialog(request, record, AnswerForm(_data(request)), take, title=title, submit=_("Answer"))


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    record = seen_record(request, number)
    follow_up = _found(record, pk)

    def take(form: forms.Form) -> str:
        follow_ups.withdraw(follow_up, by=user_of(request), reason=form.cleaned_data["reason"])
        return _("Withdrawn.")

    title = _("Withdraw: %(what)s") % {"what": follow_up.what}
    return _dialog(request, record, WithdrawForm(_data(request)), take, title=title, submit=_("Withdraw"))


def _dialog(
    request: HttpRequest, record: Record, form: forms.Form, take: Any, *, title: str, submit: str
) -> HttpResponse:
    """Show the form, or do what it asks for; whatever is refused keeps what was typed."""
    if not user_of(request).rights.may(record.kind, "remark"):
        return forbidden(request, record.declared, "remark", _("Remark"))
    context = {"title": title, "submit": submit, "form": form}
    if request.method == "GET":
        return show(request, "records/form.html", context, record=record)
    status = 400
    if form.is_valid():
        try:
            return done(request, record, take(form))
        except ValidationError as error:
            put_errors(form, error)
        except Refused as refused:
            context["refused"], status = refused.reason, 409
        except Forbidden:
            return forbidden(request, record.declared, "remark", _("Remark"))
    return show(request, "records/form.html", context, record=record, status=status)


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _found(record: Record, pk: int) -> FollowUp:
    found = FollowUp.objects.filter(record_id=record.pk, pk=pk).select_related("asked_of", "asked_by").first()
    if found is None:
        raise Http404(str(pk))
    return found
