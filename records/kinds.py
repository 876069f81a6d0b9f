"""Kinds of record. A kind declares itself once, in `<app>/kind.py`; everything generic reads the declaration."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from records.lifecycle import Step, Text, steps_of

if TYPE_CHECKING:
    from people.models import User
    from records.models import Record

# The columns of the shared table that people write, in the order forms ask for them.
SHARED_FIELDS = (
    "title",
    "description",
    "impact",
    "urgency",
    "customer",
    "site",
    "contact",
    "service",
    "item",
    "category",
    "team",
    "assignee",
)


QUEUE_COLUMNS = (
    "priority",
    "number",
    "title",
    "state",
    "due_at",
    "assignee",
    "owner",
    "customer",
    "opened_at",
)


@dataclass(frozen=True)
class State:
    """A state as people see it. `tone` picks the badge: new, active, waiting, done or ended."""

    label: Text
    tone: str = "active"


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A box in the right column of a record page. `context` answers None where there is nothing to show."""

    name: str
    title: Text
    template: str
    context: Callable[["Record", "User"], dict[str, Any] | None]
    position: int = 50


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of record: words, life, columns and default rights."""

    name: str
    plural: str
    prefix: str
    model: "type[Record]"
    label: Text
    label_plural: Text
    icon: str
    initial: str
    states: Mapping[str, State]
    # Own columns that people write, that are required at registration, and that are only shown.
    fields: tuple[str, ...] = ()
    required: tuple[str, ...] = ("title",)
    facts: tuple[str, ...] = ()
    # The shared columns that people write, where not all of them say something of this kind.
    shared: tuple[str, ...] = SHARED_FIELDS
    # False where whoever opens it answers for it himself, whichever team he is in.
    is_the_desks: bool = True
    # True where the person a record is about never sees it, and who may not see one learns of none (`records.sight`).
    is_kept_from_its_subject: bool = False
    # Shared columns that are set by steps alone once the record is registered.
    set_by_steps: tuple[str, ...] = ("team", "assignee")
    panels: list[Panel] = field(default_factory=list)
    # Columns of its queue at first; each person may choose others.
    queue_columns: tuple[str, ...] = QUEUE_COLUMNS
    # Own columns that its queue can show besides those of every kind.
    own_columns: tuple[str, ...] = ()
    # Defaults of the rights table: roles that may use the doors, and how far each role sees.
    register_roles: tuple[str, ...] = ()
    revise_roles: tuple[str, ...] = ()
    remark_roles: tuple[str, ...] = ()
    sights: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def steps(self) -> dict[str, Step]:
        return steps_of(self.model)

    @property
    def shown_panels(self) -> list[Panel]:
        """Its own panels and those that every kind has, from the top down."""
        return sorted([*self.panels, *_panels.values()], key=lambda panel: panel.position)

    @property
    def doors(self) -> tuple[str, ...]:
        """Everything a right can be given for."""
        return ("register", "revise", "remark", *self.steps)

    @property
    def writable(self) -> tuple[str, ...]:
        return (*self.shared, *self.fields)

    @property
    def revisable(self) -> tuple[str, ...]:
        return tuple(name for name in self.writable if name not in self.set_by_steps)


_kinds: dict[str, Kind] = {}
_panels: dict[str, Panel] = {}


def register_panel(panel: Panel) -> Panel:
    """Put a box on the record pages of every kind."""
    _panels[panel.name] = panel
    return panel


def register_kind(kind: Kind) -> Kind:
    _kinds[kind.name] = kind
    return kind


def kind_named(name: str) -> Kind:
    return _kinds[name]


def is_kept_from_its_subject(name: str) -> bool:
    return name in _kinds and _kinds[name].is_kept_from_its_subject


def kind_of(model: "type[Record]") -> Kind:
    return next(kind for kind in _kinds.values() if kind.model is model)


def kinds() -> list[Kind]:
    """Every declared kind, in order of declaration."""
    return list(_kinds.values())
