"""Plain forms from what a kind declares: the columns people write, for registering and for revising."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.models import fields_for_model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.models import User
from records.kinds import Kind
from records.models import Record
from servicedesk.choices.offers import offer
from servicedesk.choices.sources import source_of


class RecordForm(forms.Form):
    """A form over columns of a kind. It only parses: the door decides, and its errors are put at the fields."""

    def __init__(
        self, *args: Any, kind: Kind, by: User, address: str, record: Record | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name, field in self.fields.items():
            field.required = field.required or name in kind.required
            _narrow(field, by, getattr(record, name, None) if record else None)
        offer(self, by, address)


def record_form(
    kind: Kind,
    names: Sequence[str],
    request: HttpRequest,
    *,
    by: User,
    address: str,
    record: Record | None = None,
) -> RecordForm:
    """A form over these columns, bound where the request posts one; the record's values are its initial ones."""
    fields = fields_for_model(kind.model, fields=names, formfield_callback=_form_field)
    cls = type("RecordForm", (RecordForm,), {name: fields[name] for name in names if name in fields})
    initial = {name: _plain(getattr(record, name)) for name in names} if record else given(request, names)
    data = request.POST if request.method == "POST" else None
    form: RecordForm = cls(data, kind=kind, by=by, address=address, record=record, initial=initial)
    return form


def given(request: HttpRequest, names: Sequence[str]) -> dict[str, Any]:
    """What the address fills in already: ?customer=12&title=…"""
    return {name: request.GET[name] for name in names if name in request.GET}


def _plain(value: Any) -> Any:
    return getattr(value, "pk", value)


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _time() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


# The browser's own pickers; what they send and take is one format in every language.
PICKED = {forms.DateField: _day, forms.TimeField: _time}


def _form_field(field: Any, **kwargs: Any) -> Any:
    formfield = field.formfield(**kwargs)
    if formfield is not None and isinstance(formfield.widget, forms.Textarea):
        formfield.widget.attrs |= {"rows": 4}
    if formfield is not None and type(formfield) in PICKED:
        formfield.widget = PICKED[type(formfield)]()
    if field.name == "description":
        formfield.max_length = MOST_DESCRIBED
        formfield.validators.append(forms.CharField(max_length=MOST_DESCRIBED).validators[0])
        formfield.help_text = formfield.help_text or _("What happened, since when, what was tried.")
    return formfield


MOST_DESCRIBED = 100_000


def _narrow(field: forms.Field, by: User, current: Any) -> None:
    """Offer what this person may choose, and what the record holds already."""
    if not isinstance(field, forms.ModelChoiceField) or field.queryset is None:
        return
    model = field.queryset.model
    source = source_of(model)
    kept = Q(pk=getattr(current, "pk", None))
    if source is not None:
        rows = source.offered_to(by)
        field.queryset = rows.model._default_manager.filter(
            Q(pk__in=rows.order_by().values("pk")) | kept
        ).order_by(*(rows.query.order_by or ()))
    elif any(column.name == "is_active" for column in model._meta.concrete_fields):
        field.queryset = field.queryset.filter(Q(is_active=True) | kept)
