"""The shape of the house: what keeps it readable is checked, not hoped for."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from records.kinds import kinds

ROOT = Path(__file__).parent.parent
# Lowest first; apps of one floor do not know each other. Imports are import-linter's; this is for foreign keys.
FLOORS = [
    {"people"},
    {"cmdb"},
    {"sla"},
    {"records"},
    {"calls", "notifications", "knowledge", "discrepancies", "roster"},
    {"incidents"},
    {"problems"},
    {"changes", "complaints", "visits", "advisories"},
    {"releases"},
    {"outreach"},
    {"emergency"},
    {"handovers"},
    {"servicedesk", "importing", "demo"},
    {"api"},
    {"itsm"},
]
OURS = set().union(*FLOORS)
LONGEST_FUNCTION = 40
LONGEST_FILE = 300


def floor(app: str) -> int:
    return next(level for level, names in enumerate(FLOORS) if app in names)


def sources() -> Iterator[Path]:
    for app in sorted(OURS):
        yield from (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)


def test_every_app_stands_on_a_floor() -> None:
    ours = {config.name for config in apps.get_app_configs() if (ROOT / config.name).is_dir()}
    assert ours <= OURS


def test_foreign_keys_point_down() -> None:
    upward = [
        f"{model.__name__}.{field.name} → {field.related_model.__name__}"
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is not None
        and (target := field.related_model._meta.app_label) in OURS
        and target != model._meta.app_label
        and floor(target) >= floor(model._meta.app_label)
    ]  # fmt: skip
    assert upward == []


def _assigns_state(tree: ast.AST) -> bool:
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets):
            return True
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "update"
            and any(keyword.arg == "state" for keyword in node.keywords)
        ):
            return True
    return False


def test_nobody_writes_a_records_state_but_its_life() -> None:
    # A notice has a state too, and is no record.
    writers = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.parts[-2] != "notifications" and "notifications" not in path.parts
        and _assigns_state(ast.parse(path.read_text()))
    ]  # fmt: skip
    assert writers == []


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_no_step_asks_for_what_every_step_takes(kind) -> None:
    """The door's own `note` would take the place of a step's, and the step would never get it."""
    asking = [
        step.name
        for step in kind.steps.values()
        if "note" in ((step.inputs and step.inputs.base_fields) or ())
    ]
    assert asking == []


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_every_consequence_has_its_step(kind) -> None:
    doors = {"register", "revise", "remark", "clock"}
    strays = [
        name
        for name in dir(kind.model)
        if name.startswith("after_") and name.removeprefix("after_") not in kind.steps.keys() | doors
    ]
    assert strays == []


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_every_step_leads_to_states_that_the_kind_declares(kind) -> None:
    for step in kind.steps.values():
        assert {*step.source, step.target or kind.initial} <= kind.states.keys()


def test_no_signals_of_our_own() -> None:
    listeners = [
        str(path.relative_to(ROOT))
        for path in sources()
        if re.search(r"@receiver\b|post_save|pre_save|post_transition|m2m_changed", path.read_text())
    ]
    assert listeners == []


def test_a_function_is_short_enough_to_hold_in_the_head() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.name} ({node.end_lineno - node.lineno + 1})"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_a_file_is_one_room() -> None:
    long = [
        f"{path.relative_to(ROOT)} ({lines})"
        for path in sources()
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    ]
    assert long == []
