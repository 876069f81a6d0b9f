"""The one way a form of the directory is shown, checked and kept."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from people.directory import keep
from people.forms.lossless import LosslessForm
from people.views.doors import Asked, context, posted

M = TypeVar("M", bound=Model)


def locked(request: Asked, rows: QuerySet[M], pk: int) -> M:
    """The row, or 404; locked where it is about to be written."""
    if request.method == "POST":
        rows = rows.select_for_update(of=("self",))
    return get_object_or_404(rows, pk=pk)


@transaction.atomic
def edit(
    request: Asked,
    make_form: Callable[..., LosslessForm[M]],
    row: Callable[[], M],
    *,
    template: str,
    go_on: Callable[[M], str],
    save: Callable[..., M] = keep,
    **told: Any,
) -> HttpResponse:
    """Show a form for the row; where it comes back in order, keep it and go on. Otherwise 400 with what was typed."""
    form = make_form(posted(request), instance=row())
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                kept = save(form, by=request.user, request=request)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            _say_so(request, form)
            return redirect(go_on(kept))
    status = 400 if form.errors else 200
    return render(request, template, context(request, form=form, row=form.instance, **told), status=status)


def _say_so(request: Asked, form: LosslessForm[Any]) -> None:
    if form.merged:
        names = ", ".join(str(form.fields[name].label) for name in form.merged)
        messages.info(
            request, _("Saved. What others changed meanwhile stays: %(fields)s.") % {"fields": names}
        )
    else:
        messages.success(request, _("Saved."))
