"""Records that a search finds, as far as the person may see them: nothing else is shown, counted or hinted at."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.fields import FloatField
from django.db.models.functions import Left

from people.models import User
from records.models import Record, RecordQuerySet
from records.planner import without
from records.words import few_holding, is_common, words
from servicedesk.queues.ordering import ORDERS, page_of
from servicedesk.search.query import Query

PAGE = 25
# A common word is in half a million records: facets are counted, and the best matches chosen, among the newest so many.
COUNTED = 100
RANKED = 1_000
# Up to so many matches are gathered by the word index; more are met soon enough on a walk from the newest.
GATHERED = 8_000
GATHERED_WHILE_TYPED = 1_000  # a walk for some few of them is shorter
TOLD_LETTERS = 2_000
SOME_SHOWN = 10

STATES = {
    "open": Q(closed_at__isnull=True, resolved_at__isnull=True),
    "resolved": Q(closed_at__isnull=True, resolved_at__isnull=False),
    "closed": Q(closed_at__isnull=False),
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The search with its facets, as its address tells them."""

    query: Query
    kind: str = ""
    state: str = ""
    order: str = "newest"
    after: str = ""
    before: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    rows: Sequence[Record] = ()
    newer: str = ""
    older: str = ""
    # How many of the newest matches are of each kind and state, whatever facet is chosen.
    by_kind: Counter[str] = field(default_factory=Counter)
    by_state: Counter[str] = field(default_factory=Counter)
    is_counted_whole: bool = True
    counted: int = COUNTED
    is_some_words: bool = False


class Met(NamedTuple):
    """One of the newest matches, as the facets count it."""

    key: int
    kind: str
    state: str


def named(user: User, query: Query) -> list[Record]:
    """The records whose number it is. One query, none where it is no number."""
    if not query.numbers:
        return []
    return list(_seen(user).filter(number__in=query.numbers).order_by("number"))


def search(user: User, wanted: Wanted) -> Found:
    """One page of matches. Five queries at most."""
    matching = _holding(user, wanted.query.all_words)
    # Matches that are many are met at once on a walk from the newest; gathered and sorted, they cost by their number.
    with without("enable_bitmapscan", "enable_seqscan"):
        newest = _newest(matching)
    if not newest:
        return Found(rows=_with_some_words(user, wanted), is_some_words=True)
    by_kind, by_state = _facets(newest, wanted)
    facets = {"by_kind": by_kind, "by_state": by_state, "is_counted_whole": len(newest) < COUNTED}
    if wanted.order == "best":
        return Found(rows=_best(matching.filter(_chosen(wanted)), wanted.query), **facets)  # type: ignore[arg-type]
    met = _among(newest, wanted, user)
    chosen = matching.filter(_chosen(wanted)) if met is None else met
    page = page_of(chosen, ORDERS["newest"], after=wanted.after, before=wanted.before, size=PAGE)
    return Found(rows=page.rows, newer=page.newer, older=page.older, **facets)  # type: ignore[arg-type]


def quick(user: User, query: Query, limit: int) -> list[Record]:
    """The newest records that hold the words, while they are still being typed. Two queries."""
    matching = _holding(user, query.all_words, gathered=GATHERED_WHILE_TYPED)
    return list(matching.order_by("-opened_at", "-id")[:limit])


def _seen(user: User) -> RecordQuerySet:
    return Record.objects.visible_to(user).shown().annotate(told=Left("description", TOLD_LETTERS))


def _holding(user: User, told: str, *, gathered: int = GATHERED) -> RecordQuerySet:
    """What the tsquery finds: by its keys where it is rare, else from the newest end of history."""
    if not told:
        return _seen(user).none()
    few = None if is_common(told) else few_holding(told, gathered)
    if few is None:
        return _seen(user).filter(words__words__often_holds=told)
    return _seen(user).filter(pk__among=few)


def _chosen(wanted: Wanted) -> Q:
    within = Q(kind=wanted.kind) if wanted.kind else Q()
    return within & STATES[wanted.state] if wanted.state else within


def _newest(matching: QuerySet[Record]) -> list[Met]:
    """The newest matches, as far as they are counted."""
    rows = matching.order_by("-opened_at", "-id")[:COUNTED]
    return [
        Met(key, kind, "closed" if closed else "resolved" if resolved else "open")
        for key, kind, closed, resolved in rows.values_list("pk", "kind", "closed_at", "resolved_at")
    ]


def _facets(newest: Sequence[Met], wanted: Wanted) -> tuple[Counter[str], Counter[str]]:
    """Each facet is counted within the other one, so that a number tells what its click will bring."""
    by_kind = Counter(one.kind for one in newest if wanted.state in ("", one.state))
    by_state = Counter(one.state for one in newest if wanted.kind in ("", one.kind))
    return by_kind, by_state


def _among(newest: Sequence[Met], wanted: Wanted, user: User) -> RecordQuerySet | None:
    """The first page of what was met already, so that nothing is walked twice; None where it may go on beyond that."""
    fitting = [one.key for one in newest if wanted.kind in ("", one.kind) and wanted.state in ("", one.state)]
    if wanted.after or wanted.before or (len(fitting) <= PAGE and len(newest) == COUNTED):
        return None
    return _seen(user).filter(pk__in=fitting[: PAGE + 1])


def _best(matching: QuerySet[Record], query: Query) -> list[Record]:
    """Of the newest matches those whose titles say it first; then the newer one."""
    newest = matching.order_by("-opened_at", "-id").values_list("pk", "title")[:RANKED]
    asked = set(query.words)
    ranked = sorted(newest, key=lambda row: -len(asked & set(words(row[1]))))
    keys = [pk for pk, _title in ranked[:PAGE]]
    rows = {record.pk: record for record in matching.filter(pk__in=keys)}
    return [rows[pk] for pk in keys if pk in rows]


def _with_some_words(user: User, wanted: Wanted) -> list[Record]:
    """Where no record holds all the words: those of the newest that hold the most of them."""
    if len(wanted.query.words) < 2:
        return []
    told = wanted.query.any_word
    holding = _holding(user, told).filter(_chosen(wanted)).order_by("-opened_at", "-id")
    newest = holding.values_list("pk", _rank(told))[:RANKED]
    keys = [pk for pk, _rank_of in sorted(newest, key=lambda row: -row[1])[:SOME_SHOWN]]
    rows = {record.pk: record for record in _seen(user).filter(pk__in=keys)}
    return [rows[pk] for pk in keys if pk in rows]


def _rank(told: str) -> Func:
    return Func(
        Value("{1,1,1,1}"), F("words__words"), Value(told), function="ts_rank", output_field=FloatField()
    )
