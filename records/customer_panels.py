"""How much is open for a customer, kind by kind, on the customer's page. Each number opens its queue."""

from typing import Any

from django.db.models import Count
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from people.customer_panels import CustomerPanel, register_customer_panel
from people.models import Customer, User
from records.kinds import Kind, kinds
from records.models import Record


def open_records(customer: Customer, user: User) -> dict[str, Any] | None:
    """The kinds this person sees anything of, with how many of them are open and visible."""
    seen = [kind for kind in kinds() if user.rights.scopes_for(kind.name)]
    if not seen:
        return None
    mine = Record.objects.filter(customer=customer).visible_to(user).open()
    counts = dict(mine.values_list("kind").annotate(count=Count("pk")).order_by())
    return {"kinds": [(kind, counts.get(kind.name, 0), _queue(kind, customer)) for kind in seen]}


def _queue(kind: Kind, customer: Customer) -> str:
    try:
        return f"{reverse('desk:queue', kwargs={'plural': kind.plural})}?customer={customer.pk}"
    except NoReverseMatch:
        return ""


OPEN_RECORDS = register_customer_panel(
    CustomerPanel(
        name="open_records",
        title=_("Open now"),
        icon="inbox",
        template="records/customer_open.html",
        context=open_records,
        position=10,
    )
)
