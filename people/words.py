"""Words that a text is found by: Latin words as they are, Chinese in overlapping pairs, since it has no spaces.

The database's own parser is not used: in a plain locale it does not know a Chinese character from punctuation.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Lookup, Value
from django.db.models.expressions import Func

MAX_WORDS = 2_000
MAX_WORD_LENGTH = 64
HAN = r"\u3400-\u9fff\uf900-\ufaff"
PIECE = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+", re.UNICODE)
IS_HAN = re.compile(rf"[{HAN}]")


def _words(text: str) -> Iterator[str]:
    for piece in PIECE.findall(text.lower()):
        if not IS_HAN.match(piece):
            yield piece[:MAX_WORD_LENGTH]
        else:
            yield from piece
            yield from (piece[at : at + 2] for at in range(len(piece) - 1))


def words(text: str) -> list[str]:
    """The distinct words of a text, at most 2,000, in order of appearance."""
    return list(dict.fromkeys(_words(text)))[:MAX_WORDS]


def query_words(text: str) -> list[str]:
    """The words to look for: pairs where Chinese runs on, since every single character would match too much."""
    found: list[str] = []
    for piece in PIECE.findall(text.lower()):
        if not IS_HAN.match(piece):
            found.append(piece[:MAX_WORD_LENGTH])
        elif len(piece) == 1:
            found.append(piece)
        else:
            found.extend(piece[at : at + 2] for at in range(len(piece) - 1))
    return list(dict.fromkeys(found))


def _quoted(word: str) -> str:
    return "'{}'".format(word.replace("'", "''"))


def tsquery(text: str, *, last_is_prefix: bool = False) -> str:
    """A search text as the text form of a tsquery: all words, the last one also as a beginning if asked."""
    quoted = [_quoted(word) for word in query_words(text)]
    if quoted and last_is_prefix:
        quoted[-1] += ":*"
    return " & ".join(quoted)


def beginnings(found: list[str]) -> str:
    """A tsquery of which each word may be the beginning of one that is there."""
    return " & ".join(f"{_quoted(word)}:*" for word in found)


def vector(text: str) -> Func:
    """The expression that stores a text's words."""
    return vector_of(words(text))


def vector_of(found: list[str]) -> Func:
    """The expression that stores words as they are."""
    return Func(Value(found), function="array_to_tsvector", output_field=SearchVectorField())


@SearchVectorField.register_lookup
class Holds(Lookup):
    """`words__holds=tsquery(text)`. Django's own lookups would send the text through the database's parser."""

    lookup_name = "holds"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} @@ %s::tsquery", (*params, self.rhs)


@SearchVectorField.register_lookup
class OftenHolds(Holds):
    """`words__often_holds=tsquery(text)`: the same, for what is known to be in many rows.

    The planner takes a beginning of a word to be rare, and would gather every row that holds it; what a function
    answers it expects of every third, and walks along the order that is asked for until it has enough.
    """

    lookup_name = "often_holds"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"ts_match_vq({column}, %s::tsquery)", (*params, self.rhs)
