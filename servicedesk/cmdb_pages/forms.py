"""Forms of an item: its columns and its class's attributes on one sheet, its relations, its verification."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from cmdb.attributes import PREFIX, definitions_of, field_of
from cmdb.changing import Trace, change_item, create_item
from cmdb.models import ConfigurationItem, ItemClass, ProductModel, RelationType
from cmdb.relating import relate
from cmdb.sight import items_for
from people.forms.lossless import LosslessForm
from people.models import User
from servicedesk.settings_pages.forms.controls import offer_rows

ATTRIBUTE = "attribute_"


class ItemForm(LosslessForm[ConfigurationItem]):
    """Bound to an item whose class is known. It parses; `cmdb.changing` decides and writes history."""

    note = forms.CharField(
        label=gettext_lazy("why"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Stands in the item's history."),
    )

    class Meta:
        model = ConfigurationItem
        fields = ("name", "subtype", "model", "serial", "status", "service", "customer", "site")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.definitions = definitions_of(self.instance.item_class)
        for definition in self.definitions:
            name = f"{ATTRIBUTE}{definition.code}"
            self.fields[name] = field_of(definition)
            self.fields[name].required = definition.is_required
            self.initial[name] = self.instance.attributes.get(definition.code)
        models = Q(item_class=None) | Q(item_class=self.instance.item_class) | Q(pk=self.instance.model_id)
        self.fields["model"].queryset = ProductModel.objects.filter(models)  # type: ignore[attr-defined]
        self.order_fields([name for name in self.fields if name != "note"])
        self.initial["seen"] = self._sealed
        offer_rows(self)

    def keep(self, *, by: User, request: HttpRequest) -> ConfigurationItem:
        """Save through the one way. Raises ValidationError at the fields of this form."""
        trace = Trace(by=by, note=self.cleaned_data["note"])
        columns = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        attributes = {one.code: self.cleaned_data[f"{ATTRIBUTE}{one.code}"] for one in self.definitions}
        try:
            if self.instance.pk is None:
                return create_item(
                    trace, item_class=self.instance.item_class, attributes=attributes, **columns
                )
            changed = {name: value for name, value in columns.items() if name in self.changed_data}
            change_item(self.instance, trace, attributes=attributes, **changed)
        except ValidationError as refused:
            raise _at_fields(refused) from refused
        return self.instance


def _at_fields(refused: ValidationError) -> ValidationError:
    """The names by which `cmdb.changing` speaks as those of the fields here; what has none stands above them all."""
    known = {*ItemForm._meta.fields}  # type: ignore[misc]
    found: dict[str, Any] = {}
    for name, errors in refused.error_dict.items():
        if name.startswith(PREFIX):
            name = f"{ATTRIBUTE}{name.removeprefix(PREFIX)}"
        found.setdefault(name if name in known or name.startswith(ATTRIBUTE) else "__all__", []).extend(
            errors
        )
    return ValidationError(found)


class ClassForm(forms.Form):
    """What a new item is, before the rest can be asked."""

    item_class = forms.ModelChoiceField(
        ItemClass.objects.all(), label=gettext_lazy("Class"), empty_label=gettext_lazy("Choose one")
    )


class RelateForm(forms.Form):
    """A relation from where one stands: its verb as it reads from this item."""

    verb = forms.ChoiceField(label=gettext_lazy("relation"))
    other = forms.ModelChoiceField(ConfigurationItem.objects.none(), label=gettext_lazy("item"))
    group = forms.CharField(
        label=gettext_lazy("redundancy group"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("The same word for all of which some are enough: “power”."),
    )
    needed = forms.IntegerField(
        label=gettext_lazy("enough of the group"), min_value=1, max_value=1_000, initial=1, required=False
    )

    def __init__(self, *args: Any, item: ConfigurationItem, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item, self.by = item, by
        types = RelationType.objects.filter(is_active=True)
        self.fields["verb"].choices = [choice for type_ in types for choice in _readings(type_)]  # type: ignore[attr-defined]
        self.fields["other"].queryset = items_for(by).exclude(pk=item.pk)  # type: ignore[attr-defined]
        offer_rows(self)

    def keep(self) -> None:
        """Raises ValidationError."""
        given = self.cleaned_data
        way, _sep, code = given["verb"].partition(":")
        subject, target = (self.item, given["other"]) if way == "on" else (given["other"], self.item)
        type_ = RelationType.objects.get(code=code)
        needed = given.get("needed") or 1
        relate(type_, subject, target, Trace(by=self.by), group=given["group"].strip(), needed=needed)


def _readings(type_: RelationType) -> list[tuple[str, str]]:
    onward = [(f"on:{type_.code}", type_.label)]
    return (
        onward
        if type_.label == type_.inverse_label
        else [*onward, (f"back:{type_.code}", type_.inverse_label)]
    )


class VerifyForm(forms.Form):
    on = forms.DateField(
        label=gettext_lazy("seen on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(
        label=gettext_lazy("how it was verified"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("On site, by telephone, by a picture of the plate."),
    )
