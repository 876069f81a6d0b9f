"""`<section id="figures" {% live "board" url=here %}>`: fetched again whenever something on the topic changes."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def live(*topics: str, url: str, swap: str = "morph:outerHTML", at_once: bool = False) -> str:
    """Attributes for an element with an id. The url answers with the same element, id and all. `at_once` fetches it
    also as soon as the page stands, for what the page itself left out; the answer must not say so again."""
    return format_html(
        'data-live="{}" hx-get="{}" hx-trigger="{}" hx-target="this" hx-swap="{}" hx-push-url="false" '
        # What stands inside has targets of its own.
        'hx-disinherit="hx-target hx-swap hx-trigger hx-push-url"',
        " ".join(topic for topic in topics if topic),
        url,
        "load, live" if at_once else "live",
        swap,
    )
