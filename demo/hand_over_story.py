"""The hand-over books of the demo's last two days: each signed by both shifts, and the last one not taken over yet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from handovers import books
from handovers.models import Book
from handovers.shifts import DeskShift, next_after, shifts_of
from people.models import Team, User

Plan = Callable[[datetime, Callable[[], object]], None]

NOTES = [
    "前台钥匙在门卫处。/ The key of the machine room is with the porter.",
    "客户下午会带着旧板子来，请收下并登记。/ A customer brings the old board this afternoon: take it and note it.",
    "供应商答应今天回电。/ The supplier promised to call back today.",
]
BEFORE_ITS_END = timedelta(minutes=20)
AFTER_ITS_END = timedelta(minutes=5)
BACK = timedelta(days=2)


@dataclass
class HandOverStory:
    """Made when the shift ends; who signs, the roster says."""

    staff: dict[str, User]
    plan: Plan
    end: datetime

    def write(self) -> None:
        desk = Team.objects.get(code="desk")
        over = [one for one in shifts_of(desk, self.end - BACK, self.end) if one.ends_at < self.end]
        for number, shift in enumerate(over):
            going = self._one_of(shift.people)
            note = NOTES[number % len(NOTES)]
            self.plan(shift.ends_at - BEFORE_ITS_END, partial(self._hand_over, desk, shift, going, note))
            if number < len(over) - 1:
                self.plan(shift.ends_at + AFTER_ITS_END, partial(self._take_over, desk, shift, going))

    def _hand_over(self, desk: Team, shift: DeskShift, going: User, note: str) -> None:
        book = books.make(desk, shift, by=going)
        books.add(book, by=going, text=note)
        books.hand_over(book, by=going)

    def _take_over(self, desk: Team, shift: DeskShift, going: User) -> None:
        book = Book.objects.get(desk=desk, starts_at=shift.starts_at)
        following = next_after(desk, shift.ends_at)
        books.take_over(book, by=self._one_of(following.people if following else (), but=going))

    def _one_of(self, people: tuple[User, ...], but: User | None = None) -> User:
        """Whoever of them may sign; where the roster names nobody, a shift leader."""
        known = [one for one in people if one != but and one.rights.may("handovers", "sign")]
        leaders = [self.staff["shift-leader"], self.staff["shift-leader-2"]]
        return [*known, *(one for one in leaders if one != but)][0]
