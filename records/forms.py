"""What the steps that every kind shares ask for."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import User
from records.lifecycle import StepForm


class ReasonForm(StepForm):
    reason = forms.CharField(label=_("reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class HandOverForm(StepForm):
    owner = forms.ModelChoiceField(User.objects.none(), label=_("new owner"))
    reason = forms.CharField(label=_("reason"), max_length=300)

    def people(self) -> QuerySet[User]:
        return User.objects.filter(is_active=True, is_system=False, teams__is_desk=True)

    def offer(self) -> None:
        people = self.people().distinct().order_by("name")
        if self.record is not None:
            people = people.exclude(pk=self.record.owner_id)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class HandOverAmongTheirOwnForm(HandOverForm):
    """For kinds that are not the desk's: offered are those who may hand such a record over themselves."""

    def people(self) -> QuerySet[User]:
        found = User.objects.filter(is_active=True, is_system=False)
        if self.record is None:
            return found
        return found.filter(roles__rights__kind=self.record.kind, roles__rights__step="hand_over")
