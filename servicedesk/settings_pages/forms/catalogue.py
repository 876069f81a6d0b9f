"""Forms of the catalogue: services, and what configuration items may be."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cmdb.models import AttributeDefinition, ItemClass, ProductModel, RelationType, Service
from cmdb.models.items import ASKABLE, ConfigurationItem
from people.forms.lossless import LosslessForm
from servicedesk.settings_pages.forms.controls import PICK
from servicedesk.settings_pages.forms.grading import NAMES

LONGEST_CHOICE = 100


def verbose_name(name: str) -> Any:
    return ConfigurationItem._meta.get_field(name).verbose_name  # type: ignore[union-attr]


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        given = value if isinstance(value, list) else str(value or "").splitlines()
        lines = list(dict.fromkeys(line.strip() for line in given if line.strip()))
        if any(len(line) > LONGEST_CHOICE for line in lines):
            raise ValidationError(
                _("Keep each line below %(most)s characters.") % {"most": LONGEST_CHOICE + 1}
            )
        return lines

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Of each line already."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class ServiceRow(LosslessForm[Service]):
    class Meta:
        model = Service
        fields = (*NAMES, "code", "criticality", "support_team", "description", "is_active", "customers")
        widgets = {"customers": PICK, "description": forms.Textarea(attrs={"rows": 3})}


class ItemClassRow(LosslessForm[ItemClass]):
    needed_columns = forms.MultipleChoiceField(
        label=gettext_lazy("needed columns"),
        required=False,
        widget=PICK,
        choices=lambda: [(name, verbose_name(name)) for name in ASKABLE],
        help_text=gettext_lazy("What an item of this class must have to count as complete."),
    )

    class Meta:
        model = ItemClass
        fields = (*NAMES, "code", "needed_columns")


class ProductModelRow(LosslessForm[ProductModel]):
    class Meta:
        model = ProductModel
        fields = ("vendor", "name", "revision", "item_class", "is_active")


class AttributeRow(LosslessForm[AttributeDefinition]):
    choices = LinesField(
        label=gettext_lazy("choices"),
        required=False,
        help_text=gettext_lazy("One a line; for an attribute that is one of a list."),
    )

    class Meta:
        model = AttributeDefinition
        fields = (
            "item_class",
            *NAMES,
            "code",
            "type",
            "unit",
            "choices",
            "is_required",
            "position",
            "is_active",
        )
        help_texts = {
            "code": gettext_lazy("Imports and other systems know it by this: letters, digits, - and _."),
            "is_required": gettext_lazy("New items must have it; those that lack it count as incomplete."),
        }


class RelationTypeRow(LosslessForm[RelationType]):
    class Meta:
        model = RelationType
        fields = (
            *NAMES,
            "inverse",
            "inverse_zh_hans",
            "inverse_zh_hant",
            "code",
            "dependency",
            "is_active",
        )
        help_texts = {
            "name": gettext_lazy("As it is read between the two: “runs on”."),
            "inverse": gettext_lazy("The same from the other end: “carries”."),
        }
