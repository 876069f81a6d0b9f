"""How a record is found by its words. What a word is, `people.words` says."""

from typing import Any

from django.db import connection
from django.db.models import BigAutoField, Lookup, Q

from people.words import query_words, tsquery, vector, words
from records.planner import without


def found_by(text: str, *, last_is_prefix: bool = False) -> Q:
    """The records that hold every word of the text, as a condition on `Record`; no words find nothing."""
    return Q(words__words__holds=tsquery(text, last_is_prefix=last_is_prefix))


@BigAutoField.register_lookup
class Among(Lookup[Any]):
    """`pk__among=[…]`: as `in`, but the keys are one value. A parameter for each of thousands costs more than finding
    them did."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::bigint[])", (*params, list(self.rhs))


def few_holding(query: str, most: int) -> list[int] | None:
    """Keys of the records that a tsquery finds, where there are at most `most`; None where there are more.

    The planner guesses that a beginning of a word is in one record of fifty and reads history from its newest end
    until it has a page: for a rare word that is all of history. So the word index is asked first. Sight is not
    considered: narrow what comes back.
    """
    with without("enable_seqscan"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT record_id FROM records_searchwords WHERE words @@ %s::tsquery LIMIT %s", [query, most + 1]
        )
        keys = [key for (key,) in cursor.fetchall()]
    return keys if len(keys) <= most else None


def is_common(query: str) -> bool:
    """Whether a tsquery finds so many of the newest records that a walk from there soon has a page of them. Costs the
    same whatever it finds; the word index would gather every record that holds a common word before it tells any."""
    with connection.cursor() as cursor:
        cursor.execute(IN_THE_NEWEST, {"query": query, "newest": NEWEST, "enough": OFTEN})
        return cursor.fetchone() is not None


NEWEST, OFTEN = 2_000, 16
IN_THE_NEWEST = """
SELECT 1 FROM (SELECT id FROM records_record ORDER BY opened_at DESC, id DESC LIMIT %(newest)s) newest
JOIN records_searchwords ON record_id = newest.id
WHERE ts_match_vq(words, %(query)s::tsquery) OFFSET %(enough)s - 1 LIMIT 1
"""
__all__ = ["few_holding", "found_by", "is_common", "query_words", "tsquery", "vector", "words"]
