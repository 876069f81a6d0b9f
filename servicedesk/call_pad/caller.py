"""Who is on the line: by number, by name, or as he gives himself."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.http import urlencode

from people import callers
from people.directory import contacts_for, customers_for
from people.models import Contact, Customer, User
from people.phone import is_number, tail

MOST_LETTERS = 150
MOST_CUSTOMERS = 3


@dataclass(frozen=True, kw_only=True)
class Caller:
    """A contact we know, or what is known of somebody we do not. `maybe` are contacts whose number ends alike."""

    contact: Contact | None = None
    customer: Customer | None = None
    name: str = ""
    number: str = ""
    maybe: list[Contact] = field(default_factory=list)

    @property
    def is_told(self) -> bool:
        return bool(self.contact or self.customer or self.name or self.number)


@dataclass(frozen=True, kw_only=True)
class Option:
    """A line of the list below the caller field. `query` asks for the caller it stands for."""

    query: str
    label: str
    beside: str = ""
    number: str = ""
    icon: str = "user"
    is_guess: bool = False


def who(by: User, *, text: str = "", number: str = "", contact: str = "", customer: str = "") -> Caller:
    """The caller that a choice, a number or a name stands for. A number that several have is nobody's yet."""
    text, number = _plain(text), _plain(number)
    if not number and is_number(text):
        text, number = "", text
    if found := _chosen(by, contact):
        return Caller(contact=found, customer=found.customer, number=number)
    if of := _customer(by, customer):
        return Caller(customer=of, name=text, number=number)
    if not number:
        return Caller(name=text)
    matches = _matches(by, number)
    exact = [match.contact for match in matches if match.is_exact]
    if len(exact) == 1:
        return Caller(contact=exact[0], customer=exact[0].customer, number=number)
    return Caller(name=text, number=number, maybe=[match.contact for match in matches])


def options(by: User, text: str) -> list[Option]:
    """Whom the text may mean: contacts first, then customers, and always the way to go on with a stranger."""
    text = _plain(text)
    if not text:
        return []
    number = text if is_number(text) else ""
    found = [
        _of_contact(match.contact, number, is_guess=not match.is_exact)
        for match in (_matches(by, number) if number else [])
    ]
    found += [_of_contact(contact, number) for contact in callers.search(text, by=by)]
    found += [] if number else [_of_customer(customer) for customer in _customers(by, text)]
    known = list({option.query: option for option in reversed(found)}.values())[::-1]
    return [*known[: callers.MANY], Option(query=urlencode({"caller": text}), label=text, icon="user-plus")]


def _of_contact(contact: Contact, number: str, *, is_guess: bool = False) -> Option:
    rows = list(contact.phone_numbers.all())
    # The one he calls from stands before his others.
    numbers = [row.written for row in sorted(rows, key=lambda row: tail(row.written) != tail(number))]
    return Option(
        query=urlencode({"contact": str(contact.pk), "number": number}),
        label=contact.name,
        beside=" · ".join(filter(None, [str(contact.customer), str(contact.site or "")])),
        number=numbers[0] if numbers else "",
        is_guess=is_guess,
    )


def _of_customer(customer: Customer) -> Option:
    return Option(
        query=urlencode({"customer": customer.pk}), label=str(customer), beside=customer.code, icon="building"
    )


def _matches(by: User, number: str) -> list[callers.Match]:
    found = callers.find(number)
    seen = set(
        contacts_for(by).filter(pk__in=[match.contact.pk for match in found]).values_list("pk", flat=True)
    )
    return [match for match in found if match.contact.pk in seen]


def _chosen(by: User, key: str) -> Contact | None:
    if not _is_key(key):
        return None
    shown = contacts_for(by).select_related("customer", "site").prefetch_related("phone_numbers")
    return shown.filter(pk=key).first()


def _customer(by: User, key: str) -> Customer | None:
    return customers_for(by).filter(pk=key).first() if _is_key(key) else None


def _customers(by: User, text: str) -> list[Customer]:
    named = Q(code__iexact=text)
    for column in ("name", "name_zh_hans", "name_zh_hant"):
        named |= Q(**{f"{column}__icontains": text})
    return list(customers_for(by).filter(named, is_active=True).order_by("name", "pk")[:MOST_CUSTOMERS])


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _plain(text: str) -> str:
    return text.replace("\0", "").strip()[:MOST_LETTERS]
