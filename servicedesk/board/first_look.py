"""What a board shows at once: the open work, and places for what history tells, which is asked after the page.

What was a week ago, over the last days and around the incidents costs most and is not what somebody looks at first; the
page fetches the whole board as soon as it stands, with the places kept, so that nothing jumps.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from people.models import User
from servicedesk.board.answered import answered_place
from servicedesk.board.figures import figure_places, open_figures
from servicedesk.board.moments import Moment
from servicedesk.board.open_work import OpenWork
from servicedesk.board.tiles import tiles

AWAITED = "…"


def awaited(tile: dict[str, Any]) -> dict[str, Any]:
    """A tile whose number is still being counted."""
    return {**tile, "value": AWAITED, "unit": "", "tone": "", "before": None, "note": _("being counted")}


def first_figures(user: User, moment: Moment, work: OpenWork) -> list[dict[str, Any]]:
    """The tiles at the head, in their order. No query: `work` has what is open."""
    known = {tile["name"]: tile for tile in open_figures(moment, work)}
    places: Sequence[dict[str, Any]] = [*figure_places(moment), *answered_place(user, moment)]
    return [known.get(place["name"]) or awaited(place) for place in places]


def further_places(user: User) -> list[dict[str, Any]]:
    """A place for each declared figure that this person may have. No query."""
    return [
        awaited({"name": tile.name, "label": tile.label, "icon": tile.icon, "href": "", "good": tile.good})
        for tile in tiles()
        if tile.is_for(user)
    ]
