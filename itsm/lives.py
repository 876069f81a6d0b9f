"""Draws the life of a kind from its declaration: docs/lives/<kind>.md, made by `manage.py draw_lives`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from people.default_roles import DEFAULT_ROLES
from records.kinds import Kind
from records.lifecycle import Step

PLACE = Path(settings.BASE_DIR) / "docs" / "lives"
ROLE_NAMES = {role.slug: role.names[0] for role in DEFAULT_ROLES}


def place_of(kind: Kind) -> Path:
    return PLACE / f"{kind.name}.md"


def drawing(kind: Kind) -> str:
    """The page about a kind's life: a diagram, its states, its steps, and who may take them at first."""
    with override("en"):
        return (
            "\n".join([*_head(kind), *_diagram(kind), *_states(kind), *_steps(kind), *_rights(kind)]) + "\n"
        )


def _head(kind: Kind) -> Iterator[str]:
    yield f"# The life of the {kind.label}"
    yield ""
    yield f"Its numbers begin with `{kind.prefix}`. `make lives` draws this page from the code; do not write in it."
    yield ""


def _diagram(kind: Kind) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for name, state in kind.states.items():
        yield f'    state "{state.label}" as {name}'
    yield f"    [*] --> {kind.initial} : register"
    for (source, target), steps in _ways(kind).items():
        yield f"    {source} --> {target} : {' / '.join(str(step.label) for step in steps)}"
    for name in _ends(kind):
        yield f"    {name} --> [*]"
    yield "```"
    yield ""
    yield "Steps that end in the state they began in stand in the table only."
    yield ""


def _ways(kind: Kind) -> dict[tuple[str, str], list[Step]]:
    """The steps that lead from one state to another, by the two."""
    ways: dict[tuple[str, str], list[Step]] = {}
    for step in kind.steps.values():
        for source in step.source:
            if step.target not in (None, source):
                ways.setdefault((source, str(step.target)), []).append(step)
    return ways


def _ends(kind: Kind) -> list[str]:
    return [name for name, state in kind.states.items() if state.tone == "ended"]


def _states(kind: Kind) -> Iterator[str]:
    yield "| state | in code | shown as |"
    yield "|---|---|---|"
    for name, state in kind.states.items():
        yield _row([state.label, f"`{name}`", state.tone])
    yield ""


def _steps(kind: Kind) -> Iterator[str]:
    yield "| step | in code | key | from | to | asks for |"
    yield "|---|---|---|---|---|---|"
    for step in kind.steps.values():
        key = f"`{step.key}`" if step.key else ""
        target = kind.states[step.target].label if step.target else "the same"
        yield _row([step.label, f"`{step.name}`", key, _sources(kind, step), target, _inputs(step)])
    yield ""
    yield "What is asked for in brackets may stay empty."
    yield ""


def _row(cells: Iterable[object]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _sources(kind: Kind, step: Step) -> str:
    states = ", ".join(str(kind.states[name].label) for name in step.source)
    # Conditions have names that are written to be read.
    transitions = getattr(kind.model, step.name)._django_fsm.transitions.values()
    conditions = {condition.__name__ for transition in transitions for condition in transition.conditions}
    only = " and ".join(sorted(name.replace("_", " ") for name in conditions))
    return f"{states}; only: {only}" if only else states


def _inputs(step: Step) -> str:
    if step.inputs is None:
        return ""
    fields = step.inputs().fields.values()
    return ", ".join(str(field.label) if field.required else f"({field.label})" for field in fields)


def _rights(kind: Kind) -> Iterator[str]:
    yield "The rights that a new installation begins with. From then on they are rows, changed on the page “Rights”."
    yield ""
    yield "| doors and steps | open to |"
    yield "|---|---|"
    for roles, doors in _doors_by_roles(kind).items():
        takers = ", ".join(ROLE_NAMES[slug] for slug in roles) or "nobody: clocks and other records take it"
        yield _row([", ".join(f"`{door}`" for door in doors), takers])


def _doors_by_roles(kind: Kind) -> dict[tuple[str, ...], list[str]]:
    doors: dict[tuple[str, ...], list[str]] = {}
    for door in ("register", "revise", "remark"):
        doors.setdefault(tuple(getattr(kind, f"{door}_roles")), []).append(door)
    for step in kind.steps.values():
        roles = () if step.is_automatic else tuple(step.roles)
        doors.setdefault(roles, []).append(step.name)
    return doors
