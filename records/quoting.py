"""Which words of a text tell one from another, and how they are quoted."""

import re

SMALL_WORDS = frozenset(
    [
        "and",
        "any",
        "are",
        "but",
        "can",
        "did",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "her",
        "his",
        "its",
        "not",
        "now",
        "our",
        "out",
        "she",
        "that",
        "the",
        "their",
        "them",
        "there",
        "they",
        "this",
        "was",
        "were",
        "when",
        "with",
        "you",
        "your",
    ]
)


def says_something(word: str) -> bool:
    """False for numbers, which differ from call to call, and for the small words, which stand in every report."""
    return not word.isdigit() and word not in SMALL_WORDS and (len(word) > 2 or not word.isascii())


def readable(found: list[str], text: str) -> list[str]:
    """The words as they stand in the text: overlapping pairs of Chinese characters grow together again."""
    lowered = text.lower()
    spans = sorted({match.span() for word in found for match in re.finditer(re.escape(word), lowered)})
    grown: list[tuple[int, int]] = []
    for start, end in spans:
        if grown and start < grown[-1][1]:
            grown[-1] = (grown[-1][0], max(end, grown[-1][1]))
        else:
            grown.append((start, end))
    pieces = dict.fromkeys(lowered[start:end] for start, end in grown)
    return sorted(pieces, key=lambda piece: min(place for place, word in enumerate(found) if word in piece))
