"""A step of a life, told once: button, dialog, REST action, journal sentence, key and default right come from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django import forms
from django.utils.functional import Promise
from django_fsm import transition

from people.models import User

if TYPE_CHECKING:
    from records.models import Record

Text = str | Promise
Transition = Callable[..., None]
# What a life is mixed into is a model that stands above it; to the type checker its columns are Any.
Life: Any = object


class StepForm(forms.Form):
    """What a step asks for. Knows the record and the person, so that it offers only what fits."""

    def __init__(
        self, *args: Any, record: "Record | None" = None, by: User | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        self.by = by
        self.offer()

    def offer(self) -> None:
        """Narrow the choices to this record and person. Without either, as for a schema, offer everything."""


def open_to_all(record: "Record", by: User) -> Text:
    return ""


class Told(TypedDict, total=False):
    """What a step may say about itself besides its label and states."""

    inputs: type[StepForm]
    roles: Sequence[str]
    sentence: Text
    icon: str
    key: str
    tone: str
    is_automatic: bool
    closed_to: Callable[[Any, User], Text]


@dataclass(frozen=True, kw_only=True)
class Step:
    """A named transition. `target` None keeps the state. `roles` are the default rights, rows thereafter.

    `is_automatic` steps are taken by clocks and by other records' consequences and are no buttons.
    `sentence` completes "Wang Li …" in the journal and may name changed columns: "assigned it to %(assignee)s".
    `closed_to` tells why one who has the right may still not take it of this record: its writer is not its reviewer.
    """

    name: str
    label: Text
    source: tuple[str, ...]
    target: str | None
    inputs: type[StepForm] | None = None
    roles: Sequence[str] = ()
    sentence: Text = ""
    icon: str = "arrow-right"
    key: str = ""
    tone: str = ""
    is_automatic: bool = False
    closed_to: Callable[[Any, User], Text] = open_to_all

    def is_open(self, record: "Record") -> bool:
        """True where the record's state and the step's conditions let it be taken now."""
        meta = getattr(type(record), self.name)._django_fsm
        return bool(meta.has_transition(record.state) and meta.conditions_met(record, record.state))


def step(
    label: Text,
    *,
    source: str | Sequence[str],
    target: str | None = None,
    conditions: Sequence[Callable[[Any], bool]] = (),
    **told: Unpack[Told],
) -> Callable[[Transition], Transition]:
    """Declare a method of a life as a step. The method assigns columns and never saves."""
    sources = (source,) if isinstance(source, str) else tuple(source)
    # "*" would offer the step in end states too.
    assert "*" not in sources, "list the sources of a step"
    told.setdefault("sentence", label)

    def declare(method: Transition) -> Transition:
        declared = Step(name=method.__name__, label=label, source=sources, target=target, **told)
        return transition(  # type: ignore[no-any-return]
            field="state",
            source=list(sources),
            target=target,
            conditions=list(conditions),
            custom={"step": declared},
        )(method)

    return declare


def steps_of(model: "type[Record]") -> dict[str, Step]:
    """The steps a kind declares, by name, in the order of its class body."""
    found: dict[str, Step] = {}
    for cls in reversed(model.__mro__):
        for name, attribute in vars(cls).items():
            meta = getattr(attribute, "_django_fsm", None)
            if meta is not None:
                found[name] = next(iter(meta.transitions.values())).custom["step"]
    return found
