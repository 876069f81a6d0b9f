"""What the steps that every kind shares ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import User
from records.lifecycle import StepForm


class HandOverForm(StepForm):
    owner = forms.ModelChoiceField(User.objects.none(), label=_("new owner"))
    reason = forms.CharField(label=_("reason"), max_length=300)

    def offer(self) -> None:
        people = (
            User.objects.filter(is_active=True, is_system=False, teams__is_desk=True)
            .distinct()
            .order_by("name")
        )
        if self.record is not None:
            people = people.exclude(pk=self.record.owner_id)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
