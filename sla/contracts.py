"""Which contract counts for a customer's service on a day."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from sla.models import Contract


def in_force(*, customer_id: int | None, service_id: int | None, on: date) -> QuerySet[Contract]:
    """The customer's contracts that cover the service on that day, the one that counts first.

    One that names the service counts before one for all services; then the one that began last.
    """
    named = Contract.services.through.objects.filter(contract_id=OuterRef("pk"))
    return (
        Contract.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=on), Q(customer_id=customer_id), starts_on__lte=on
        )
        .annotate(names_it=Exists(named.filter(Q(service_id=service_id))))
        .filter(Q(names_it=True) | ~Exists(named))
        .order_by("-names_it", "-starts_on", "-pk")
    )


def contract_for(*, customer_id: int | None, service_id: int | None, on: date) -> Contract | None:
    """One query."""
    return in_force(customer_id=customer_id, service_id=service_id, on=on).first()
