"""The services a customer has, on the customer's page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from people.customer_panels import CustomerPanel, register_customer_panel
from people.models import Customer, User


def services(customer: Customer, user: User) -> dict[str, Any] | None:
    return {"services": customer.services.filter(is_active=True).order_by("criticality", "name")}


SERVICES = register_customer_panel(
    CustomerPanel(
        name="services",
        title=_("Services"),
        icon="apps",
        template="cmdb/customer_services.html",
        context=services,
        position=20,
    )
)
