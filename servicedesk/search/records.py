"""Records that a search finds, as far as the person may see them: nothing else is shown, counted or hinted at."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.fields import FloatField
from django.db.models.functions import Left

from people.models import User
from records.models import Record, RecordQuerySet
from records.planner import without
from records.words import few_holding, words
from servicedesk.queues.ordering import ORDERS, page_of
from servicedesk.search.query import Query

PAGE = 25
# A common word is in half a million records: facets are counted, and the best matches chosen, among the newest so many.
COUNTED = 250
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
        by_kind, by_state, looked_at = _facets(matching, wanted)
    if not looked_at:
        return Found(rows=_with_some_words(user, wanted), is_some_words=True)
    facets = {"by_kind": by_kind, "by_state": by_state, "is_counted_whole": looked_at < COUNTED}
    chosen = matching.filter(_chosen(wanted))
    if wanted.order == "best":
        return Found(rows=_best(chosen, wanted.query), **facets)  # type: ignore[arg-type]
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
    few = few_holding(told, gathered)
    return (
        _seen(user).filter(words__words__often_holds=told) if few is None else _seen(user).filter(pk__in=few)
    )


def _chosen(wanted: Wanted) -> Q:
    within = Q(kind=wanted.kind) if wanted.kind else Q()
    return within & STATES[wanted.state] if wanted.state else within


def _facets(matching: QuerySet[Record], wanted: Wanted) -> tuple[Counter[str], Counter[str], int]:
    """Each facet is counted within the other one, so that a number tells what its click will bring."""
    newest = matching.order_by("-opened_at", "-id")[:COUNTED]
    rows = [
        (kind, "closed" if closed else "resolved" if resolved else "open")
        for kind, closed, resolved in newest.values_list("kind", "closed_at", "resolved_at")
    ]
    by_kind = Counter(kind for kind, state in rows if wanted.state in ("", state))
    by_state = Counter(state for kind, state in rows if wanted.kind in ("", kind))
    return by_kind, by_state, len(rows)


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
