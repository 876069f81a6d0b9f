"""How a record is found by its words. What a word is, `people.words` says."""

from django.db.models import Q

from people.words import query_words, tsquery, vector, words


def found_by(text: str, *, last_is_prefix: bool = False) -> Q:
    """The records that hold every word of the text, as a condition on `Record`; no words find nothing."""
    return Q(words__words__holds=tsquery(text, last_is_prefix=last_is_prefix))


__all__ = ["found_by", "query_words", "tsquery", "vector", "words"]
