"""Logging what a conversation led to. Each verb writes everything in one transaction, and only once per key."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction

from calls.log import log_call
from calls.models import Call, Channel
from cmdb.models import ConfigurationItem, Service
from emergency.attaching import attach_caller
from emergency.models import Emergency
from incidents.models import ClosureCode, Incident
from incidents.suggestions import remember, suggest
from knowledge.uses import Spoken, use
from people.callers import add_contact
from people.models import Contact, Customer, Site, User
from records.actions import advance, register
from records.models import Category, Level, Record
from releases.models import Release
from servicedesk.call_pad.opening import Opening
from servicedesk.call_pad.recent import name_cause

TITLE_LENGTH = 250
REGISTERED = (
    "title",
    "contact",
    "customer",
    "site",
    "service",
    "item",
    "category",
    "impact",
    "urgency",
    "channel",
)


@dataclass(frozen=True, kw_only=True)
class Talk:
    """One conversation as the agent wrote it down."""

    opening: Opening
    title: str = ""
    description: str = ""
    contact: Contact | None = None
    customer: Customer | None = None
    site: Site | None = None
    caller_name: str = ""
    number: str = ""
    direction: str = Call.Direction.IN
    channel: str = Channel.PHONE
    service: Service | None = None
    item: ConfigurationItem | None = None
    category: Category | None = None
    impact: int = Level.LOW
    urgency: int = Level.LOW
    article: Spoken | None = None
    release: Release | None = None
    is_new_contact: bool = False

    @property
    def reason(self) -> str:
        return "\n\n".join(part for part in (self.title, self.description) if part)

    @property
    def customer_id(self) -> int | None:
        return self.contact.customer_id if self.contact else self.customer.pk if self.customer else None


def log_alone(talk: Talk, *, by: User) -> Call:
    """The call and nothing else: it stays open what becomes of it."""
    return once(talk, by, lambda told: write_call(told, by))


def log_answered(talk: Talk, *, by: User, answer: str) -> Call:
    """Answered at once: a first-call resolution that needs no record."""

    def write(told: Talk) -> Call:
        _say_whether_it_helped(told, by, has_helped=True)
        return write_call(told, by, answer=answer, is_first_call_resolution=True)

    return once(talk, by, write)


def log_incident(talk: Talk, *, by: User) -> Call:
    """The call and the incident it brought."""

    def write(told: Talk) -> Call:
        incident = _register(told, by)
        _say_whether_it_helped(told, by, incident, has_helped=False)
        return write_call(told, by, incident)

    return once(talk, by, write)


def log_resolved(talk: Talk, *, by: User, closure_code: ClosureCode, solution: str) -> Call:
    """The call, the incident it brought, and its solution during the call."""

    def write(told: Talk) -> Call:
        incident = _register(told, by)
        call = write_call(told, by, incident, answer=solution, is_first_call_resolution=True)
        _say_whether_it_helped(told, by, incident, has_helped=True)
        advance(incident, "resolve", by=by, closure_code=closure_code, solution=solution)
        return call

    return once(talk, by, write)


def log_about(talk: Talk, record: Record, *, by: User) -> Call:
    """The call, about a record that is there already. See `becomes_a_child` for another customer's."""

    def write(told: Talk) -> Call:
        if not becomes_a_child(told.customer_id, record, by):
            name_cause(told.release, record.specific, by)
            return write_call(told, by, record)
        child = _register(told, by, title=told.title or record.title, service=told.service or record.service)
        call = write_call(told, by, child)
        _put_below(record.specific, child, by)
        return call

    return once(talk, by, write)


def becomes_a_child(customer_id: int | None, record: Record, by: User) -> bool:
    """Whether a caller's report of this record is an incident of his own below it.

    Somebody else's fault that he suffers too is one: he is counted, he keeps a number, and he is told when the
    parent is resolved. His own customer's record simply gets the call. An emergency is nobody's own.
    """
    if record.kind == "emergency":
        return by.rights.may("incident", "register") and by.rights.may("emergency", "attach")
    is_elsewhere = customer_id is not None and customer_id != record.customer_id
    may = by.rights.may("incident", "register") and by.rights.may("incident", "attach")
    return is_elsewhere and may and record.kind == "incident"


def _put_below(parent: Record, child: Incident, by: User) -> None:
    if isinstance(parent, Emergency):
        attach_caller(parent, child, by=by)
    else:
        advance(child, "attach", by=by, parent=parent)


def _say_whether_it_helped(talk: Talk, by: User, record: Record | None = None, *, has_helped: bool) -> None:
    """An article that was read out and did not end the fault did not help."""
    if talk.article is not None:
        use(talk.article, by=by, record=record, has_helped=has_helped)


def _register(talk: Talk, by: User, **given: Any) -> Incident:
    fields = {name: getattr(talk, name) for name in REGISTERED} | given
    fields["title"], fields["description"] = fitted(fields["title"], talk.description)
    incident = register(Incident, by=by, **fields)
    remember(incident, suggest(f"{talk.title}\n{talk.description}"))
    name_cause(talk.release, incident, by)
    return incident


def fitted(title: str, description: str) -> tuple[str, str]:
    """A first line longer than a title goes on in the description: no word of a caller is lost."""
    if len(title) <= TITLE_LENGTH:
        return title, description
    return title[: TITLE_LENGTH - 1] + "…", f"{title}\n\n{description}".strip()


def write_call(talk: Talk, by: User, record: Record | None = None, **outcome: Any) -> Call:
    return log_call(
        by=by,
        record=record,
        contact=talk.contact,
        customer=talk.contact.customer if talk.contact else talk.customer,
        caller_name=talk.caller_name,
        number=talk.number,
        direction=talk.direction,
        channel=talk.channel,
        reason=talk.reason,
        service=talk.service or (record.service if record else None),
        item=talk.item,
        category=talk.category,
        priority=record.priority if record else None,
        started_at=talk.opening.at,
        handle_seconds=talk.opening.seconds,
        idempotency_key=talk.opening.key,
        **outcome,
    )


def once(talk: Talk, by: User, write: Callable[[Talk], Call]) -> Call:
    """Sent twice, as by a double Enter, it is logged once: the second gets what the first has written."""
    if (found := _logged(talk, by)) is not None:
        return found
    try:
        with transaction.atomic():
            return write(_with_contact(talk, by))
    except IntegrityError:
        if (found := _logged(talk, by)) is None:
            raise
        return found


def _with_contact(talk: Talk, by: User) -> Talk:
    """A stranger who is to be remembered becomes a contact of his customer."""
    if not talk.is_new_contact or talk.contact is not None or talk.customer is None:
        return talk
    name = talk.caller_name or talk.number
    numbers = [talk.number] if talk.number else []
    contact = add_contact(by=by, customer=talk.customer, name=name, numbers=numbers, site=talk.site)
    return replace(talk, contact=contact, caller_name="")


def _logged(talk: Talk, by: User) -> Call | None:
    if not talk.opening.key:
        return None
    return Call.objects.filter(agent=by, idempotency_key=talk.opening.key).select_related("record").first()
