"""Conditions: what holds, and how a slip is told to who made it."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notifications.conditions import FIELDS, OPERATORS, check, holds
from notifications.facts import Facts
from records.models import JournalEntry, Record

Term = dict[str, Any]


def term(field: str, operator: str, *value: Any) -> Term:
    return {"field": field, "operator": operator, **({"value": value[0]} if value else {})}


def facts(changes: dict[str, Any] | None = None, *, step: str = "x", **columns: Any) -> Facts:
    """A record and an entry in memory."""
    entry = {name: columns.pop(name) for name in ("is_public", "to_state", "via") if name in columns}
    record = Record(kind="incident", **columns)
    return Facts(record, JournalEntry(step=step, changes=changes or {}, version=1, **entry))


@pytest.mark.parametrize(
    ("asked", "told", "expected"),
    [
        (term("priority", "<=", 2), {"priority": 2}, True),
        (term("priority", "<=", 2), {"priority": 3}, False),
        (term("priority", ">", 2), {"priority": 3}, True),
        (term("priority", "in", [1, 5]), {"priority": 5}, True),
        (term("priority", "not_in", [1, 5]), {"priority": 5}, False),
        (term("escalation_level", "=", 2), {"escalation_level": 2}, True),
        (term("is_public", "=", True), {"is_public": True}, True),
        (term("is_public", "=", True), {"is_public": False}, False),
        (term("assignee", "is_set"), {"assignee_id": 7}, True),
        (term("assignee", "is_empty"), {}, True),
        (term("metric", "!=", "follow_up"), {"changes": {"metric": [None, "resolution"]}}, True),
        (term("percent", ">=", 75), {"changes": {"percent": [None, 75]}}, True),
        (term("percent", ">=", 75), {}, False),
        (term("percent", "<", 75), {}, False),
        (term("team", "changed"), {"changes": {"team": [None, {"id": 1, "label": "Network"}]}}, True),
        (term("team", "changed"), {"team_id": 1}, False),
        (term("team", "changed"), {"team_id": 1, "step": "register"}, True),
        (term("team", "changed"), {"step": "register"}, False),
    ],
)
def test_a_condition_holds(asked: Term, told: dict[str, Any], expected: bool) -> None:
    check([asked])
    assert holds([asked], facts(**told)) is expected


def test_all_of_them_must_hold() -> None:
    both = [term("priority", "<=", 2), term("impact", "=", 1)]
    assert holds(both, facts(priority=1, impact=1))
    assert not holds(both, facts(priority=1, impact=2))
    assert holds([], facts())


def test_the_value_after_the_entry_counts_and_not_the_one_now() -> None:
    then = facts({"escalation_level": [0, 1]}, escalation_level=3)
    assert holds([term("escalation_level", "=", 1)], then)


@pytest.mark.parametrize(
    ("condition", "named"),
    [
        ("priority", "a list"),
        ([term("priority", "<=", 2)] * 21, "at most 20"),
        (["priority"], "Condition 1: it needs a field"),
        ([{**term("priority", "=", 1), "also": 1}], "it needs a field"),
        ([term("priority", "=", 1), term("colour", "=", "red")], "Condition 2: there is no field “colour”"),
        ([term("priority", "like", 1)], "there is no operator “like”"),
        ([term("priority", "<=", "high")], "“priority” is a whole number, and “high” is not"),
        ([term("priority", "<=", True)], "is a whole number"),
        ([term("is_public", "=", "yes")], "is true or false"),
        ([term("is_public", "<=", True)], "cannot be asked of “is_public”"),
        ([term("team", "<=", 3)], "cannot be asked of “team”"),
        ([term("team", "=", 3)], "“team” is a text"),
        ([term("priority", "in", 3)], "needs a list"),
        ([term("priority", "in", [])], "needs a list"),
        ([term("priority", "in", [1, "2"])], "is a whole number"),
        ([term("assignee", "is_set", 1)], "takes no value"),
        ([term("state", "changed")], "cannot be asked of “state”"),
        ([term("priority", "=")], "is a whole number"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(condition: Any, named: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check(condition)
    assert named in " ".join(refused.value.messages)


values = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.integers(), max_size=2)
names = st.sampled_from([*FIELDS, "colour"])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.fixed_dictionaries(
        {"field": names, "operator": st.sampled_from([*OPERATORS, "like"])}, optional={"value": values}
    )
)
def test_whatever_passes_the_check_can_be_asked(asked: Term) -> None:
    try:
        check([asked])
    except ValidationError:
        return
    assert holds([asked], facts({"metric": [None, "response"]}, priority=1)) in (True, False)
