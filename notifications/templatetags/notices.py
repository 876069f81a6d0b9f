"""A rule in words, for the page that lists them."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from notifications import recipients
from notifications.channels import channel_label
from notifications.conditions import FIELDS, OPERATORS
from notifications.models import Rule
from records.kinds import kind_named

register = template.Library()


@register.simple_tag
def step_words(rule: Rule, steps: dict[str, str]) -> str:
    what = _("every step") if rule.is_for_every_step else steps.get(rule.step, rule.step)
    if not rule.kind:
        return what
    return _("%(kind)s: %(step)s") % {"kind": kind_named(rule.kind).label, "step": what}


@register.simple_tag
def term_words(term: dict[str, Any]) -> str:
    """A condition: "priority is at most 2"."""
    value = term.get("value")
    words = ", ".join(str(one) for one in value) if isinstance(value, list) else value
    if isinstance(value, bool):
        words = _("yes") if value else _("no")
    field, operator = FIELDS[term["field"]].label, OPERATORS[term["operator"]].label
    return " ".join(str(one) for one in (field, operator, words) if one is not None)


@register.simple_tag
def token_words(token: str, roles: dict[str, str]) -> str:
    """A recipient: "owner", "Shift leader of its desk". `roles` are their labels by code."""
    scope, _colon, slug = token.partition(":")
    if not slug:
        declared = recipients.tokens().get(token)
        return str(declared.label) if declared is not None else token
    where = {"desk": _("%(role)s of its desk"), "team": _("%(role)s of its team")}.get(scope, "%(role)s")
    return where % {"role": roles.get(slug, slug)}


@register.simple_tag
def channel_words(name: str) -> str:
    return channel_label(name)
