"""Contacts: who calls from a customer's, and by which numbers they are known."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from people import callers
from people.directory import contacts_for, customers_for
from people.forms.customers import MOST_NUMBERS, ContactForm
from people.models import Contact, Customer, PhoneNumber
from people.phone import canonical, is_unambiguous, spoken
from people.views.doors import Asked, context, needs, page_of, words_typed
from people.views.editing import edit, locked

MOST_FOUND = 2_000


@require_safe
@needs("customers", "see")
def contacts(request: Asked) -> HttpResponse:
    """Everybody by name; with words, the way the call pad finds them."""
    typed = words_typed(request)
    everybody = contacts_for(request.user).filter(is_active=True).select_related("customer", "site")
    named = everybody.prefetch_related("phone_numbers").order_by("name", "pk")
    found = callers.search(typed, MOST_FOUND, by=request.user) if typed else named
    return render(request, "people/contacts.html", context(request, page=page_of(found, request)))


@needs("customers", "edit")
def new_contact(request: Asked, customer: int) -> HttpResponse:
    owner = get_object_or_404(customers_for(request.user), pk=customer)
    return _edit(request, owner, lambda: Contact(customer=owner))


@needs("customers", "edit")
def edit_contact(request: Asked, pk: int) -> HttpResponse:
    mine = contacts_for(request.user).select_related("customer")
    owner = get_object_or_404(mine, pk=pk).customer
    return _edit(request, owner, lambda: locked(request, mine, pk))


def _edit(request: Asked, owner: Customer, row: Callable[[], Contact]) -> HttpResponse:
    return edit(
        request,
        ContactForm,
        row,
        template="people/contact_form.html",
        go_on=lambda contact: reverse("people:customer", args=[owner.pk]),
        customer=owner,
    )


@dataclass(frozen=True)
class Recognised:
    """A number as somebody types it, with what it is taken for and who has it already."""

    written: str
    spoken: str
    is_whole: bool
    others: list[PhoneNumber]


@require_POST
@needs("customers", "edit")
def recognised_numbers(request: Asked, customer: int) -> HttpResponse:
    """A fragment: how the numbers typed so far are read. POST, so that no log of addresses keeps them."""
    owner = get_object_or_404(customers_for(request.user), pk=customer)
    known = contacts_for(request.user).filter(pk=_number(request.POST.get("contact"))).first()
    lines = [line.strip()[:60] for line in request.POST.get("numbers", "").splitlines() if line.strip()]
    told = [_recognised(line, owner.region, known) for line in lines[:MOST_NUMBERS]]
    return render(
        request, "people/recognised_numbers.html", {"numbers": told, "region": owner.get_region_display()}
    )


def _recognised(line: str, region: str, known: Contact | None) -> Recognised:
    return Recognised(
        written=line,
        spoken=spoken(line, region),
        is_whole=is_unambiguous(canonical(line, region)),
        others=callers.others_with([line], region, but=known),
    )


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else 0
