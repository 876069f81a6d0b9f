"""People and customers that a search finds: by name in either language, by number, by code."""

from dataclasses import dataclass, field

from people import callers
from people.directory import customers_for
from people.models import Contact, Customer, User
from servicedesk.choices.sources import SOURCES
from servicedesk.search.query import Query


@dataclass(frozen=True, kw_only=True)
class People:
    contacts: list[Contact] = field(default_factory=list)
    customers: list[Customer] = field(default_factory=list)
    users: list[User] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.contacts or self.customers or self.users)


def people(by: User, query: Query, limit: int = 6) -> People:
    """At most `limit` of each, and only whom this person may look up. Four queries."""
    if not query.text:
        return People()
    is_written = any(letter.isalpha() for letter in query.text)
    return People(
        contacts=list(callers.search(query.text, limit, by=by)),
        customers=_customers(by, query, limit) if is_written else [],
        users=_users(by, query, limit) if is_written and by.rights.may("people", "see") else [],
    )


def _customers(by: User, query: Query, limit: int) -> list[Customer]:
    rows = customers_for(by).filter(is_active=True).order_by("name", "pk")
    return list(SOURCES["customer"].among(rows, query.text, {})[:limit])


def _users(by: User, query: Query, limit: int) -> list[User]:
    source = SOURCES["user"]
    return list(source.among(source.offered_to(by), query.text, {})[:limit])
