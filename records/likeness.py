"""How alike texts are, over all of history: words in common weigh by how rare they are.

How rare a word is, the database knows already: ANALYZE counts the commonest ones of the word index, and what it does
not name is rare enough to be looked up. Nothing is counted by ourselves. See docs/algorithms/similar-faults.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from math import log

from django.db import connection

from records.planner import without
from records.quoting import says_something
from records.words import query_words

TEXT_LIMIT = 4_000  # characters: what matters is said early
MOST_WORDS = 20
# Holders read of one word, or of two together; more of them would tell nothing apart.
MOST_HOLDERS = 300
PAIRED = 7  # of the commoner words, the rarest so many are looked for two by two
# Entries of the word index that all pairs may cost: of two words, it reads those of the rarer one.
MOST_READ = 60_000

STATISTICS = """
SELECT told.word, told.share, class.reltuples
FROM pg_class class
LEFT JOIN pg_stats stats ON stats.tablename = class.relname AND stats.attname = 'words'
    AND stats.schemaname = current_schema()
LEFT JOIN LATERAL unnest(stats.most_common_elems::text::text[], stats.most_common_elem_freqs)
    AS told(word, share) ON told.word = ANY(%s)
WHERE class.oid = 'records_searchwords'::regclass
"""
HOLDERS = """
SELECT asked.name, held.record_id
FROM unnest(%s::text[], %s::text[]) AS asked(name, query),
    LATERAL (SELECT record_id FROM records_searchwords WHERE words @@ asked.query::tsquery LIMIT %s) AS held
"""
# OFFSET 0 keeps the planner from asking the word index for words that half of history holds.
SHARES = """
SELECT held.record_id, sum(told.weight)
FROM (SELECT record_id, words FROM records_searchwords WHERE record_id = ANY(%s) OFFSET 0) AS held
JOIN unnest(%s::text[]::tsquery[], %s::float8[]) AS told(query, weight) ON held.words @@ told.query
GROUP BY held.record_id
"""


@dataclass(frozen=True)
class Likeness:
    """What a text says: each word with its weight, the natural logarithm of one in how many records holds it.

    `holders` are records worth comparing: all that hold a rare word, and of commoner ones those that hold two.
    """

    weights: dict[str, float] = field(default_factory=dict)
    holders: frozenset[int] = frozenset()

    @property
    def total(self) -> float:
        return sum(self.weights.values())

    def shares(self, keys: Iterable[int]) -> dict[int, float]:
        """How much of what the text says stands in these records too, 0 to 1. One query."""
        asked = list(keys)
        if not self.weights or not asked:
            return {}
        with connection.cursor() as cursor:
            quoted = [_quoted(word) for word in self.weights]
            cursor.execute(SHARES, [asked, quoted, list(self.weights.values())])
            return {key: weight / self.total for key, weight in cursor.fetchall()}


def liken(text: str, *, with_holders: bool = True) -> Likeness:
    """Read a text. Three queries, whose cost does not grow with history; two without holders."""
    told = [word for word in query_words(text[:TEXT_LIMIT]) if says_something(word)][: 4 * MOST_WORDS]
    if not told:
        return Likeness()
    common, records = _common(told)
    rare = [word for word in told if word not in common]
    with without("enable_seqscan"):
        held = _holders({word: _quoted(word) for word in rare})
        shares = common | {word: len(keys) / records for word, keys in held.items()}
        # Rarest first; what no record holds tells none apart.
        weights = {
            word: -log(min(shares[word], 0.99)) for word in sorted(shares, key=lambda one: shares[one])
        }
        weights = dict(list(weights.items())[:MOST_WORDS])
        keys = {key for found in held.values() if len(found) < MOST_HOLDERS for key in found}
        if with_holders:
            commoner = [word for word in weights if len(held.get(word, ())) in (0, MOST_HOLDERS)]
            keys |= _holding_two({word: shares[word] * records for word in commoner})
    return Likeness(weights, frozenset(keys))


def _common(told: list[str]) -> tuple[dict[str, float], float]:
    """The share of records that hold each word, of words that are common; and how many records there are."""
    with connection.cursor() as cursor:
        cursor.execute(STATISTICS, [told])
        rows = cursor.fetchall()
    # A table that was never analysed counts itself as -1.
    records = max(rows[0][2], MOST_HOLDERS + 1)
    return {word: share for word, share, _records in rows if word is not None and share is not None}, records


def _holding_two(holders: dict[str, float]) -> set[int]:
    """Keys of records that hold two of the words, given with how many hold each, rarest first.

    Two words that half of history holds cost a quarter of a second to intersect, and tell little: pairs are looked
    for as long as `MOST_READ` reaches, and the first one always.
    """
    read = 0.0
    pairs: dict[str, str] = {}
    for rarer, other in combinations(list(holders)[:PAIRED], 2):
        if not pairs or read + holders[rarer] <= MOST_READ:
            read += holders[rarer]
            pairs[f"{rarer} {other}"] = f"{_quoted(rarer)} & {_quoted(other)}"
    return {key for found in _holders(pairs).values() for key in found}


def _holders(queries: dict[str, str]) -> dict[str, list[int]]:
    """Keys of records by the name of the tsquery they answer, at most `MOST_HOLDERS` each."""
    if not queries:
        return {}
    found: dict[str, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(HOLDERS, [list(queries), list(queries.values()), MOST_HOLDERS])
        for name, key in cursor.fetchall():
            found.setdefault(name, []).append(key)
    return found


def _quoted(word: str) -> str:
    return "'{}'".format(word.replace("'", "''"))
