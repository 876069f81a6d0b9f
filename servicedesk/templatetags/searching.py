"""Marks the words that a search found, and shows the place of a long text where they stand."""

import re
from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

AROUND = 90  # letters shown on each side of the first word found
Span = tuple[int, int]


@register.filter
def marked(text: str, words: Iterable[str]) -> SafeString:
    """The text, escaped, with every word that was looked for in a `<mark>`."""
    text = str(text or "")
    return _drawn(text, spans_of(text, words))


@register.filter
def snippet(text: str, words: Iterable[str]) -> SafeString:
    """The part of the text around the first word found, marked; its beginning where none stands in it."""
    text = " ".join(str(text or "").split())
    found = spans_of(text, words)
    start = max(0, found[0][0] - AROUND) if found else 0
    end = min(len(text), (found[0][1] if found else 0) + AROUND)
    piece = text[start:end]
    inner = [(at - start, to - start) for at, to in found if at >= start and to <= end]
    return format_html("{}{}{}", "… " if start else "", _drawn(piece, inner), " …" if end < len(text) else "")


def spans_of(text: str, words: Iterable[str]) -> list[Span]:
    """Where the words stand, as beginnings of words; overlapping Chinese pairs are one span."""
    patterns = [rf"(?<!\w){re.escape(word)}" if word.isascii() else re.escape(word) for word in words]
    # A lookahead finds overlapping pairs too.
    hits = [
        (match.start(), match.end(1))
        for pattern in patterns
        for match in re.finditer(f"(?=({pattern}))", text, re.IGNORECASE)
    ]
    spans: list[Span] = []
    for start, end in sorted(hits):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _drawn(text: str, spans: list[Span]) -> SafeString:
    pieces, at = [], 0
    for start, end in spans:
        pieces.append((text[at:start], text[start:end]))
        at = end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[at:])
