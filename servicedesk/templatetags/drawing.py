"""Small pieces of a page that follow from a few plain values: drawn once by a process, and then remembered."""

from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# A page of fifty rows shows a few hundred of them, nearly all alike; each costs a template half a millisecond.
REMEMBERED = 4_096

Plain = str | int | bool


def drawn(template: str, **values: Plain) -> SafeString:
    """The template filled with these values, which with the language are all that it may depend on."""
    # While a template is being worked on, it is read anew.
    draw = _draw.__wrapped__ if settings.DEBUG else _draw
    return draw(template, get_language() or "", tuple(values.items()))


@lru_cache(maxsize=REMEMBERED)
def _draw(template: str, language: str, values: tuple[tuple[str, Plain], ...]) -> SafeString:
    return SafeString(render_to_string(template, dict(values)))
