"""Whom an advisory concerns: the contacts of customers with such equipment, such a service, in such a region."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cmdb.models import ConfigurationItem, ProductModel, Service
from people.models import Contact

WORKING = (ConfigurationItem.Status.IN_USE, ConfigurationItem.Status.IN_REPAIR)


def audience(
    *, product_model: ProductModel | None = None, service: Service | None = None, region: str = ""
) -> QuerySet[Contact]:
    """All that is given must hold. Nothing given is nobody, not everybody."""
    if not (product_model or service or region):
        return Contact.objects.none()
    found = Contact.objects.filter(is_active=True, customer__is_active=True)
    if region:
        found = found.filter(customer__region=region)
    if service is not None:
        found = found.filter(customer__in=service.customers.all())
    if product_model is not None:
        found = found.filter(_has(product_model))
    return found.select_related("customer", "site").order_by("customer__name", "name", "pk")


def _has(model: ProductModel) -> Q:
    """Equipment in use at his own site; where he or it belongs to no site, his customer's counts."""
    items = ConfigurationItem.objects.filter(model=model, status__in=WORKING, customer=OuterRef("customer"))
    at_his = Exists(items.filter(Q(site__isnull=True) | Q(site=OuterRef("site"))))
    return Q(at_his) | Q(Exists(items), site__isnull=True)


def told(criteria: dict[str, Any]) -> dict[str, str]:
    """The criteria as a mailing keeps them: readable when the model or service is gone."""
    return {name: str(value) for name, value in criteria.items() if value}
