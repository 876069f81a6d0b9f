"""Boxes of the board beyond its tables of open work: duty now, releases in pilot, what surges.

    DUTY = register_box(
        Box(
            name="duty", title=_("On duty now"), icon="shield", template="board/duty.html", column="side", place=20,
            needs=("roster", "see"), context=duty_now,
        )
    )

`context(user, moment)` answers what the template prints, or None where there is nothing to show. The template is the
inside of the box and reads the context's names as its own; frame and head are drawn around it. `url` in the context
becomes the link of the head, `total` the number in it, `body: True` gives the inside a margin (a table needs none).
Every module of this folder is read at start-up.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from people.models import User
from records.lifecycle import Text
from servicedesk.board.moments import Moment

WIDE, SIDE = "wide", "side"


@dataclass(frozen=True, kw_only=True)
class Box:
    """One box: the wide column stands left, the side column right of it. The lower the place, the higher it stands."""

    name: str
    title: Text
    template: str
    context: Callable[[User, Moment], dict[str, Any] | None]
    icon: str = ""
    column: str = SIDE
    place: int = 50
    # The right it takes (area, step), and the kind of which the person must see any.
    needs: tuple[str, str] | None = None
    kind: str = ""

    def is_for(self, user: User) -> bool:
        if self.needs is not None and not user.rights.may(*self.needs):
            return False
        return not self.kind or bool(user.rights.scopes_for(self.kind))


_boxes: dict[str, Box] = {}


def register_box(box: Box) -> Box:
    _boxes[box.name] = box
    return box


def boxes() -> list[Box]:
    """Every declared box, from the top down."""
    return sorted(_boxes.values(), key=lambda box: (box.place, box.name))


def shown_boxes(user: User, moment: Moment) -> dict[str, list[dict[str, Any]]]:
    """By column, the boxes that have something to show this person at the moment."""
    shown: dict[str, list[dict[str, Any]]] = {WIDE: [], SIDE: []}
    for box in boxes():
        inside = box.context(user, moment) if box.is_for(user) else None
        if inside is not None:
            shown[box.column].append({**inside, "box": box})
    return shown
