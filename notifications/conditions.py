"""Conditions of a rule: data, checked when it is saved, so that a slip is found by who made it and not by a storm."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.facts import Facts

Read = Callable[[Facts], Any]
MAX_CONDITIONS = 20
NEEDED = {"field", "operator"}


@dataclass(frozen=True)
class Field:
    """Something a rule may ask about. `sort` is int, bool or str."""

    label: Any
    sort: type
    read: Read
    column: str = ""


def _column(name: str) -> Read:
    return lambda facts: facts.after(name)


def _code(name: str) -> Read:
    def read(facts: Facts) -> str:
        row = facts.row(name)
        return row.code if row is not None else ""

    return read


def _of_entry(name: str) -> Read:
    return lambda facts: getattr(facts.entry, name)


def _key_account(facts: Facts) -> bool:
    customer = facts.row("customer")
    return customer is not None and customer.is_key_account


def _whole(name: str, label: Any) -> Field:
    return Field(label, int, _column(name), name)


def _row(name: str, label: Any) -> Field:
    return Field(label, str, _code(name), name)


FIELDS: dict[str, Field] = {
    "priority": _whole("priority", gettext_lazy("priority")),
    "impact": _whole("impact", gettext_lazy("impact")),
    "urgency": _whole("urgency", gettext_lazy("urgency")),
    "escalation_level": _whole("escalation_level", gettext_lazy("escalation level")),
    "percent": _whole("percent", gettext_lazy("percent of its time")),
    "metric": Field(gettext_lazy("clock"), str, _column("metric"), "metric"),
    "state": Field(gettext_lazy("state after it"), str, _of_entry("to_state")),
    "from_state": Field(gettext_lazy("state before it"), str, _of_entry("from_state")),
    "via": Field(gettext_lazy("way it came in"), str, _of_entry("via")),
    "is_public": Field(gettext_lazy("public"), bool, _of_entry("is_public")),
    "team": _row("team", gettext_lazy("team")),
    "desk": _row("desk", gettext_lazy("desk")),
    "service": _row("service", gettext_lazy("service")),
    "customer": _row("customer", gettext_lazy("customer")),
    "category": _row("category", gettext_lazy("category")),
    "owner": Field(gettext_lazy("owner"), int, _column("owner"), "owner"),
    "assignee": Field(gettext_lazy("assignee"), int, _column("assignee"), "assignee"),
    "is_key_account": Field(gettext_lazy("key account"), bool, _key_account),
}


@dataclass(frozen=True)
class Operator:
    """`holds(value, wanted)`. `needs`: "value", "list" or "nothing". `sorts` it compares."""

    label: Any
    holds: Callable[[Any, Any], bool]
    needs: str = "value"
    sorts: tuple[type, ...] = (int, str, bool)


def _is_set(value: Any, _wanted: Any) -> bool:
    return value not in (None, "")


def _is_unset(value: Any, _wanted: Any) -> bool:
    return value in (None, "")


OPERATORS: dict[str, Operator] = {
    "=": Operator(gettext_lazy("is"), lambda value, wanted: value == wanted),
    "!=": Operator(gettext_lazy("is not"), lambda value, wanted: value != wanted),
    "<=": Operator(gettext_lazy("is at most"), lambda value, wanted: value <= wanted, sorts=(int,)),
    ">=": Operator(gettext_lazy("is at least"), lambda value, wanted: value >= wanted, sorts=(int,)),
    "<": Operator(gettext_lazy("is below"), lambda value, wanted: value < wanted, sorts=(int,)),
    ">": Operator(gettext_lazy("is above"), lambda value, wanted: value > wanted, sorts=(int,)),
    "in": Operator(gettext_lazy("is one of"), lambda value, wanted: value in wanted, "list", (int, str)),
    "not_in": Operator(
        gettext_lazy("is none of"), lambda value, wanted: value not in wanted, "list", (int, str)
    ),
    "is_set": Operator(gettext_lazy("has a value"), _is_set, "nothing", (int, str)),
    "is_empty": Operator(gettext_lazy("has no value"), _is_unset, "nothing", (int, str)),
    # Read by `holds` below: it asks about the entry, not about a value.
    "changed": Operator(gettext_lazy("has changed"), _is_set, "nothing", (int, str)),
}


def holds(condition: list[dict[str, Any]], facts: Facts) -> bool:
    return all(_holds(term, facts) for term in condition)


def _holds(term: dict[str, Any], facts: Facts) -> bool:
    field, name = FIELDS[term["field"]], term["operator"]
    if name == "changed":
        return facts.has_changed(field.column)
    value = field.read(facts)
    operator = OPERATORS[name]
    # "at most 2" says nothing of what has no value at all.
    if field.sort is int and operator.sorts == (int,) and not isinstance(value, int):
        return False
    return operator.holds(value, term.get("value"))


def check(condition: Any) -> None:
    """Raise ValidationError that names each term which cannot be asked, and what would do instead."""
    if not isinstance(condition, list) or len(condition) > MAX_CONDITIONS:
        raise ValidationError(_("Conditions are a list of at most %(most)s.") % {"most": MAX_CONDITIONS})
    problems = []
    for number, term in enumerate(condition, start=1):
        if problem := _problem(term):
            told = _("Condition %(number)s: %(problem)s") % {"number": number, "problem": problem}
            problems.append(ValidationError(told, code="condition"))
    if problems:
        raise ValidationError(problems)


def _problem(term: Any) -> str:
    if not isinstance(term, dict) or not NEEDED <= term.keys() <= NEEDED | {"value"}:
        return _("it needs a field, an operator and a value.")
    field, operator = FIELDS.get(str(term["field"])), OPERATORS.get(str(term["operator"]))
    if field is None:
        return _("there is no field “%(name)s”; there are %(known)s.") % {
            "name": term["field"],
            "known": ", ".join(FIELDS),
        }
    if operator is None:
        return _("there is no operator “%(name)s”; there are %(known)s.") % {
            "name": term["operator"],
            "known": ", ".join(OPERATORS),
        }
    return _mismatch(term, field, operator)


def _mismatch(term: dict[str, Any], field: Field, operator: Operator) -> str:
    names = {"field": term["field"], "operator": term["operator"], "value": term.get("value")}
    if field.sort not in operator.sorts or (term["operator"] == "changed" and not field.column):
        return _("“%(operator)s” cannot be asked of “%(field)s”.") % names
    if operator.needs == "nothing":
        return _("“%(operator)s” takes no value.") % names if term.get("value") is not None else ""
    wanted = term.get("value")
    values = wanted if operator.needs == "list" else [wanted]
    if not isinstance(values, list) or not values:
        return _("“%(operator)s” needs a list of values.") % names
    return "" if all(_is_of(value, field.sort) for value in values) else str(EXPECTED[field.sort] % names)


def _is_of(value: Any, sort: type) -> bool:
    if sort is int and isinstance(value, bool):
        return False
    return isinstance(value, sort)


EXPECTED: dict[type, Any] = {
    int: gettext_lazy("“%(field)s” is a whole number, and “%(value)s” is not."),
    bool: gettext_lazy("“%(field)s” is true or false, and “%(value)s” is neither."),
    str: gettext_lazy("“%(field)s” is a text, and “%(value)s” is not."),
}
