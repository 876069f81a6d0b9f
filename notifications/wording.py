"""Texts with placeholders: `{number}`. A placeholder is a known name and nothing more: no attribute, index or format.

A line whose placeholders are all empty is left out, so that "Solution: {solution}" needs no condition around it.
"""

import re
from collections.abc import Mapping
from string import Formatter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

Piece = tuple[str, str | None]
BLANK_LINES = re.compile(r"\n{3,}")
MAX_SUBJECT = 300


def _pieces(text: str) -> list[Piece]:
    """Literal text and the name behind it, in turn. Raises ValidationError naming what is no plain placeholder."""
    try:
        parsed = list(Formatter().parse(text))
    except ValueError as error:
        raise ValidationError(
            _("A brace stands alone: write {{ or }} for a brace that is meant."), code="brace"
        ) from error
    for _literal, name, layout, conversion in parsed:
        if name is not None and (layout or conversion or not name.isidentifier()):
            raise ValidationError(
                _("“{%(name)s” is no placeholder: write a name in braces and nothing more."),
                code="placeholder",
                params={"name": name},
            )
    return [(literal, name) for literal, name, _layout, _conversion in parsed]


def names_in(text: str) -> set[str]:
    return {name for _literal, name in _pieces(text) if name is not None}


def check(text: str) -> None:
    """Raise ValidationError naming the placeholders that do not exist, and those that do."""
    from notifications.placeholders import known

    if unknown := names_in(text) - known().keys():
        raise ValidationError(
            _("There is no placeholder %(unknown)s. There are %(known)s."),
            code="unknown_placeholder",
            params={
                "unknown": ", ".join(f"{{{name}}}" for name in sorted(unknown)),
                "known": ", ".join(f"{{{name}}}" for name in known()),
            },
        )


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its values. What a value contains is never read as a placeholder again."""
    lines = [_filled(line, values) for line in text.replace("\r\n", "\n").split("\n")]
    whole = "\n".join(line for line in lines if line is not None)
    return BLANK_LINES.sub("\n\n", whole).strip()


def _filled(line: str, values: Mapping[str, str]) -> str | None:
    pieces = _pieces(line)
    found = [values.get(name, "") for _literal, name in pieces if name is not None]
    if found and not any(found):
        return None
    return "".join(literal + (values.get(name, "") if name is not None else "") for literal, name in pieces)


def subject_line(text: str) -> str:
    """One line, since a line break in a subject would begin another header."""
    return " ".join(text.split())[:MAX_SUBJECT]
