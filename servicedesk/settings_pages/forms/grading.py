"""Forms of what grades and classes a record: categories, symptoms, closure codes, escalation, hints."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models import ClosureCode, EscalationRule, HintPolicy, Symptom
from people.forms.lossless import LosslessForm
from records.models import Category

NAMES = ("name", "name_zh_hans", "name_zh_hant")


class CategoryRow(LosslessForm[Category]):
    class Meta:
        model = Category
        fields = (*NAMES, "code", "parent", "team", "is_active")
        help_texts = {
            "code": gettext_lazy("Imports and rules know it by this: letters, digits, - and _."),
            "team": gettext_lazy("Offered where an incident of this category is assigned."),
        }

    def clean(self) -> dict[str, Any]:
        # Two people who each put one of two categories below the other would make a ring.
        list(Category.objects.select_for_update().order_by("pk").values_list("pk"))
        cleaned = super().clean()
        if not self.errors:
            self._check_length(cleaned.get("parent"), str(cleaned.get("code", "")))
        return cleaned

    def _check_length(self, parent: Category | None, code: str) -> None:
        """The path of every category below must hold its codes too."""
        most = Category._meta.get_field("path").max_length or 0
        path = f"{parent.path if parent else ''}{code}/"
        old = Category.objects.filter(pk=self.instance.pk).values_list("path", flat=True).first()
        below = Category.objects.filter(path__startswith=old).values_list("path", flat=True) if old else []
        longest = max((len(one) - len(old or "") for one in below), default=0)
        if len(path) + longest > most:
            self.add_error(
                "code", _("The codes from the root down to here are too long: shorten one of them.")
            )


class SymptomRow(LosslessForm[Symptom]):
    class Meta:
        model = Symptom
        fields = (*NAMES, "code", "is_active")


class ClosureCodeRow(LosslessForm[ClosureCode]):
    class Meta:
        model = ClosureCode
        fields = (*NAMES, "code", "is_active")


class EscalationRuleRow(LosslessForm[EscalationRule]):
    class Meta:
        model = EscalationRule
        fields = ("metric", "priority", "percent", "level")
        error_messages = {
            NON_FIELD_ERRORS: {
                "unique_together": gettext_lazy(
                    "There is a rule for this clock, priority and moment already."
                ),
            }
        }


class HintPolicyRow(LosslessForm[HintPolicy]):
    class Meta:
        model = HintPolicy
        fields = (
            "is_suggesting",
            "least_records",
            "least_per_answer",
            "least_sure",
            "storm_calls",
            "storm_minutes",
        )
