"""From any record: what it came from, what it led to, and the link that everybody waits for.

The walk goes straight back and straight on, never sideways: of a problem that explains three hundred incidents, the
page of one of them shows the problem and what follows from it, not the other two hundred and ninety-nine.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from people.models import User
from records.kinds import kind_named
from records.lifecycle import Text
from records.links import type_named
from records.models import JournalEntry, Record
from records.models.links import Link

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


@dataclass
class Node:
    """A record of the chain. `storey` counts from the record asked for: below 0 what came before it."""

    record: Record
    storey: int
    since: datetime | None = None
    is_blocking: bool = False

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
    chain = Chain({record.pk: Node(record, 0)})
    for direction in (-1, 1):
        _walk(chain, record.pk, direction, user)
    _date(chain)
    _mark(chain, record.pk)
    return chain


def _walk(chain: Chain, start: int, direction: int, user: User) -> None:
    frontier = {start}
    for step in range(1, STOREYS + 1):
        storey = direction * step
        edges = list(_neighbours(frontier, direction))
        far = {edge.later if direction > 0 else edge.earlier for edge in edges} - chain.nodes.keys()
        seen = Record.objects.visible_to(user).filter(pk__in=far).select_related("assignee", "owner", "team")
        # Of a hub with thousands the few that are shown are read, the others counted.
        newest = seen.defer("description").order_by(F("closed_at").desc(nulls_first=True), "-pk")
        found = list(newest[: MOST_PER_STOREY + 1])
        if len(found) > MOST_PER_STOREY:
            chain.left_out[storey] = seen.count() - MOST_PER_STOREY
        for one in _specific(found[:MOST_PER_STOREY]):
            chain.nodes[one.pk] = Node(one, storey)
        chain.edges += [edge for edge in edges if edge.earlier in chain.nodes and edge.later in chain.nodes]
        frontier = {node.record.pk for node in chain.nodes.values() if node.storey == storey}
        if not frontier:
            return


def _neighbours(keys: set[int], direction: int) -> Iterator[Edge]:
    side = "earlier_id" if direction > 0 else "later_id"
    links = Link.objects.filter(**{f"{side}__in": keys})
    for earlier, later, name in links.values_list("earlier_id", "later_id", "type"):
        yield Edge(earlier, later, name, type_named(name).onward)
    for edges in _edges.values():
        pairs = edges.onward(keys) if direction > 0 else edges.back(keys)
        yield from (Edge(earlier, later, edges.name, edges.onward_label) for earlier, later in pairs)


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


def _mark(chain: Chain, start: int) -> None:
    """What everybody waits for: of the open ends of the chain onward, the one whose promise is oldest."""
    onward = defaultdict(set)
    for edge in chain.edges:
        onward[edge.earlier].add(edge.later)
    reached, frontier = {start}, {start}
    while frontier := {later for key in frontier for later in onward[key]} - reached:
        reached |= frontier
    ends = [
        chain.nodes[key]
        for key in reached
        if chain.nodes[key].record.is_open
        and not any(chain.nodes[later].record.is_open for later in onward[key])
    ]
    # Where nothing came of it, it waits for nobody but who works on it.
    waited_for = [node for node in ends if node.record.pk != start]
    if waited_for:
        never = datetime.max.replace(tzinfo=timezone.get_default_timezone())
        min(waited_for, key=lambda node: (node.promised or never, node.record.pk)).is_blocking = True
