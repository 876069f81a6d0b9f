"""One queue as its address asks for it: kind, named list, filters, order. Read once, then asked for all the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import User
from records.kinds import Kind, kinds
from records.models import Record, RecordQuerySet
from servicedesk.queues.filters import FILTERS
from servicedesk.queues.named import NAMED, Named
from servicedesk.queues.reading import Asker, BadFilter, Filter, Value

DEFAULT_LIST = "open"
# What stands in the address beside the filters.
PAGE_PARAMETERS = frozenset({"show", "order", "after", "before", "columns", "view", "format", "at"})


@dataclass(frozen=True)
class Selection:
    """The records one address asks for, as `user` may see them."""

    user: User
    kind: Kind | None
    named: Named
    values: Mapping[str, list[Value]] = field(default_factory=dict)

    def narrowed(self) -> Q:
        """The chips alone, without the named list."""
        within = Q(kind=self.kind.name) if self.kind else Q()
        for name, values in self.values.items():
            within &= FILTERS[name].condition([value.meaning for value in values])
        return within

    def condition(self) -> Q:
        return self.narrowed() & self.named.condition(self.user)

    def seen(self) -> RecordQuerySet:
        """Everything the person sees through the chips, whichever list is chosen: what tabs count within."""
        return Record.objects.visible_to(self.user, *self._one_kind).filter(self.narrowed())

    @property
    def _one_kind(self) -> tuple[str, ...]:
        return (self.kind.name,) if self.kind else ()

    def records(self) -> RecordQuerySet:
        return self.seen().filter(self.named.condition(self.user))

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds it may hold: the queue's own, or those of the filter, or all that the person sees any of."""
        if self.kind is not None:
            return (self.kind,)
        wanted = {value.meaning for value in self.values.get("kind", [])}
        return tuple(kind for kind in seen_kinds(self.user) if not wanted or kind.name in wanted)

    def parameters(self) -> dict[str, list[str]]:
        """What stands in the address, in a settled order, so that one list has one address."""
        shown = {} if self.named.name == DEFAULT_LIST else {"show": [self.named.name]}
        return shown | {
            name: [value.text for value in self.values[name]] for name in FILTERS if name in self.values
        }


def seen_kinds(user: User) -> tuple[Kind, ...]:
    return tuple(kind for kind in kinds() if user.rights.scopes_for(kind.name))


def read(params: QueryDict | Mapping[str, Any], user: User, kind: Kind | None = None) -> Selection:
    """The selection an address asks for. Raises BadFilter (400), which names the filter that cannot be read."""
    given = _lists(params)
    for name in given:
        if name not in FILTERS and name not in PAGE_PARAMETERS:
            raise BadFilter(name[:60], _("there is no such filter."))
    asker = Asker(user, (kind,) if kind else seen_kinds(user))
    values = {
        name: values for name, declared in FILTERS.items() if (values := _values(declared, given, asker))
    }
    return Selection(user, kind, _named(given), values)


def _lists(params: QueryDict | Mapping[str, Any]) -> dict[str, list[str]]:
    if isinstance(params, QueryDict):
        return {name: [str(value) for value in values] for name, values in params.lists()}
    return {name: [str(value) for value in value] for name, value in params.items()}


def _values(declared: Filter, given: Mapping[str, list[str]], asker: Asker) -> list[Value]:
    return declared.values(given.get(declared.name, []), asker)


def _named(given: Mapping[str, list[str]]) -> Named:
    name = (given.get("show") or [DEFAULT_LIST])[-1] or DEFAULT_LIST
    if name not in NAMED:
        raise BadFilter("show", _("there is no such list."))
    return NAMED[name]


def address(kind: Kind | None, parameters: Mapping[str, Any]) -> str:
    """The page of a queue with these parameters; lists repeat their name."""
    page = reverse("desk:queue", kwargs={"plural": kind.plural}) if kind else reverse("desk:queues")
    query = urlencode({name: value for name, value in parameters.items() if value}, doseq=True)
    return f"{page}?{query}" if query else page
