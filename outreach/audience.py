"""Who is on a campaign: found, narrowed, each customer once and each person once, with every reason; then frozen."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cmdb.models import ConfigurationItem
from outreach import reasons
from outreach.sources import Affected, audience_of
from people.models import Contact, Customer, Region
from sla.models import Calendar, SiteCalendar

if TYPE_CHECKING:
    from outreach.models import CallTask, Campaign


@dataclass
class Person:
    """Somebody who would be called, or why he would not. `key` is what a draw orders by."""

    customer: Customer
    contact: Contact | None
    key: str
    fate: str
    reasons: list[dict[str, Any]] = field(default_factory=list)
    item: ConfigurationItem | None = None
    incident_id: int | None = None
    segment: str = ""

    @property
    def why(self) -> list[str]:
        return reasons.words(self.reasons)


@dataclass(frozen=True)
class Preview:
    """What starting would freeze, counted."""

    people: list[Person]

    def _with(self, fate: str) -> list[Person]:
        return [one for one in self.people if one.fate == fate]

    @cached_property
    def callable(self) -> list[Person]:
        return self._with("waiting")

    @cached_property
    def do_not_call(self) -> list[Person]:
        return self._with("do_not_call")

    @cached_property
    def no_number(self) -> list[Person]:
        return self._with("no_number")

    @cached_property
    def customers(self) -> int:
        return len({one.customer.pk for one in self.people})

    @cached_property
    def by_segment(self) -> list[tuple[str, int]]:
        counted = Counter(one.segment for one in self.callable if one.segment)
        return [(segment_label(segment), count) for segment, count in sorted(counted.items())]

    @cached_property
    def by_reason(self) -> list[tuple[str, int]]:
        counted = Counter(code for one in self.people for code in {told["code"] for told in one.reasons})
        return [(reasons.label_of(code), count) for code, count in counted.most_common()]


def preview(campaign: "Campaign") -> Preview:
    """Who would be on it if it started now. Writes nothing."""
    return Preview(people_of(campaign))


def people_of(campaign: "Campaign") -> list[Person]:
    """Everybody on it, in the order of the customers' codes; those not to be called among them, marked so."""
    affected: dict[int, list[Affected]] = defaultdict(list)
    for one in audience_of(campaign):
        affected[one.customer_id].append(one)
    customers = Customer.objects.filter(pk__in=affected, is_active=True)
    if campaign.region:
        customers = customers.filter(region=campaign.region)
    items = _items(campaign, affected)
    kept = [one for one in customers.order_by("code") if not _is_narrowed(campaign) or one.pk in items]
    contacts = _contacts(kept)
    return [
        person
        for customer in kept
        for person in _of_customer(
            campaign, customer, affected[customer.pk], contacts[customer.pk], items.get(customer.pk)
        )
    ]


def _is_narrowed(campaign: "Campaign") -> bool:
    return bool(campaign.product_model_id or campaign.item_class_id)


def _items(campaign: "Campaign", affected: dict[int, list[Affected]]) -> dict[int, ConfigurationItem]:
    """Customer → the item that his call is about: of the model or class asked for, else of the services concerned."""
    rows = ConfigurationItem.objects.filter(customer__in=affected).exclude(status="retired")
    if campaign.product_model_id:
        rows = rows.filter(model=campaign.product_model_id)
    if campaign.item_class_id:
        rows = rows.filter(item_class=campaign.item_class_id)
    if not _is_narrowed(campaign):
        named = [one.item_id for given in affected.values() for one in given if one.item_id]
        concerned = rows.filter(pk__in=named) | rows.filter(
            service__in=_services(campaign), model__isnull=False
        )
        rows = concerned
    found: dict[int, ConfigurationItem] = {}
    for item in rows.select_related("model", "item_class").order_by("pk"):
        if item.customer_id is not None:
            found.setdefault(item.customer_id, item)
    return found


def _services(campaign: "Campaign") -> list[int]:
    if campaign.service_id:
        return [campaign.service_id]
    if campaign.for_record is None:
        return []
    own: Any = campaign.for_record.specific
    named = own.service_ids() if hasattr(own, "service_ids") else [own.service_id]
    return [key for key in named if key]


