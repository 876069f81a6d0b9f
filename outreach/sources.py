"""Where an audience comes from: whom a record of some kind affects. A floor above declares its own kinds here."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cmdb import impact
from cmdb.models import ConfigurationItem
from outreach import reasons
from outreach.reasons import reason
from people.models import Customer
from records.models import Record

if TYPE_CHECKING:
    from outreach.models import Campaign


@dataclass(frozen=True)
class Affected:
    """A customer whom something affects, and why. The rest where it is known: whom to ask for, what it is about."""

    customer_id: int
    reason: dict[str, Any]
    contact_id: int | None = None
    item_id: int | None = None
    incident_id: int | None = None


Find = Callable[[Record], Iterable[Affected]]


@dataclass(frozen=True)
class Source:
    """Whom records of one kind affect. `find` gets the record as its own kind; naming somebody twice does no harm."""

    kind: str
    find: Find = field(repr=False)


_sources: dict[str, Source] = {}


def register_source(source: Source) -> Source:
    """Declare whom records of a kind affect: an emergency, for one, which stands on a floor above."""
    _sources[source.kind] = source
    return source


def affected_by(record: Record) -> Iterator[Affected]:
    """Whom a record affects; of a kind that declares nothing, whose it is and who called about it."""
    own = record.specific
    source = _sources.get(record.kind)
    if source is not None:
        yield from source.find(own)
    else:
        yield from concerned(own)


def concerned(record: Record) -> Iterator[Affected]:
    """Whose a record is, and who called about it."""
    if record.customer_id is not None:
        yield Affected(
            record.customer_id,
            reason(reasons.CONCERNS, number=record.number),
            contact_id=record.contact_id,
            item_id=record.item_id,
            incident_id=record.pk if record.kind == "incident" else None,
        )
    callers = record.calls.filter(contact__isnull=False, customer__isnull=False)
    for contact, customer in callers.values_list("contact", "customer").distinct():
        yield Affected(customer, reason(reasons.CALLED, number=record.number), contact_id=contact)


def audience_of(campaign: "Campaign") -> Iterator[Affected]:
    """Everybody whom the campaign's audience names, before it is narrowed."""
    audience = campaign.Audience
    if campaign.audience == audience.RECORD:
        assert campaign.for_record is not None
        yield from affected_by(campaign.for_record)
    elif campaign.audience == audience.SERVICE:
        assert campaign.service is not None
        told = reason(reasons.USES, service=str(campaign.service))
        for customer in impact.customers_of_service(campaign.service).values_list("pk", flat=True):
            yield Affected(customer, told)
    elif campaign.audience == audience.ITEM:
        assert campaign.item is not None
        yield from _dependents(campaign.item)
    else:
        for customer in Customer.objects.filter(is_active=True).values_list("pk", flat=True):
            yield Affected(customer, reason(reasons.IN_USE))


def _dependents(item: ConfigurationItem) -> Iterator[Affected]:
    failed = impact.downstream([item.pk]).all_failed
    told = reason(reasons.DEPENDS, item=str(item))
    for customer in impact.customers_of(failed).values_list("pk", flat=True):
        yield Affected(customer, told)
