"""An emergency taken through its life by those whom it concerns, one point after the other, by REST."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.emergency.plans import PASSWORD
from tests.faults.drill import Drill
from tests.faults.person import Person, patiently
from tests.one_command import ask

CALLED = ("director", "incident_manager", "problem_manager")
TOLD_AT_END = (*CALLED, "shift_leader")


@dataclass
class Course:
    """`told` is what `prepare_emergencies` printed, `place` which of its services this is about."""

    drill: Drill
    told: dict[str, Any]
    place: int
    refusals: Counter[str] = field(default_factory=Counter)
    number: str = ""
    campaign: str = ""

    def __post_init__(self) -> None:
        self.service = self.told["services"][self.place]

    @property
    def path(self) -> str:
        return f"emergencies/{self.number}/"

    def points(self) -> dict[str, Callable[[], None]]:
        return {
            "prepare": self.prepare,
            "propose": self.propose,
            "sign": self.sign,
            "answer": self.answer,
            "contain": self.contain,
            "resolve": self.resolve,
            "draw": self.draw,
            "call back": self.call_back,
            "end": self.end,
            "tell": self.tell,
        }

    def person(self, name: str) -> Person:
        return Person(self.drill.address, self.told["tokens"][name], self.refusals)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Asked beside the desk, as far as its database is there."""
        try:
            return ask(self.drill.variables, statement)
        except Exception:  # killed, or on its way up
            return []

    def prepare(self) -> None:
        """As many call as the plan's criterion asks for; the beat prepares the proposal."""
        agent, service = self.person("agent"), self.service["service"]
        for caller in self.service["callers"]:
            title = f"Service {self.place} does not answer"
            made = agent.make("incidents/", title=title, service=service, **caller)
            agent.make("calls/", reason=title, service=service, record=made["number"], **caller)
        found = "SELECT r.number FROM emergency_emergency e JOIN records_record r ON r.id = e.record_ptr_id"
        rows = patiently(
            lambda: self.rows(f"{found} WHERE e.plan_id = {self.service['plan']}"), "the prepared proposal"
        )
        self.number = rows[0][0]

    def propose(self) -> None:
        self._take("shift_leader", "propose", reason="Everybody stands still.")

    def sign(self) -> None:
        self._take("supervisor", "sign", password=PASSWORD)

    def answer(self) -> None:
        for name in (*CALLED, f"engineer {self.place}"):
            is_answered = partial(self._is_answered, name)
            self.person(name).take(self.path, "answer_roll_call", is_answered)

    def _is_answered(self, name: str, _record: Any) -> bool:
        lines = self.person(name).get(f"{self.path}room/")["roll_call"]
        key = self.told["keys"][name]
        return [bool(line["answered_at"]) for line in lines if line["user"]["id"] == key] == [True]

    def contain(self) -> None:
        self._take(
            "incident_manager", "contain", cause="A certificate.", solution="Renewed.",
            closure_code=self.told["closure_code"],
        )  # fmt: skip

    def resolve(self) -> None:
        """The beat resolves what was attached."""
        manager = self.person("incident_manager")
        patiently(lambda: self._is_settled(manager.get(f"{self.path}room/")), "the incidents to be resolved")

    def _is_settled(self, room: dict[str, Any]) -> bool:
        return bool(room["settled"] == room["attached"] == len(self.service["callers"]))

    def draw(self) -> None:
        self._take("shift_leader", "verify")
        found = (
            "SELECT c.number FROM emergency_emergency e JOIN records_record r ON r.id = e.record_ptr_id"
            " JOIN records_record c ON c.id = e.sample_campaign_id WHERE r.number = '{}'"
        )
        self.campaign = patiently(lambda: self.rows(found.format(self.number)), "the sample")[0][0]

    def call_back(self) -> None:
        """Whoever was drawn is called by an agent, one after the other, until nobody is left."""
        agent = self.person("agent")
        while (answer := agent.post(f"campaigns/{self.campaign}/next-person/")).status_code == 200:
            task = answer.json()["id"]
            agent.make(f"campaigns/{self.campaign}/people/{task}/outcome/", outcome="reached")
        assert answer.json()["code"] == "not_running", answer.text  # the last one ended it

    def wait_for_quiet(self) -> None:
        supervisor = self.person("supervisor")
        patiently(lambda: not supervisor.get(f"{self.path}room/")["missing"], "the quiet time")

    def end(self) -> None:
        self._take("supervisor", "end")

    def tell(self) -> None:
        """The mail at the end has been handed over for each of the four."""
        handed = (
            "SELECT DISTINCT n.user_id FROM notifications_notice n JOIN records_record r ON r.id = n.record_id"
            " JOIN records_journalentry e ON e.id = n.entry_id WHERE e.step = 'end' AND n.channel = 'email'"
            f" AND n.state = 'sent' AND r.number = '{self.number}'"
        )
        patiently(lambda: len(self.rows(handed)) >= len(TOLD_AT_END), "the mail at the end")

    def _take(self, name: str, step: str, **inputs: Any) -> None:
        target = {"propose": "proposed", "sign": "active", "contain": "contained", "verify": "verifying"}
        state = target.get(step, "ended")
        self.person(name).take(self.path, step, lambda record: bool(record["state"] == state), **inputs)
