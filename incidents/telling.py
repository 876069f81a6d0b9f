"""Which words of a report tell one from another."""

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
