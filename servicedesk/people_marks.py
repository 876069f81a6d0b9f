"""Initials and colour that stand for a person, the same on every page."""

import unicodedata
from zlib import crc32

HUES = 8


def initials_of(name: str) -> str:
    """Two letters of a Latin name; of a Chinese name the given name, which is what colleagues say."""
    words = name.replace("·", " ").split()
    if not words:
        return "?"
    if _is_ideographic(words[0][0]):
        return "".join(words)[-2:]
    ends = [words[0], words[-1]] if len(words) > 1 else [words[0]]
    return "".join(word[0] for word in ends).upper()


def _is_ideographic(letter: str) -> bool:
    return "CJK" in unicodedata.name(letter, "")


def hue_of(key: object) -> int:
    """A stable slot from 1 to 8 in the palette of marks; `hash()` would differ between processes."""
    return crc32(str(key).encode()) % HUES + 1
