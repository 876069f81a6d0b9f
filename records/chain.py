"""From any record: what it came from, what it led to, and the link that everybody waits for.

The walk goes straight back and straight on: of a problem that explains three hundred incidents, the page of one of
them shows the problem and what follows from it, not the other two hundred and ninety-nine. Sideways it goes only after
what is waited for: of a release whose change waits for a part, the part.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils import timezone

from people.models import User
from records.kinds import kind_named
from records.lifecycle import Text
from records.links import Waits, link_types, type_named
from records.models import JournalEntry, Record
from records.models.links import Link
from records.waiting import ends_of, reached_from

MOST_PER_STOREY = 20
STOREYS = 8
Pair = tuple[int, int]  # what came first, what came of it


@dataclass(frozen=True, kw_only=True)
class Edges:
    """One way in which records lead to one another. Both functions take keys and answer pairs (earlier, later)."""

    name: str
    onward_label: Text
    back_label: Text
    onward: Callable[[set[int]], Iterable[Pair]]
    back: Callable[[set[int]], Iterable[Pair]]
    waits: Waits = Waits.EARLIER


_edges: dict[str, Edges] = {}


def register_edges(edges: Edges) -> Edges:
    """For what leads on by a column of its own kind, as a child to its parent."""
    _edges[edges.name] = edges
    return edges


@dataclass(frozen=True)
class Edge:
    earlier: int
    later: int
    type: str
    label: Text
    waits: Waits = Waits.EARLIER


@dataclass
class Node:
    """A record of the chain. `storey` counts from the record asked for: below 0 what came before it."""

    record: Record
    storey: int
    since: datetime | None = None
    is_blocking: bool = False
    is_start: bool = False

    @property
    def whose(self) -> str:
        return str(self.record.assignee or self.record.team or self.record.owner or "")

    @property
    def promised(self) -> datetime | None:
        return self.record.promised_at

    @property
    def actual(self) -> datetime | None:
        return self.record.resolved_at or self.record.closed_at

    @property
    def days_late(self) -> int:
        """Whole days past the promise, of what is done until it was; 0 where it is in time or nothing was promised."""
        end = self.actual or timezone.now()
        return max((end - self.promised).days, 0) if self.promised else 0

    @property
    def is_overdue(self) -> bool:
        """Still to come, and the promise is past: of its first day `days_late` knows nothing yet."""
        return self.promised is not None and self.actual is None and self.promised < timezone.now()


@dataclass
class Chain:
    nodes: dict[int, Node]
    edges: list[Edge] = field(default_factory=list)
    # Storey → how many further records stand there that are not shown.
    left_out: dict[int, int] = field(default_factory=dict)

    @property
    def blocking(self) -> Node | None:
        return next((node for node in self.nodes.values() if node.is_blocking), None)

    def storeys(self) -> Iterator[tuple[int, list[Node]]]:
        """The storeys from the first cause on, each in order of number."""
        for storey in sorted({node.storey for node in self.nodes.values()}):
            found = [node for node in self.nodes.values() if node.storey == storey]
            yield storey, sorted(found, key=lambda node: (not node.record.is_open, node.record.number))


def chain_of(record: Record, user: User) -> Chain:
    """The chain as far as this person sees it. What is invisible ends it, as if it were absent."""
    chain = Chain({record.pk: Node(record, 0, is_start=True)})
    for direction in (-1, 1):
        _walk(chain, {record.pk}, 0, direction, user)
    _look_aside(chain, record.pk, user)
    _date(chain)
    _mark(chain, record.pk)
    return chain


def _walk(
    chain: Chain, frontier: set[int], start: int, direction: int, user: User, *, waiting_only: bool = False
) -> None:
    for step in range(1, STOREYS + 1):
        storey = start + direction * step
        edges = [
            edge for edge in _neighbours(frontier, direction) if edge.waits.is_onward or not waiting_only
        ]
        far = {edge.later if direction > 0 else edge.earlier for edge in edges} - chain.nodes.keys()
        frontier = _add(chain, _seen(far, user, open_only=waiting_only), storey)
        known = {(edge.earlier, edge.later, edge.type) for edge in chain.edges}
        chain.edges += [
            edge
            for edge in edges
            if edge.earlier in chain.nodes
            and edge.later in chain.nodes
            and (edge.earlier, edge.later, edge.type) not in known
        ]
        if not frontier:
            return


def _seen(keys: set[int], user: User, *, open_only: bool) -> QuerySet[Record]:
    rows = Record.objects.visible_to(user).filter(pk__in=keys).select_related("assignee", "owner", "team")
    return rows.filter(closed_at=None, resolved_at=None) if open_only else rows


def _add(chain: Chain, seen: QuerySet[Record], storey: int) -> set[int]:
    """Of a hub with thousands the few that are shown are read, the others counted."""
    newest = seen.defer("description").order_by(F("closed_at").desc(nulls_first=True), "-pk")
    found = list(newest[: MOST_PER_STOREY + 1])
    if len(found) > MOST_PER_STOREY:
        chain.left_out[storey] = chain.left_out.get(storey, 0) + seen.count() - MOST_PER_STOREY
    shown = {one.pk: Node(one, storey) for one in _specific(found[:MOST_PER_STOREY])}
    chain.nodes |= shown
    return set(shown)


def _look_aside(chain: Chain, start: int, user: User) -> None:
    """What is waited for through something earlier: the part that a release's change waits for, the patch of a release
    at fault.
    """
    waiting = reached_from(start, _waits(chain))
    names = [one.name for one in link_types() if one.waits.is_back]
    links = Link.objects.filter(later__in=waiting, type__in=names)
    edges = [
        Edge(earlier, later, name, type_named(name).onward, type_named(name).waits)
        for earlier, later, name in links.values_list("earlier_id", "later_id", "type")
    ]
    for storey in sorted({chain.nodes[edge.later].storey - 1 for edge in edges}):
        here = {edge.earlier for edge in edges if chain.nodes[edge.later].storey - 1 == storey}
        _add(chain, _seen(here - chain.nodes.keys(), user, open_only=True), storey)
        chain.edges += [
            edge for edge in edges if edge.earlier in here & chain.nodes.keys() and edge not in chain.edges
        ]
        sources = {key for key in here & chain.nodes.keys() if chain.nodes[key].record.is_open}
        if sources:
            _walk(chain, sources, storey, 1, user, waiting_only=True)


def _neighbours(keys: set[int], direction: int) -> Iterator[Edge]:
    side = "earlier_id" if direction > 0 else "later_id"
    links = Link.objects.filter(**{f"{side}__in": keys})
    for earlier, later, name in links.values_list("earlier_id", "later_id", "type"):
        yield Edge(earlier, later, name, type_named(name).onward, type_named(name).waits)
    for edges in _edges.values():
        pairs = edges.onward(keys) if direction > 0 else edges.back(keys)
        yield from (
            Edge(earlier, later, edges.name, edges.onward_label, edges.waits) for earlier, later in pairs
        )


def _specific(records: list[Record]) -> Iterator[Record]:
    """Each with the columns of its kind, one query per kind; those it was read with stay read."""
    by_kind = defaultdict(list)
    for record in records:
        by_kind[record.kind].append(record.pk)
    for kind, keys in by_kind.items():
        rows = kind_named(kind).model._default_manager.filter(pk__in=keys)
        yield from rows.select_related("assignee", "owner", "team").defer("description")


def _date(chain: Chain) -> None:
    """Since when each stands in its state."""
    entries = JournalEntry.objects.filter(record__in=chain.nodes).exclude(from_state=F("to_state"))
    latest = entries.order_by("record_id", "-id").distinct("record_id").values_list("record_id", "at")
    for key, at in latest:
        chain.nodes[key].since = at


def _waits(chain: Chain) -> dict[int, set[int]]:
    """Each record → those that it waits for."""
    found = defaultdict(set)
    for edge in chain.edges:
        if edge.waits.is_onward:
            found[edge.earlier].add(edge.later)
        if edge.waits.is_back:
            found[edge.later].add(edge.earlier)
    return found


def _mark(chain: Chain, start: int) -> None:
    """What everybody waits for: of the open ends of the waiting, the one whose promise is oldest.

    Where it waits for nobody but who works on it, it is itself what those wait for who wait for it. What is done waits
    for nothing any more, though what came of it is still open.
    """
    waits = _waits(chain)
    open_keys = {key for key, node in chain.nodes.items() if node.record.is_open}
    if start not in open_keys:
        return
    waited_for = [chain.nodes[key] for key in ends_of(start, waits, open_keys) - {start}]
    if waited_for:
        never = datetime.max.replace(tzinfo=timezone.get_default_timezone())
        min(waited_for, key=lambda node: (node.promised or never, node.record.pk)).is_blocking = True
    else:
        chain.nodes[start].is_blocking = any(start in waits[key] for key in open_keys - {start})
