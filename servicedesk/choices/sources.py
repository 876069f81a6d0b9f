"""Rows that a person may choose among, by what they are called: one list for search-selects, filters and chips.

A desk has tens of thousands of contacts, so no form holds them all: a search-select asks by a few letters.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from changes.models import Change
from cmdb.models import ConfigurationItem, ProductModel, Service
from people.models import Contact, Customer, Scope, Site, Team, User
from records.lifecycle import Text
from records.models import Category, Record
from records.words import found_by

MOST_SHOWN = 12
Within = Callable[[QuerySet[Any], User], QuerySet[Any]]


@dataclass(frozen=True, kw_only=True)
class Source:
    """One table to choose from. `words` are the columns searched, `beside` says who of two namesakes is meant."""

    model: type[Model]
    label: Text
    words: tuple[str, ...]
    everything: Callable[[], QuerySet[Any]]
    of_customers: Within
    beside: Callable[[Any], str] = lambda row: ""
    # Fields of the same form that narrow the choice, with the lookup they narrow by: a site is the customer's.
    narrowed_by: Mapping[str, str] = field(default_factory=dict)

    def offered_to(self, user: User) -> QuerySet[Any]:
        """What this person may choose; an account that sees its own customers only is offered their rows only."""
        return self.everything() if is_staff(user) else self.of_customers(self.everything(), user)

    def known_to(self, user: User) -> QuerySet[Any]:
        """What records may name already, also rows that are no longer offered."""
        rows = self.model._default_manager.all()
        return rows if is_staff(user) else self.of_customers(rows, user)

    def among(self, rows: QuerySet[Any], text: str, narrowed: Mapping[str, Any]) -> QuerySet[Any]:
        """Those of the rows whose columns hold every word of the text; `narrowed` is lookup → value."""
        rows = rows.filter(**narrowed)
        for word in text.split():
            within = Q()
            for column in self.words:
                within |= Q(**{f"{column}__icontains": word})
            rows = rows.filter(within)
        # A join may find a row twice; DISTINCT costs, so only there.
        is_joined = bool(narrowed) or any("__" in column for column in self.words)
        return rows.distinct() if is_joined else rows


OF_THE_HOUSE = {Scope.ALL, Scope.DESK, Scope.TEAM}


def is_staff(user: User) -> bool:
    """Somebody of the house: sees more of some kind than his customers' records and those entrusted to him."""
    rights = user.rights
    return rights.is_system or any(scopes & OF_THE_HOUSE for scopes in rights.scopes.values())


def _customers(column: str) -> Within:
    return lambda rows, user: rows.filter(**{f"{column}__in": user.rights.customer_ids})


@dataclass(frozen=True, kw_only=True)
class RecordSource(Source):
    """Records: whoever chooses among them is offered what he sees. Found by number, else by their words."""

    def offered_to(self, user: User) -> QuerySet[Any]:
        return self.everything().filter(pk__in=Record.objects.visible_to(user))

    known_to = offered_to

    def among(self, rows: QuerySet[Any], text: str, narrowed: Mapping[str, Any]) -> QuerySet[Any]:
        asked = text.strip()
        if not asked:
            return rows.filter(**narrowed)
        is_number = asked.isascii() and asked[-1].isdigit() and " " not in asked
        held = Q(number__startswith=asked.upper()) if is_number else found_by(asked, last_is_prefix=True)
        return rows.filter(held, **narrowed)


NAMED = ("name", "name_zh_hans", "name_zh_hant")

SOURCES = {
    "user": Source(
        model=User,
        label=_("person"),
        words=("name", "username"),
        everything=lambda: User.objects.filter(is_active=True, is_system=False).order_by("name", "pk"),
        of_customers=lambda rows, user: rows.filter(pk=user.pk),
        beside=lambda user: user.username,
        narrowed_by={"team": "teams"},
    ),
    "team": Source(
        model=Team,
        label=_("team"),
        words=(*NAMED, "code"),
        everything=lambda: Team.objects.filter(is_active=True).order_by("name", "pk"),
        of_customers=lambda rows, user: rows.none(),
    ),
    "customer": Source(
        model=Customer,
        label=_("customer"),
        words=(*NAMED, "code"),
        everything=lambda: Customer.objects.filter(is_active=True).order_by("name", "pk"),
        of_customers=_customers("pk"),
        beside=lambda customer: customer.code,
    ),
    "site": Source(
        model=Site,
        label=_("site"),
        words=(*NAMED, "code", "address"),
        everything=lambda: Site.objects.select_related("customer").order_by("name", "pk"),
        of_customers=_customers("customer"),
        beside=lambda site: site.customer.label,
        narrowed_by={"customer": "customer"},
    ),
    "contact": Source(
        model=Contact,
        label=_("contact"),
        words=("name", "email", "phone_numbers__written"),
        everything=lambda: (
            Contact.objects.filter(is_active=True).select_related("customer", "site").order_by("name", "pk")
        ),
        of_customers=_customers("customer"),
        beside=lambda contact: contact.customer.label,
        narrowed_by={"customer": "customer"},
    ),
    "service": Source(
        model=Service,
        label=_("service"),
        words=(*NAMED, "code"),
        everything=lambda: Service.objects.filter(is_active=True).order_by("name", "pk"),
        of_customers=lambda rows, user: rows.filter(customers__in=user.rights.customer_ids).distinct(),
    ),
    "item": Source(
        model=ConfigurationItem,
        label=_("configuration item"),
        words=("name", "serial", "model__name"),
        everything=lambda: ConfigurationItem.objects.select_related("customer", "item_class").order_by(
            "name", "pk"
        ),
        of_customers=_customers("customer"),
        beside=lambda item: item.customer.label if item.customer else item.item_class.label,
        narrowed_by={"customer": "customer"},
    ),
    "product_model": Source(
        model=ProductModel,
        label=_("product model"),
        words=("vendor", "name", "revision"),
        everything=lambda: ProductModel.objects.filter(is_active=True).order_by(
            "vendor", "name", "revision", "pk"
        ),
        of_customers=lambda rows, user: rows,
        beside=lambda model: model.vendor,
    ),
    "category": Source(
        model=Category,
        label=_("category"),
        words=(*NAMED, "code", "path"),
        everything=lambda: Category.objects.filter(is_active=True).select_related("parent").order_by("path"),
        of_customers=lambda rows, user: rows,
        beside=lambda category: category.parent.label if category.parent else "",
    ),
    "record": RecordSource(
        model=Record,
        label=_("record"),
        words=("number",),
        everything=lambda: Record.objects.defer("description").order_by("-pk"),
        of_customers=lambda rows, user: rows,
        beside=lambda record: record.state_label,
    ),
    "change": RecordSource(
        model=Change,
        label=_("change"),
        words=("number",),
        everything=lambda: Change.objects.defer("description").order_by("-pk"),
        of_customers=lambda rows, user: rows,
        beside=lambda change: change.state_label,
    ),
}


def source_of(model: type[Model]) -> Source | None:
    """The source of a table, or None where its rows are few enough for a plain list."""
    return next((source for source in SOURCES.values() if source.model is model), None)


def name_of(source: Source) -> str:
    return next(name for name, declared in SOURCES.items() if declared is source)
