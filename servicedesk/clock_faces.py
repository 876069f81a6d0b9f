"""How a clock is drawn: its state, the arc, the words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from servicedesk.spans import due_words, exact

ICONS = {
    "met": "circle-check",
    "overdue": "alert-triangle",
    "paused": "player-pause",
    "late": "hourglass-low",
    "half": "hourglass",
    "fine": "clock",
}


@dataclass(frozen=True)
class Face:
    """One clock, ready to draw. `percent` is of the allowed time used, 0 to 100."""

    state: str
    percent: int
    label: str
    words: str
    exact: str
    due_at: datetime | None
    why: str
    icon: str

    @property
    def is_running(self) -> bool:
        return self.state in ("fine", "half", "late", "overdue")


def face_of(clock: Any, now: datetime) -> Face:
    state = state_of(clock)
    return Face(
        state=state,
        percent=max(0, min(100, round(clock.percent or 0))),
        label=str(clock.label),
        words=words_of(clock, state, now),
        exact=exact(clock.due_at) if clock.due_at else "",
        due_at=clock.due_at,
        why=str(getattr(clock, "why", "") or ""),
        icon=ICONS[state],
    )


def state_of(clock: Any) -> str:
    if getattr(clock, "is_met", False):
        return "met"
    if clock.is_breached:
        return "overdue"
    if clock.is_paused:
        return "paused"
    used = clock.percent or 0
    return "late" if used >= 75 else "half" if used >= 50 else "fine"


def words_of(clock: Any, state: str, now: datetime) -> str:
    if state == "met":
        return _("met")
    if state == "paused":
        return _("paused")
    return due_words(clock.due_at, now) if clock.due_at else _("no due time")
