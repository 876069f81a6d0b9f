"""The board's further figures: everything around the incidents. Whoever makes one declares it in a module of his own in
this folder; every module here is read at start-up, so that no other file needs a line.

A figure whose list is a queue is told by the words of `queue_url`, and all of them are counted together:

    OPEN = register_tile(
        Tile(
            name="complaints", label=_("Complaints open"), icon="mood-sad", place=300, good="down",
            kind="complaint",                      # whose queue; who sees none of the kind has no such tile
            now=lambda moment: {"show": "open"},
            then=lambda moment: {"show": "all", "open_at": moment.at},   # left out: the figure is of the present only
        )
    )

Any other figure is told by a function; None where this person at this moment has none of it:

    def gaps(user, moment) -> Told | None:
        return Told(count=len(rows), href=reverse("desk:roster-gaps"), note=…)

    GAPS = register_tile(
        Tile(name="gaps", label=_("Duty gaps"), icon="calendar-x", place=500, needs=("roster", "see"), tell=gaps)
    )

The law: the page at `href` holds exactly `count` rows for the same person; each row has one `data-row-link`. What is
shown may be another number (`value`, with `unit`: a share), then the list is that of its numerator.
`tone` colours a number that is not 0. `is_on_wall` puts the figure on the wall too. Places: 100
emergencies, 200 surges, 300 complaints, 400 releases, 500 visits, 600 duty, 700 follow-ups, 800 hand-over.

Beside the figures: `servicedesk.board.boxes` (a box of the board's own) and `servicedesk.board.attention.register_need`
(what needs somebody). A past moment is asked of each alike: `moment.is_now` is False, `moment.at` is the time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from people.models import User
from records.lifecycle import Text
from servicedesk.board.moments import Moment
from servicedesk.queues.counting import queue_counts, queue_url

Words = dict[str, Any]
BEFORE = "before "


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a figure says: how many rows the list at `href` holds, and what is shown instead of that number."""

    count: int
    href: str
    value: Any = None
    unit: str = ""
    note: str = ""
    tone: str = ""
    before: float | None = None


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One figure: its title, the list behind it, the right it takes, and its place among the others."""

    name: str
    label: Text
    icon: str
    place: int
    good: str = ""
    tone: str = ""
    # The right it takes (area, step), and the kind of which the person must see any.
    needs: tuple[str, str] | None = None
    kind: str = ""
    now: Callable[[Moment], Words] | None = None
    then: Callable[[Moment], Words] | None = None
    tell: Callable[[User, Moment], Told | None] | None = None
    is_on_wall: bool = False

    def is_for(self, user: User) -> bool:
        if self.needs is not None and not user.rights.may(*self.needs):
            return False
        return not self.kind or bool(user.rights.scopes_for(self.kind))

    def words(self, moment: Moment) -> Words | None:
        """The words of its queue at the moment; None where the figure is not of that moment, or of no queue."""
        told = self.now if moment.is_now else self.then
        return told(moment) if told is not None else None


_tiles: dict[str, Tile] = {}


def register_tile(tile: Tile) -> Tile:
    _tiles[tile.name] = tile
    return tile


def tiles() -> list[Tile]:
    """Every declared figure, in the order of their places."""
    return sorted(_tiles.values(), key=lambda tile: (tile.place, tile.name))


def further_figures(user: User, moment: Moment, *, is_wall: bool = False) -> list[dict[str, Any]]:
    """The declared figures that this person has at the moment, as `{% figure %}` takes them, with `name` and `count`;
    for the wall those that are meant for it. Two queries for all that are of a queue, and what the others cost."""
    mine = [tile for tile in tiles() if tile.is_for(user) and (tile.is_on_wall or not is_wall)]
    told = _of_queues(mine, user, moment)
    for tile in mine:
        if tile.tell is not None and (answer := tile.tell(user, moment)) is not None:
            told[tile.name] = answer
    return [_shown(tile, told[tile.name]) for tile in mine if tile.name in told]


def _of_queues(mine: list[Tile], user: User, moment: Moment) -> dict[str, Told]:
    asked = {tile.name: (tile, words) for tile in mine if (words := tile.words(moment)) is not None}
    earlier = {
        f"{BEFORE}{tile.name}": (tile, tile.then(moment.week_before))
        for tile, _words in asked.values()
        if tile.then is not None
    }
    every = (asked | earlier).items()
    numbers = queue_counts(user, {name: {**words, "kind": tile.kind} for name, (tile, words) in every})
    return {
        name: Told(
            count=numbers[name], href=queue_url(tile.kind, **words), before=numbers.get(f"{BEFORE}{name}")
        )
        for name, (tile, words) in asked.items()
    }


def _shown(tile: Tile, told: Told) -> dict[str, Any]:
    return {
        "name": tile.name,
        "label": tile.label,
        "icon": tile.icon,
        "good": tile.good,
        "count": told.count,
        "value": told.count if told.value is None else told.value,
        "unit": told.unit,
        "tone": (told.tone or tile.tone) if told.count else "",
        "href": told.href,
        "before": told.before,
        "note": told.note,
    }
