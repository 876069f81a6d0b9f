"""Forms of the catalogue: services and configuration items."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cmdb.models import ConfigurationItem, ItemClass, Service
from people.forms.lossless import LosslessForm
from servicedesk.settings_pages.forms.controls import PICK
from servicedesk.settings_pages.forms.grading import NAMES
from sla.forms import DateField


class ServiceRow(LosslessForm[Service]):
    class Meta:
        model = Service
        fields = (*NAMES, "code", "criticality", "support_team", "description", "is_active", "customers")
        widgets = {"customers": PICK, "description": forms.Textarea(attrs={"rows": 3})}


class ItemClassRow(LosslessForm[ItemClass]):
    class Meta:
        model = ItemClass
        fields = (*NAMES, "code")


class ItemRow(LosslessForm[ConfigurationItem]):
    verified_on = DateField(
        label=ConfigurationItem._meta.get_field("verified_on").verbose_name, required=False
    )

    class Meta:
        model = ConfigurationItem
        fields = (
            "name",
            "item_class",
            "subtype",
            "model",
            "serial",
            "status",
            "service",
            "customer",
            "site",
            "verified_on",
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        site, customer = cleaned.get("site"), cleaned.get("customer")
        if site and customer is None:
            cleaned["customer"] = site.customer
        elif site and customer and site.customer_id != customer.pk:
            self.add_error("site", _("This site is of another customer: choose one of the same."))
        return cleaned
