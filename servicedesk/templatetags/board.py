"""Boxes that other rooms declare for the board."""

from typing import Any

from django import template
from django.template import Context

register = template.Library()


@register.inclusion_tag("board/box.html", takes_context=True)
def board_box(context: Context, inside: dict[str, Any]) -> dict[str, Any]:
    """One of `servicedesk.board.boxes.shown_boxes`, with its frame; what its context names stands as it is."""
    return {"request": context.get("request"), "total": None, "url": "", "body": False, **inside}
