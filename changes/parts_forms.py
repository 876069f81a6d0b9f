"""What the steps of a parts order ask for."""

from typing import Any

from django import forms
from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from changes.forms import moment
from people.models import User
from records.lifecycle import StepForm


class FutureMixin:
    def clean_promise_at(self) -> Any:
        at = self.cleaned_data["promise_at"]  # type: ignore[attr-defined]
        if at <= timezone.now():
            raise forms.ValidationError(_("This time has passed: give one that is still to come."))
        return at


class OrderForm(FutureMixin, StepForm):
    supplier = forms.ModelChoiceField(User.objects.none(), label=_("supplier"))
    promise_at = moment(_("promised for"))

    def offer(self) -> None:
        suppliers = apps.get_model("changes", "Supplier").objects.filter(is_active=True)
        self.fields["supplier"].queryset = suppliers  # type: ignore[attr-defined]


class PromiseForm(FutureMixin, StepForm):
    promise_at = moment(_("now promised for"))
    reason = forms.CharField(label=_("reason the supplier gives"), max_length=500)
