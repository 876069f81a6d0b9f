"""Which words of a text tell one from another, and how they are quoted."""

import re

SMALL_WORDS = frozenset(
    [
        "also",
        "and",
        "any",
        "are",
        "been",
        "being",
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
        "into",
        "its",
        "itself",
        "just",
        "not",
        "now",
        "only",
        "our",
        "out",
        "she",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "they",
        "this",
        "very",
        "was",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "will",
        "with",
        "would",
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
    found_whole = dict.fromkeys(lowered[start:end] for start, end in grown)
    # What stands elsewhere as a part of more says nothing more.
    pieces = [one for one in found_whole if not any(one != other and one in other for other in found_whole)]
    return sorted(pieces, key=lambda piece: min(place for place, word in enumerate(found) if word in piece))
