"""Who is calling: by number, or by what somebody types."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from people import access_log
from people.directory import contacts_for, customers_for
from people.models import AccessLog, CallerWords, Contact, Customer, PhoneNumber, Region, Site, User
from people.phone import canonical, digits_of, is_number, is_unambiguous, pieces, tail
from people.words import beginnings, query_words, vector_of, words

BATCH = 1_000
MANY = 10


@dataclass(frozen=True)
class Match:
    """A contact who may be calling. Exact: the whole number is his. Otherwise a guess by its last digits."""

    contact: Contact
    is_exact: bool


def find(number: str, region: str | None = None) -> list[Match]:
    """Who calls from this number, at most ten: those who have exactly it, else those whose number ends alike.

    Without a region a number in national form is read as of each region that customers are in.
    """
    forms = {canonical(number, region) for region in ([region] if region else Region.values)} - {""}
    exact = [form for form in forms if is_unambiguous(form)]
    if found := list(_in_use(Q(phone_numbers__e164__in=exact))):
        return [Match(contact, is_exact=True) for contact in found]
    endings = {tail(form) for form in forms} or {tail(number)}
    alike = _in_use(Q(phone_numbers__tail__in=endings - {""}))
    return [Match(contact, is_exact=False) for contact in alike]


def search(text: str, limit: int = MANY, *, by: User | None = None) -> QuerySet[Contact]:
    """Contacts by beginnings of names, of the customer's name and code, or by any three digits of a number.

    All words must be found. Those whose own name begins with the text come first. With `by`, only whom that
    person may look up.
    """
    typed = _typed(text)
    if not typed:
        return Contact.objects.none()
    own_name_first = Case(
        When(name__istartswith=text.strip(), then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    everybody = Contact.objects.all() if by is None else contacts_for(by)
    found = everybody.filter(
        is_active=True, customer__is_active=True, caller_words__words__holds=beginnings(typed)
    )
    shown = found.select_related("customer", "site").prefetch_related("phone_numbers")
    return shown.order_by(own_name_first, "name", "pk")[:limit]


def _in_use(condition: Q) -> QuerySet[Contact]:
    found = Contact.objects.filter(condition, is_active=True, customer__is_active=True)
    shown = found.select_related("customer", "site").prefetch_related("phone_numbers")
    return shown.order_by("name", "pk").distinct()[:MANY]


def _typed(text: str) -> list[str]:
    """The words of a search. A number in any written form is one word: its digits."""
    return [digits_of(text).removeprefix("00")] if is_number(text) else query_words(text)


def index(contacts: QuerySet[Contact]) -> None:
    """Write down what these contacts are found by. Saving one does it; whoever writes in bulk calls it after."""
    whole = contacts.select_related("customer").prefetch_related("phone_numbers").order_by("pk")
    rows = whole.iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        CallerWords.objects.bulk_create(
            [CallerWords(contact=contact, words=vector_of(_words_of(contact))) for contact in batch],
            update_conflicts=True,
            unique_fields=["contact"],
            update_fields=["words"],
        )


def _words_of(contact: Contact) -> list[str]:
    customer = contact.customer
    names = [contact.name, contact.email, customer.code]
    names += [customer.name, customer.name_zh_hans, customer.name_zh_hant]
    numbers = [
        piece for number in contact.phone_numbers.all() for piece in pieces(number.written, number.e164)
    ]
    return list(dict.fromkeys([*words(" ".join(names)), *numbers]))


@transaction.atomic
def add_contact(
    *,
    by: User,
    customer: Customer,
    name: str,
    numbers: Iterable[str] = (),
    site: Site | None = None,
    **fields: str,
) -> Contact:
    """A new contact with the numbers as somebody wrote them. Raises Forbidden, or ValidationError by field.

    Raises Customer.DoesNotExist where the person sees no such customer.
    """
    by.rights.require("customers", "edit")
    customers_for(by).get(pk=customer.pk)
    contact = Contact(customer=customer, site=site, name=name.strip(), **fields)
    contact.full_clean()
    if site is not None and site.customer_id != customer.pk:
        raise ValidationError({"site": _("This site belongs to another customer: choose one of theirs.")})
    contact.save()
    set_numbers(contact, numbers)
    access_log.note(AccessLog.Event.CREATED, by=by, subject=contact)
    return contact


def set_numbers(contact: Contact, numbers: Iterable[str]) -> None:
    """Make these the contact's numbers. What was written alike stays the row it is."""
    wanted = list(dict.fromkeys(filter(None, (number.strip() for number in numbers))))
    kept = set(contact.phone_numbers.filter(written__in=wanted).values_list("written", flat=True))
    contact.phone_numbers.exclude(written__in=wanted).delete()
    for written in wanted:
        if written not in kept:
            number = PhoneNumber(contact=contact, written=written)
            number.full_clean()
            number.save()
    index(Contact.objects.filter(pk=contact.pk))


def read_again(customer: Customer) -> None:
    """Read the numbers of a customer's contacts anew, since the customer's region has changed."""
    numbers = list(PhoneNumber.objects.filter(contact__customer=customer).select_related("contact__customer"))
    for number in numbers:
        number.recognise()
    PhoneNumber.objects.bulk_update(numbers, ["e164", "tail"], batch_size=BATCH)
    index(customer.contacts.all())


def others_with(numbers: Iterable[str], region: str, *, but: Contact | None = None) -> list[PhoneNumber]:
    """Numbers of other contacts that are one of these, for a warning before a person is entered twice."""
    forms = {canonical(number, region) for number in numbers} - {""}
    alike = PhoneNumber.objects.filter(e164__in=forms).select_related("contact__customer")
    others = alike.exclude(contact=but) if but else alike
    return list(others.order_by("contact__name", "pk")[:MANY])
