"""What Ctrl-K offers: the number that was typed, places one may go, records, people; at last the whole search."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from people.models import User
from people.views.doors import Asked
from records.kinds import kinds
from records.models import Record
from servicedesk.navigation import items_for
from servicedesk.search import records
from servicedesk.search.people import People, people
from servicedesk.search.query import Query

MOST_RECORDS = 6
MOST_PEOPLE = 4
MOST_PLACES = 6
OWN_RECORDS = 6


@dataclass(frozen=True, kw_only=True)
class Option:
    label: str
    url: str
    icon: str
    tail: str = ""
    number: str = ""


@dataclass(frozen=True, kw_only=True)
class Group:
    title: str
    options: list[Option] = field(default_factory=list)


def groups(request: Asked, query: Query) -> list[Group]:
    """What the typed text may mean, the surest first. At most a dozen queries."""
    found = _before_typing(request) if not query.text else _for_text(request, query)
    return [group for group in found if group.options]


def _before_typing(request: Asked) -> Iterator[Group]:
    yield Group(title=_("Go to"), options=list(places(request)))
    yield Group(title=_("Your open work"), options=[_of_record(record) for record in _own(request.user)])


def _for_text(request: Asked, query: Query) -> Iterator[Group]:
    user = request.user
    named = records.named(user, query)
    yield Group(title=_("This number"), options=[_of_record(record) for record in named])
    fitting = [option for option in places(request) if query.text.lower() in option.label.lower()]
    yield Group(title=_("Go to"), options=fitting[:MOST_PLACES])
    known = {record.pk for record in named}
    matching = [record for record in records.quick(user, query, MOST_RECORDS) if record.pk not in known]
    yield Group(title=_("Records"), options=[_of_record(record) for record in matching])
    yield Group(title=_("People and customers"), options=list(_of_people(people(user, query, MOST_PEOPLE))))
    yield Group(title=_("Further"), options=list(_further(user, query)))


def places(request: Asked) -> Iterator[Option]:
    """Every page of the navigation that this person may open, and what may be registered."""
    for item in items_for(request):
        yield Option(label=str(item.label), url=item.url, icon=item.icon)
        for child in item.children:
            yield Option(label=str(child.label), url=child.url, icon=child.icon, tail=str(item.label))
    for kind in kinds():
        if request.user.rights.may(kind.name, "register"):
            url = reverse("desk:register", kwargs={"kind": kind.name})
            yield Option(label=_("Register: %(kind)s") % {"kind": kind.label}, url=url, icon="plus")


def _own(user: User) -> Iterable[Record]:
    mine = Record.objects.visible_to(user).open().filter(Q(owner=user.pk) | Q(assignee=user.pk))
    return mine.shown().order_by("-updated_at")[:OWN_RECORDS]


def _of_record(record: Record) -> Option:
    return Option(
        label=record.title,
        url=record.get_absolute_url(),
        icon=record.declared.icon,
        number=record.number,
        tail=" · ".join(filter(None, [str(record.customer or ""), record.state_label])),
    )


def _of_people(found: People) -> Iterator[Option]:
    for contact in found.contacts:
        url = address("people:customer", pk=contact.customer_id)
        yield Option(label=contact.name, url=url, icon="address-book", tail=str(contact.customer))
    for customer in found.customers:
        url = address("people:customer", pk=customer.pk)
        yield Option(label=str(customer), url=url, icon="building", tail=customer.code)
    for user in found.users:
        yield Option(label=user.name, url=address("people:user", pk=user.pk), icon="user", tail=user.username)


def _further(user: User, query: Query) -> Iterator[Option]:
    whole = f"{reverse('desk:search')}?{urlencode({'q': query.text})}"
    yield Option(label=_("Search everything for “%(text)s”") % {"text": query.text}, url=whole, icon="search")
    if query.telephone and user.rights.may("call", "log"):
        pad = f"{reverse('desk:call-pad')}?{urlencode({'number': query.telephone})}"
        label = _("Log a call from %(number)s") % {"number": query.telephone}
        yield Option(label=label, url=pad, icon="phone-plus")


def address(view: str, **kwargs: object) -> str:
    """The address of a page, or of the search page where it is not installed."""
    try:
        return reverse(view, kwargs=kwargs)
    except NoReverseMatch:
        return reverse("desk:search")
