"""Forms of what changes are judged and planned by."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from changes.models import Board, Change, ChangeModel, Delegation, FreezeWindow, Supplier
from people.forms.lossless import LosslessForm
from people.models import User
from servicedesk.settings_pages.forms.controls import PICK
from servicedesk.settings_pages.forms.grading import NAMES

ROWS = forms.Textarea(attrs={"rows": 4})


class ChangeModelRow(LosslessForm[ChangeModel]):
    class Meta:
        model = ChangeModel
        fields = (*NAMES, "code", "plan", "back_out_plan", "is_active")
        widgets = {"plan": ROWS, "back_out_plan": ROWS}


class BoardRow(LosslessForm[Board]):
    sort = forms.ChoiceField(label=gettext_lazy("judges"), choices=Change.Sort.choices)

    class Meta:
        model = Board
        fields = (*NAMES, "sort", "quorum", "members")
        widgets = {"members": PICK}


class DelegationRow(LosslessForm[Delegation]):
    class Meta:
        model = Delegation
        fields = ("member", "delegate", "from_on", "until_on")
        widgets = {
            "from_on": forms.DateInput(attrs={"type": "date"}),
            "until_on": forms.DateInput(attrs={"type": "date"}),
        }

    def clean_delegate(self) -> User:
        delegate: User = self.cleaned_data["delegate"]
        if delegate == self.cleaned_data.get("member"):
            raise ValidationError(_("Nobody is his own delegate: choose somebody else."))
        return delegate


class FreezeWindowRow(LosslessForm[FreezeWindow]):
    class Meta:
        model = FreezeWindow
        fields = (*NAMES, "starts_at", "ends_at", "service", "customer")
        widgets = {
            name: forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            for name in ("starts_at", "ends_at")
        }


class SupplierRow(LosslessForm[Supplier]):
    class Meta:
        model = Supplier
        fields = (*NAMES, "code", "email", "phone", "is_active")
