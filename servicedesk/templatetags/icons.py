"""`{% icon "phone" %}`: a Tabler icon, inlined, so that a page needs no font and no further request."""

import re
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Every file of the set begins with this invisible square; it draws nothing.
BACKDROP = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')
BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


class UnknownIcon(LookupError):
    """No icon of this name in the set. Raised while developing and testing; nothing is drawn in production."""


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> str:
    """Sizes: "" (as the text), "sm", "lg", "xl". With a label it is an image of its own, else decoration."""
    return _svg(_shape(name), size, str(label))


@lru_cache(maxsize=2_048)
def _svg(shape: SafeString, size: str, label: str) -> SafeString:
    extra = f" icon-{size}" if size else ""
    if label:
        voice = format_html('role="img" aria-label="{}"', label)
    else:
        voice = mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" width="16" height="16" fill="none" stroke="currentColor" '
        'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" focusable="false" {}>{}</svg>',
        extra,
        voice,
        shape,
    )


def _shape(name: str) -> SafeString:
    try:
        return drawn(settings.ICON_ROOT, str(name))
    except UnknownIcon:
        if settings.DEBUG or getattr(settings, "TESTING", False):
            raise
        return mark_safe("")


@lru_cache(maxsize=512)
def drawn(folder: Path, name: str) -> SafeString:
    """The inside of the icon's SVG. The name is checked first: it may come from data, and it becomes a path."""
    path = folder / f"{name}.svg"
    if not NAME.fullmatch(name) or not path.is_file():
        raise UnknownIcon(name)
    body = BODY.search(path.read_text(encoding="utf-8"))
    if body is None:
        raise UnknownIcon(name)
    inside = " ".join(BACKDROP.sub("", body.group(1)).split())
    return mark_safe(inside)  # noqa: S308 - the set's own files, not a person's input
