"""What the pages of a plan ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cmdb.models import Service
from emergency.models import Plan, PlanVersion
from emergency.plans import DutyLine, PostLine
from people.models import DutyPost, Role

EMPTY_LINES = 2
MOST_LINES = 30
NAMES = ("name", "name_zh_hans", "name_zh_hant")


class PlanForm(forms.ModelForm[Plan]):
    class Meta:
        model = Plan
        fields = (*NAMES, "is_active")


class NewPlanForm(forms.ModelForm[Plan]):
    class Meta:
        model = Plan
        fields = ("service", *NAMES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["service"]
        field.queryset = Service.objects.filter(emergency_plan__isnull=True).order_by("criticality", "name")


class VersionForm(forms.ModelForm[PlanVersion]):
    """The columns of a version. Each is checked by the model, as for every other way in."""

    class Meta:
        model = PlanVersion
        fields = PlanVersion.columns()
        widgets = {
            "caller_line": forms.Textarea(attrs={"rows": 3}),
            "checklist": forms.Textarea(attrs={"rows": 6}),
        }


class PostForm(forms.Form):
    post = forms.ModelChoiceField(DutyPost.objects.filter(is_active=True), label=_("duty post"))
    task = forms.CharField(label=_("task"), max_length=500, required=False)
    minutes = forms.IntegerField(label=_("to be done within minutes"), min_value=1, initial=60)
    is_sent = forms.BooleanField(label=_("drives there"), required=False, initial=True)

    def line(self) -> PostLine:
        return PostLine(**_given(self))


class DutyForm(forms.Form):
    role = forms.ModelChoiceField(Role.objects.order_by("pk"), label=_("role"))
    task = forms.CharField(label=_("task"), max_length=500)
    minutes = forms.IntegerField(label=_("to be done within minutes"), min_value=1, initial=30)
    is_told_at_end = forms.BooleanField(label=_("gets the mail at the end"), required=False, initial=True)

    def line(self) -> DutyLine:
        return DutyLine(**_given(self))


def _given(form: forms.Form) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}


PostForms = forms.formset_factory(PostForm, extra=EMPTY_LINES, can_delete=True, max_num=MOST_LINES)
DutyForms = forms.formset_factory(DutyForm, extra=EMPTY_LINES, can_delete=True, max_num=MOST_LINES)
