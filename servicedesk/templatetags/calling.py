"""How long a call took."""

from django import template

from servicedesk.spans import span_words

register = template.Library()


@register.filter
def handling(seconds: int) -> str:
    """Seconds in words: `40 s`, `3 min`."""
    return span_words(seconds)
