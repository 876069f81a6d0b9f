"""Which steps of a record's life are open, to whom, and why another one is not."""

from django.utils.translation import gettext as _

from people.models import Role, User
from records.errors import Refused
from records.kinds import Kind
from records.lifecycle import Step
from records.models import Record


def open_steps(record: Record, by: User) -> list[Step]:
    """The steps this person can take now, in the order of the life. `record` as its own kind."""
    kind = record.declared
    return [
        step
        for step in kind.steps.values()
        if not step.is_automatic
        and by.rights.may(kind.name, step.name)
        and step.is_open(record)
        and not step.closed_to(record, by)
    ]


def step_named(kind: Kind, name: str) -> Step:
    """The declared step. A name from outside could be any method's, so membership is checked. Raises Refused."""
    declared = kind.steps.get(name)
    if declared is None:
        told = {"kind": kind.label, "step": name}
        raise Refused(_("%(kind)s has no step “%(step)s”.") % told, code="unknown_step")
    return declared


def refuse_closed(record: Record, step: Step, by: User) -> None:
    """Raise Refused, with the reason, where the step is not open, or not to this person."""
    if not step.is_open(record):
        raise Refused(why_not(record, step), code="not_open")
    if why := step.closed_to(record, by):
        raise Refused(why, code="not_yours")


def why_not(record: Record, step: Step) -> str:
    labels = [str(record.declared.states[name].label) for name in step.source]
    if record.state in step.source:
        told = {"step": step.label, "number": record.number}
        return _("“%(step)s” is not open for %(number)s as it stands.") % told
    return _("“%(step)s” is open in the states %(sources)s; %(number)s is %(state)s.") % {
        "step": step.label,
        "sources": ", ".join(labels),
        "number": record.number,
        "state": record.state_label,
    }


def roles_that_may(kind: Kind, step: str) -> list[Role]:
    """Who can take the step or use the door: for the person who cannot."""
    return list(Role.objects.filter(rights__kind=kind.name, rights__step=step).distinct())
