"""Draws a line of template as pages draw it."""

from typing import Any

from django.template import Context, Template


def draw(source: str, **context: Any) -> str:
    return Template("{% load desk %}" + source).render(Context(context))