def _contacts(customers: Iterable[Customer]) -> dict[int, list[Contact]]:
    rows = Contact.objects.filter(customer__in=[one.pk for one in customers], is_active=True)
    found: dict[int, list[Contact]] = defaultdict(list)
    for contact in rows.prefetch_related("phone_numbers").order_by("pk"):
        found[contact.customer_id].append(contact)
    return found


def _of_customer(
    campaign: "Campaign",
    customer: Customer,
    affected: list[Affected],
    contacts: list[Contact],
    item: ConfigurationItem | None,
) -> list[Person]:
    told = _told(campaign, customer, affected, item)
    incident = next((one.incident_id for one in affected if one.incident_id), None)
    segment = _segment(campaign, customer, item)
    named: list[tuple[Contact | None, str]] = []
    if campaign.callees == campaign.Callees.ALL and contacts:
        named = [*((contact, f"{customer.code}/{contact.pk}") for contact in contacts)]
    else:
        named = [(_whom_to_ask(contacts, affected, item), customer.code)]
    return [
        Person(customer, contact, key, _fate(customer, contact), told, item, incident, segment)
        for contact, key in named
    ]


def _whom_to_ask(
    contacts: list[Contact], affected: list[Affected], item: ConfigurationItem | None
) -> Contact | None:
    """Who reported it, or is at the equipment's site, or is known longest; of those, who can be called goes first."""
    reporters = [one.contact_id for one in affected if one.contact_id]

    def rank(contact: Contact) -> tuple[bool, bool, bool, int]:
        is_there = item is not None and item.site_id is not None and contact.site_id == item.site_id
        return (not _can_be_called(contact), contact.pk not in reporters, not is_there, contact.pk)

    return min(contacts, key=rank, default=None)


def _can_be_called(contact: Contact) -> bool:
    return not contact.is_do_not_call and bool(contact.phone_numbers.all())


def _fate(customer: Customer, contact: Contact | None) -> str:
    if customer.is_do_not_call or (contact is not None and contact.is_do_not_call):
        return "do_not_call"
    return "waiting" if contact is not None and contact.phone_numbers.all() else "no_number"


def _told(
    campaign: "Campaign", customer: Customer, affected: list[Affected], item: ConfigurationItem | None
) -> list[dict[str, Any]]:
    """Every reason once, in the order they were found."""
    told = [one.reason for one in affected]
    if _is_narrowed(campaign) and item is not None:
        told.append(reasons.reason(reasons.OWNS, item=str(item)))
    if campaign.region:
        told.append(reasons.reason(reasons.IN_REGION, region=str(Region(customer.region).label)))
    return [one for place, one in enumerate(told) if one not in told[:place]]


def _segment(campaign: "Campaign", customer: Customer, item: ConfigurationItem | None) -> str:
    by = campaign.Segment
    if campaign.segment_by == by.REGION:
        return customer.region
    if campaign.segment_by == by.MODEL:
        return str(item.model) if item is not None and item.model else ""
    return customer.code if campaign.segment_by == by.CUSTOMER else ""


def segment_label(segment: str) -> str:
    """A segment as it is read: a region by its name, a model or a customer's code as it is."""
    return str(Region(segment).label) if segment in Region.values else segment


def freeze(campaign: "Campaign") -> list["CallTask"]:
    """Write the audience down, as it is now. From here on it changes no more."""
    from outreach.models import CallTask

    people = people_of(campaign)
    calendars = _calendars(people)
    rows = [
        CallTask(
            campaign=campaign,
            position=place,
            key=one.key,
            contact=one.contact,
            customer=one.customer,
            item=one.item,
            incident_id=one.incident_id,
            calendar_id=calendars.get(one.contact.site_id if one.contact else None) or calendars[None],
            reasons=one.reasons,
            segment=one.segment,
            fate=one.fate,
        )
        for place, one in enumerate(people)
    ]
    return CallTask.objects.bulk_create(rows)


def _calendars(people: list[Person]) -> dict[int | None, int | None]:
    """Site → its calendar; None → the usual one."""
    sites = {one.contact.site_id for one in people if one.contact and one.contact.site_id}
    own: dict[int | None, int | None] = dict(
        SiteCalendar.objects.filter(site__in=sites).values_list("site", "calendar")
    )
    return own | {None: Calendar.objects.filter(is_default=True).values_list("pk", flat=True).first()}
