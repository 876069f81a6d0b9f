"""The form of a webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.forms.rules import kind_choices, step_choices
from notifications.models import Webhook
from people.forms.lossless import LosslessForm
from people.models import User


class WebhookForm(LosslessForm[Webhook]):
    url = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https")
    kinds = forms.MultipleChoiceField(
        label=_("Kinds"),
        choices=lambda: kind_choices()[1:],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: every kind."),
    )
    steps = forms.MultipleChoiceField(
        label=_("Steps"),
        choices=lambda: step_choices()[1:],
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text=_("None chosen: every step."),
    )

    class Meta:
        model = Webhook
        fields = ("name", "name_zh_hans", "name_zh_hant", "url", "owner", "kinds", "steps", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = User.objects.filter(is_active=True, is_system=False).order_by("name")
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
