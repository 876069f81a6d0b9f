"""The roster of the seed company: shifts of last week and the two to come, who is away, and one swap asked for.

Holder A of the server's post is on leave today, so B fills it. Somebody fell ill tomorrow: his shift stands as a gap.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localtime

from people.models import DutyPost, Team, User
from roster import planning, swaps
from roster.models import CoverRule, Leave, ShiftPattern
from roster.models.duty import SATURDAY
from roster.planning import in_the_way

BACK, AHEAD = 7, 14
OFF = ""
# One letter of the cycle a day; each begins one day further on, so that every day has every shift.
DESK = ("early", "early", "late", "late", "night", OFF)
FIELD = ("early", "day", "day", "late", OFF)
LEADS = ("early",) * 6 + (OFF,) + ("late",) * 6 + (OFF,)
OFFICE = (
    "supervisor", "director", "incident-manager", "problem-manager", "change-manager", "release-manager",
    "configuration-manager", "second-line", "second-line-2", "second-line-3", "developer", "developer-2",
    "purchaser",
)  # fmt: skip
COVER = [("desk", "early", 2), ("desk", "late", 2), ("desk", "night", 1), ("field", "day", 1)]


@dataclass
class RosterStory:
    staff: dict[str, User]
    end: datetime

    def write(self) -> None:
        self.midnight = localtime(self.end).replace(hour=0, minute=0, second=0, microsecond=0)
        self.patterns = {one.code: one for one in ShiftPattern.objects.all()}
        self._rules()
        self._leave()
        self._in_turn("agent", DESK)
        self._in_turn("field-engineer", FIELD)
        self._in_turn("shift-leader", LEADS, shift=7, post=DutyPost.objects.get(code="desk-lead"))
        for name in OFFICE:
            self._office(self.staff[name])
        self._fall_ill()
        self._ask_for_a_swap()

    @property
    def planner(self) -> User:
        return self.staff["supervisor"]

    def _rules(self) -> None:
        for team, pattern, needed in COVER:
            CoverRule.objects.get_or_create(
                team=Team.objects.get(code=team),
                pattern=self.patterns[pattern],
                defaults={"needed": needed, "is_on_weekends": team == "desk"},
            )

    def _leave(self) -> None:
        """Before the shifts: nobody is planned for days on which he is away."""
        self._away("second-line", 0, 3, Leave.Sort.HOLIDAY)
        self._away("developer-2", -1, 2, Leave.Sort.TRAINING)
        self._away("agent-3", 4, 9, Leave.Sort.HOLIDAY)
        self._away("field-engineer-3", 5, 8, Leave.Sort.TRAINING)

    def _away(self, name: str, first: int, last: int, sort: str) -> None:
        """From the first day's midnight to the end of the last; days from today."""
        starts_at, ends_at = self._day(first), self._day(last + 1)
        planning.grant_leave(
            self.staff[name], by=self.planner, starts_at=starts_at, ends_at=ends_at, sort=sort
        )

    def _in_turn(self, role: str, cycle: tuple[str, ...], shift: int = 1, **more: Any) -> None:
        people = [user for name, user in self.staff.items() if name == role or name.startswith(f"{role}-")]
        for turn, user in enumerate(people):
            for day in range(-BACK, AHEAD):
                # Counted from a fixed day, or the cycle would begin anew with each installation.
                number = self._day(day).toordinal() + turn * shift
                self._plan(user, day, cycle[number % len(cycle)], **more)

    def _office(self, user: User) -> None:
        for day in range(-BACK, AHEAD):
            self._plan(user, day, "day" if self._day(day).weekday() < SATURDAY else OFF)

    def _plan(self, user: User, day: int, pattern: str, **more: Any) -> None:
        if pattern == OFF:
            return
        starts_at, ends_at = self.patterns[pattern].span(self._day(day).date())
        if not in_the_way(user, starts_at, ends_at):
            span: dict[str, Any] = {
                "starts_at": starts_at,
                "ends_at": ends_at,
                "pattern": self.patterns[pattern],
            }
            planning.plan_shift(user, by=self.planner, **span, **more)

    def _fall_ill(self) -> None:
        """He has a shift and cannot come: that is what the roster shows in red."""
        ill = self._next_at_work("agent-5", 1)
        if ill is not None:
            self._away("agent-5", ill, ill, Leave.Sort.ILLNESS)

    def _ask_for_a_swap(self) -> None:
        giver = self.staff["agent-2"]
        day = self._next_at_work("agent-2", 2)
        if day is None:
            return
        shift = giver.shifts.filter(starts_at__gte=self._day(day)).order_by("starts_at").first()
        taker = self._who_could(shift)
        if shift is not None and taker is not None:
            swaps.ask(shift, taker, by=giver, reason="My daughter's school holds its sports day.")

    def _who_could(self, shift: Any) -> User | None:
        """The agent that visitors sign in as, where he is free then; else the next one."""
        agents = [user for name, user in self.staff.items() if name.startswith("agent")]
        free = (one for one in agents if shift and not in_the_way(one, shift.starts_at, shift.ends_at))
        return next(free, None)

    def _next_at_work(self, name: str, first: int) -> int | None:
        days = self.staff[name].shifts.filter(starts_at__gte=self._day(first)).order_by("starts_at")
        starts_at = days.values_list("starts_at", flat=True).first()
        return None if starts_at is None else (localtime(starts_at).date() - self.midnight.date()).days

    def _day(self, number: int) -> datetime:
        return self.midnight + timedelta(days=number)
