"""What the desk knows of a caller: his open records, his customer's, the contract, the equipment, the last calls."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils import timezone

from calls.models import Call
from cmdb.models import ConfigurationItem
from people.models import Contact, Customer, User
from records.models import Record
from servicedesk.call_pad.caller import Caller
from servicedesk.call_pad.lines import Line, of_caller
from sla.models import Contract

OPEN_RECORDS = 6
LAST_CALLS = 4
ITEMS = 6


@dataclass(frozen=True, kw_only=True)
class About:
    """Empty where nobody is known."""

    customer: Customer | None = None
    contact: Contact | None = None
    lines: list[Line] = field(default_factory=list)
    has_more_records: bool = False
    calls: list[Call] = field(default_factory=list)
    contracts: list[Contract] = field(default_factory=list)
    items: list[ConfigurationItem] = field(default_factory=list)
    has_more_items: bool = False


def about(user: User, caller: Caller, site_id: int | None = None) -> About:
    """Six queries at most, however much there is."""
    customer = caller.customer
    if customer is None:
        return About()
    records = _records(user, customer, caller.contact)
    items = _items(customer, site_id)
    return About(
        customer=customer,
        contact=caller.contact,
        lines=of_caller(records[:OPEN_RECORDS], caller.contact.pk if caller.contact else None),
        has_more_records=len(records) > OPEN_RECORDS,
        calls=_calls(user, customer, caller.contact),
        contracts=_contracts(customer),
        items=items[:ITEMS],
        has_more_items=len(items) > ITEMS,
    )


def _records(user: User, customer: Customer, contact: Contact | None) -> list[Record]:
    """The customer's open records, the caller's own first, newest first."""
    seen = Record.objects.visible_to(user).open().filter(customer=customer).shown()
    newest = list(seen.order_by("-opened_at", "-pk")[: 5 * OPEN_RECORDS])
    return sorted(newest, key=lambda record: contact is None or record.contact_id != contact.pk)[
        : OPEN_RECORDS + 1
    ]


def _calls(user: User, customer: Customer, contact: Contact | None) -> list[Call]:
    of: dict[str, Any] = {"contact": contact} if contact else {"customer": customer}
    found = Call.objects.visible_to(user).filter(**of).select_related("record", "agent", "contact")
    return list(found.order_by("-started_at")[:LAST_CALLS])


def _contracts(customer: Customer) -> list[Contract]:
    """Those in force today, with the services they name."""
    today = timezone.localdate()
    running = Contract.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today), customer=customer, starts_on__lte=today
    )
    return list(running.select_related("calendar").prefetch_related("services").order_by("-starts_on"))


def _items(customer: Customer, site_id: int | None) -> list[ConfigurationItem]:
    """What stands at the caller's site first."""
    rows = ConfigurationItem.objects.filter(customer=customer).exclude(status="retired")
    found = list(rows.select_related("item_class", "site", "model").order_by("name")[: 5 * ITEMS])
    return sorted(found, key=lambda item: site_id is None or item.site_id != site_id)[: ITEMS + 1]
