"""What is wrong with a rule, field by field, in words that say what would do instead."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from notifications import recipients
from notifications.channels import channels
from records.events import events
from records.kinds import kinds

if TYPE_CHECKING:
    from notifications.models import Rule

# Written by people of the house for each other: a customer is told of none of it, whatever a rule says.
INTERNAL_STEPS = frozenset({"ask", "answer", "withdraw", "clock_warned", "clock_breached", "retimed"})
WEBHOOK = "webhook"
Problems = dict[str, list[str]]


def problems_of(rule: "Rule") -> Problems:
    found: Problems = {
        "kind": _kind_problems(rule),
        "step": _step_problems(rule),
        "recipients": _recipient_problems(rule),
        "channels": _channel_problems(rule),
        "template": _template_problems(rule),
    }
    return {field: problems for field, problems in found.items() if problems}


def steps_offered(kind_name: str = "") -> dict[str, str]:
    """Every step that a rule may wait for, with its label."""
    offered = {event.name: str(event.label) for event in events()}
    for kind in kinds():
        if kind_name in ("", kind.name):
            offered |= {step.name: str(step.label) for step in kind.steps.values()}
    return offered


def _kind_problems(rule: "Rule") -> list[str]:
    known = [kind.name for kind in kinds()]
    if not rule.kind or rule.kind in known:
        return []
    return [
        _("There is no kind “%(kind)s”. There are %(known)s.")
        % {"kind": rule.kind, "known": ", ".join(known)}
    ]


def _step_problems(rule: "Rule") -> list[str]:
    if rule.is_for_every_step or rule.step in steps_offered(rule.kind):
        return []
    return [_("There is no step “%(step)s” here.") % {"step": rule.step}]


def _recipient_problems(rule: "Rule") -> list[str]:
    problems = [problem for token in rule.recipients if (problem := recipients.problem_with(token))]
    if not rule.recipients and set(rule.channels) != {WEBHOOK}:
        problems.append(_("Say who is told."))
    if any(recipients.is_outside(token) for token in rule.recipients):
        if rule.is_for_every_step:
            problems.append(_("A customer is not told of every step: choose the step he is told of."))
        elif rule.step in INTERNAL_STEPS:
            problems.append(_("This step is internal: a customer is not told of it."))
    return problems


def _channel_problems(rule: "Rule") -> list[str]:
    if not rule.channels:
        return [_("Choose at least one channel.")]
    unknown = [name for name in rule.channels if name not in channels()]
    if not unknown:
        return []
    return [
        _("There is no channel %(unknown)s. There are %(known)s.")
        % {"unknown": ", ".join(unknown), "known": ", ".join(channels())}
    ]


def _template_problems(rule: "Rule") -> list[str]:
    if rule.template_id is None and set(rule.channels) - {WEBHOOK}:
        return [_("Choose the template with the words.")]
    return []
