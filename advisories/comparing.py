"""What changed between two texts: line by line, and within a changed line word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

# A Chinese character is a word of its own.
WORD = re.compile(r"\s+|[\u3400-\u9fff\uf900-\ufaff]|[^\s\u3400-\u9fff\uf900-\ufaff]+")
# Comparing costs the product of both lengths; beyond it a line counts as replaced whole.
MOST_PAIRS = 400_000


@dataclass(frozen=True)
class Piece:
    """`sort` is "same", "gone" or "new"."""

    sort: str
    text: str


def compare(old: str, new: str) -> list[Piece]:
    """The pieces in reading order; neighbours of one sort are one piece."""
    joined: list[Piece] = []
    for piece in _pieces(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        if joined and joined[-1].sort == piece.sort:
            joined[-1] = Piece(piece.sort, joined[-1].text + piece.text)
        elif piece.text:
            joined.append(piece)
    return joined


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for sort, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before, after = "".join(old[a:b]), "".join(new[c:d])
        if sort == "equal":
            yield Piece("same", before)
        elif before and after:
            yield from _words(WORD.findall(before), WORD.findall(after))
        else:
            yield Piece("gone", before)
            yield Piece("new", after)


def _words(old: list[str], new: list[str]) -> Iterator[Piece]:
    if len(old) * len(new) > MOST_PAIRS:
        yield Piece("gone", "".join(old))
        yield Piece("new", "".join(new))
        return
    for sort, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if sort == "equal":
            yield Piece("same", "".join(old[a:b]))
        else:
            yield Piece("gone", "".join(old[a:b]))
            yield Piece("new", "".join(new[c:d]))
