"""What somebody searches for: words, a record's number, a telephone number."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _

from people.phone import digits_of
from records.kinds import kinds
from records.words import query_words, tsquery

MOST_LETTERS = 200
NUMBER_DIGITS = 7
NUMBER = re.compile(r"([a-z]{0,6})[\s-]?0*(\d{1,9})", re.I)
SHORTEST_BEGINNING = 2  # letters: what begins with a single one is nearly everything
SHORTEST_TELEPHONE = 5  # digits


class BadQuery(BadRequest):
    """A search that is not tried. HTTP 400, with a sentence for the reader."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reader = reason


@dataclass(frozen=True)
class Query:
    text: str

    @cached_property
    def words(self) -> list[str]:
        return query_words(self.text)

    @cached_property
    def numbers(self) -> list[str]:
        """The record numbers it may mean: "INC123" one, "123" one of each kind."""
        match = NUMBER.fullmatch(self.text)
        if match is None:
            return []
        prefix, digits = match[1].upper(), int(match[2])
        return [f"{kind.prefix}{digits:0{NUMBER_DIGITS}d}" for kind in kinds() if prefix in ("", kind.prefix)]

    @property
    def is_number(self) -> bool:
        return bool(self.numbers)

    @property
    def telephone(self) -> str:
        """The text, where it may be a telephone number."""
        is_long = len(digits_of(self.text)) >= SHORTEST_TELEPHONE
        return self.text if is_long and not any(letter.isalpha() for letter in self.text) else ""

    @property
    def all_words(self) -> str:
        """As a tsquery: every word; the last one may be a beginning."""
        last = self.words[-1] if self.words else ""
        return tsquery(self.text, last_is_prefix=len(last) >= SHORTEST_BEGINNING)

    @property
    def any_word(self) -> str:
        """As a tsquery: one word is enough."""
        return " | ".join("'{}'".format(word.replace("'", "''")) for word in self.words)


def read(text: str) -> Query:
    """Raises BadQuery where it is too long, or holds what no text holds."""
    if len(text) > MOST_LETTERS:
        raise BadQuery(_("A search has at most %(most)s letters: shorten it.") % {"most": MOST_LETTERS})
    if "\0" in text:
        raise BadQuery(_("This search holds a character that no text holds."))
    return Query(" ".join(text.split()))
