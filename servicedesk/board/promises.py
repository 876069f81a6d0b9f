"""What I promised and was promised, as far as it is late; its list is the page of my promises."""

from django.utils.translation import gettext_lazy as _

from people.models import User
from servicedesk.board.moments import Moment
from servicedesk.board.tiles import Tile, Told, register_tile
from servicedesk.queues.promises import count_late, late_url


def late_promises(user: User, moment: Moment) -> Told | None:
    """Of now alone: what was open at an earlier moment is not kept."""
    return Told(count=count_late(user), href=late_url()) if moment.is_now else None


LATE = register_tile(
    Tile(
        name="promises-late",
        label=_("My promises overdue"),
        icon="calendar-due",
        place=700,
        tone="alarm",
        tell=late_promises,
    )
)
