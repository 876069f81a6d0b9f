"""The drill of last week: the plan of the story, exercised before it was needed. Nobody outside learned of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime

from demo.emergency_story import write_the_plan
from demo.staff import PASSWORD
from emergency import watch
from emergency.drills import hold_drill
from emergency.models import Emergency, Plan
from incidents.models import ClosureCode
from people.models import User
from records.actions import advance

if TYPE_CHECKING:
    from demo.story import Plan as Planner

WRITTEN_DAYS_AGO, HELD_DAYS_AGO, SEED = 20, 6, 20_141_218
STATUS = "Exercise only: this is how we should have told the customers."


@dataclass
class DrillStory:
    staff: dict[str, User]
    plan: "Planner"
    end: datetime

    def write(self) -> None:
        self.plan(self.end - timedelta(days=WRITTEN_DAYS_AGO), lambda: write_the_plan(self.staff))
        for minutes, act in (
            (0, self._begin),
            (1, self._propose),
            (4, self._sign),
            (6, self._answer),
            (20, self._contain),
            (30, self._call_back),
            (51, self._end),
        ):
            self.plan(self._at(minutes), act)

    def _at(self, minutes: int) -> datetime:
        morning = localtime(self.end).replace(hour=10, minute=0, second=0, microsecond=0)
        return morning - timedelta(days=HELD_DAYS_AGO) + timedelta(minutes=minutes)

    def _begin(self) -> None:
        hold_drill(Plan.objects.get(service__code="remote-access"), by=self.staff["supervisor"], seed=SEED)
        watch.prepare_drills()

    def _propose(self) -> None:
        self._take("propose", "shift-leader", reason="The exercise of this month.")

    def _sign(self) -> None:
        self._take("sign", "supervisor", password=PASSWORD)

    def _answer(self) -> None:
        """All but one: the score is to show something."""
        found = self._drill()
        lines = found.called.filter(user__isnull=False, answered_at__isnull=True).select_related("user")
        for person in list(dict.fromkeys(line.user for line in lines.order_by("pk")))[:-1]:
            assert person is not None
            found = advance(found, "answer_roll_call", by=person)
        self._take("decide", "director", reason="Nobody restarts anything before the cause is known.")
        self._take("send_status", "incident-manager", text=STATUS)

    def _contain(self) -> None:
        code = ClosureCode.objects.order_by("pk").first()
        told: dict[str, Any] = {
            "cause": "Played: the certificate had expired.",
            "solution": "Played: renewed.",
        }
        self._take("contain", "incident-manager", closure_code=code, **told)

    def _call_back(self) -> None:
        self._take("verify", "shift-leader")
        for call in self._drill().call_backs.order_by("position"):
            self._take("note_call_back", "agent", call=call, outcome="recovered")

    def _end(self) -> None:
        self._take("end", "supervisor")

    def _drill(self) -> Emergency:
        found: Any = Emergency.objects.filter(is_drill=True).latest("pk")
        return found

    def _take(self, step: str, name: str, **inputs: Any) -> None:
        advance(self._drill(), step, by=self.staff[name], **inputs)
