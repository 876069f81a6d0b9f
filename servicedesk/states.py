"""What the tones of states and the priorities look like. Which state has which tone, its kind declares."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.lifecycle import Text


class Look(NamedTuple):
    tone: str
    icon: str


# The tones of `records.kinds.State`, and "alarm" for what went wrong.
LOOKS = {
    look.tone: look
    for look in (
        Look("new", "circle-dashed"),
        Look("active", "progress"),
        Look("waiting", "player-pause"),
        Look("done", "circle-check"),
        Look("ended", "lock"),
        Look("alarm", "alert-triangle"),
    )
}


def look_of(tone: str) -> Look:
    """An unknown tone is shown as active, never hidden."""
    return LOOKS.get(tone, LOOKS["active"])


class Grade(NamedTuple):
    word: Text
    icon: str


PRIORITIES = {
    1: Grade(pgettext_lazy("priority", "Critical"), "alert-octagon"),
    2: Grade(pgettext_lazy("priority", "High"), "chevrons-up"),
    3: Grade(pgettext_lazy("priority", "Medium"), "chevron-up"),
    4: Grade(pgettext_lazy("priority", "Low"), "chevron-down"),
    5: Grade(pgettext_lazy("priority", "Planning"), "chevrons-down"),
}
UNGRADED = Grade(_("Not graded"), "circle-dotted")
