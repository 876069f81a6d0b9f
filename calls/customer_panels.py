"""The last calls with a customer, on the customer's page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from calls.models import Call
from people.customer_panels import CustomerPanel, register_customer_panel
from people.models import Customer, User

MOST_SHOWN = 8


def last_calls(customer: Customer, user: User) -> dict[str, Any] | None:
    """What this person may see of them; nothing where there were none."""
    seen = Call.objects.visible_to(user).filter(customer=customer)
    newest = seen.select_related("agent", "contact", "record").order_by("-started_at", "-pk")
    calls = list(newest[: MOST_SHOWN + 1])
    return {"calls": calls[:MOST_SHOWN], "has_more": len(calls) > MOST_SHOWN} if calls else None


LAST_CALLS = register_customer_panel(
    CustomerPanel(
        name="calls",
        title=_("Last calls"),
        icon="phone-call",
        template="calls/customer_panel.html",
        context=last_calls,
        position=30,
    )
)
