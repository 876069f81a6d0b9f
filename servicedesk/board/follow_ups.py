"""Follow-ups on the board: those overdue, and those that fall due today."""

from django.utils.translation import gettext_lazy as _

from people.models import User
from servicedesk.board.moments import Moment
from servicedesk.board.tiles import Tile, Told, register_tile
from servicedesk.follow_up_pages.listing import CONDITIONS, OVERDUE, TODAY, follow_ups_url, open_at


def _told(user: User, moment: Moment, show: str) -> Told:
    number = open_at(user, moment.at).filter(CONDITIONS[show](moment.at)).count()
    return Told(count=number, href=follow_ups_url(show, moment))


LATE = register_tile(
    Tile(
        name="follow-ups-overdue",
        label=_("Follow-ups overdue"),
        icon="message-exclamation",
        place=700,
        good="down",
        tone="alarm",
        needs=("board", "see"),
        tell=lambda user, moment: _told(user, moment, OVERDUE),
    )
)
TODAYS = register_tile(
    Tile(
        name="follow-ups-today",
        label=_("Follow-ups due today"),
        icon="message-question",
        place=710,
        needs=("board", "see"),
        tell=lambda user, moment: _told(user, moment, TODAY) if moment.is_now else None,
    )
)
