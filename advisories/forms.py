"""What the steps of an advisory ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cmdb.models import ProductModel, Service
from people.models.customers import Region
from records.lifecycle import StepForm

LONGEST_TECHNICAL = 20_000
# A mail carries it whole.
LONGEST_PLAIN = 4_000


class TechnicalForm(StepForm):
    technical = forms.CharField(
        label=_("technical text"), max_length=LONGEST_TECHNICAL, required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("For engineers: what happens, why, and what protects against it."),
    )  # fmt: skip

    def offer(self) -> None:
        self.fields["technical"].initial = getattr(self.record, "technical", "")


class PlainForm(StepForm):
    plain = forms.CharField(
        label=_("in plain words"), max_length=LONGEST_PLAIN, required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("As a customer understands it on the phone or in a mail: what to do, when, and how."),
    )  # fmt: skip

    def offer(self) -> None:
        self.fields["plain"].initial = getattr(self.record, "plain", "")


class AudienceForm(StepForm):
    """Whom it concerns: all that is given must hold."""

    product_model = forms.ModelChoiceField(
        ProductModel.objects.none(), label=_("has equipment of the model"), required=False
    )
    service = forms.ModelChoiceField(Service.objects.none(), label=_("has the service"), required=False)
    region = forms.ChoiceField(
        label=_("is in the region"), choices=[("", "–"), *Region.choices], required=False
    )

    def offer(self) -> None:
        model: Any = self.fields["product_model"]
        service: Any = self.fields["service"]
        model.queryset = ProductModel.objects.filter(is_active=True)
        service.queryset = Service.objects.filter(is_active=True)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(given.values()):
            raise forms.ValidationError(_now("Say whom it concerns: a model, a service or a region."))
        return given
