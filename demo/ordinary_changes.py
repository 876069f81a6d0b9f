"""The changes of an ordinary month: certificates, updates, a switch. Some wait for the board, one went wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from changes.models import Change, ChangeModel, PartsOrder, Supplier
from cmdb.models import ConfigurationItem, Service
from demo.change_story import BOARD, in_the_evening, in_the_morning
from people.models import Team, User
from records.actions import advance, register

Plan = Callable[[datetime, Callable[[], object]], None]
MODEL = {
    "name": "Renew a certificate",
    "name_zh_hans": "更新证书",
    "name_zh_hant": "更新憑證",
    "plan": "Request, install beside the old one, switch over, test a sign-in from outside.",
    "back_out_plan": "Switch back to the old certificate: one minute.",
}
TAKES = timedelta(hours=2)


@dataclass(frozen=True)
class Part:
    """Days after asking for it: promised, and come."""

    name: str
    supplier: str
    promised: int
    came: int


@dataclass(frozen=True)
class Ordinary:
    """One change. `days_ago` it was submitted; its window begins `waits` days later. Of four votes so many agree."""

    title: str
    service: str
    team: str
    by: str
    days_ago: int
    waits: int = 2
    sort: str = "normal"
    agreed: int = 3
    has_failed: bool = False
    part: Part | None = None
    tests: str = "Tried on the test system with last week's data."


SWITCH = Part("Switch, 24 ports", "yangtze", 3, 2)
DISK = Part("Disk, 4 TB", "huadong", 2, 5)
POWER = Part("Power supply, 450 W", "yangtze", 4, 4)
CHANGES = [
    Ordinary(
        "Certificate of the remote access", "remote-access", "servers", "second-line", 27, sort="standard"
    ),
    Ordinary(
        "New switch in the machine room", "data-communication", "network", "second-line-3", 25, 4, part=SWITCH
    ),
    Ordinary("Update of the warehouse system to 8.2", "warehouse", "development", "developer", 22),
    Ordinary("Larger disks for the mail server", "e-mail", "servers", "second-line-2", 20, 7, part=DISK),
    Ordinary(
        "New protocol on the gateways", "data-communication", "network", "second-line-3", 17, has_failed=True,
        tests="",
    ),
    Ordinary("Certificate of the mail server", "e-mail", "servers", "second-line-2", 12, sort="standard"),
    Ordinary(
        "Restart the database after it filled up", "warehouse", "servers", "second-line", 9, 0, "emergency"
    ),
    Ordinary("Power supply of the backup server", "remote-access", "servers", "second-line", 8, 5, part=POWER),
    Ordinary("Tax table of the new year", "accounting", "development", "developer-2", 4, 6),
    Ordinary("Terminal software 5.1 at two shops", "point-of-sale", "field", "field-engineer", 3, 6),
    Ordinary("Second line for the remote access", "remote-access", "network", "second-line-3", 1, 8, agreed=2),
    Ordinary("Printer driver on all workplaces", "printing", "field", "field-engineer-2", 1, 9, agreed=0, tests=""),
]  # fmt: skip


@dataclass
class OrdinaryChanges:
    staff: dict[str, User]
    plan: Plan
    end: datetime
    made: dict[str, Change] = field(default_factory=dict)

    def write(self) -> None:
        """What would happen after the end of the demo's time is left to whoever looks at it."""
        for number, one in enumerate(CHANGES):
            day = self.end - timedelta(days=one.days_ago)
            at = in_the_morning(day) + timedelta(minutes=5 * number)
            begins_at = in_the_evening(day + timedelta(days=one.waits))
            self.plan(at, partial(self._submit, one, begins_at))
            if one.part is not None:
                self._plan_part(one, one.part, at + timedelta(minutes=40))
            self.plan(begins_at, partial(self._step, one, "begin"))
            self.plan(begins_at + TAKES / 2, partial(self._finish, one))
            self.plan(begins_at + timedelta(hours=20), partial(self._review, one))

    def _submit(self, one: Ordinary, starts_at: datetime) -> None:
        standard = None
        if one.sort == "standard":
            standard, _ = ChangeModel.objects.get_or_create(code="renew-certificate", defaults=MODEL)
        service = Service.objects.get(code=one.service)
        self.made[one.title] = register(
            Change,
            by=self.staff[one.by],
            title=one.title,
            sort=one.sort,
            standard=standard,
            team=Team.objects.get(code=one.team),
            service=service,
            item=ConfigurationItem.objects.filter(service=service).order_by("pk").first(),
            plan="Announce it, back up, change, test with two users, watch for a day.",
            back_out_plan="Restore the back-up of the same evening: half an hour.",
            tests=one.tests,
        )
        ends_at, who = starts_at + TAKES, self.staff[one.by]
        self._step(one, "propose", starts_at=starts_at, ends_at=ends_at, assignee=who)
        self._step(one, "submit")
        self._judge(one)

    def _judge(self, one: Ordinary) -> None:
        lead = self.staff["change-manager"]
        if one.sort == "emergency":
            told = "The warehouse stands still."
            self.made[one.title] = advance(self.made[one.title], "expedite", by=lead, reason=told)
        if one.sort == "normal":
            self._step(one, "assess", by=lead)
            for name in BOARD[: one.agreed]:
                self._step(one, "vote", by=self.staff[name], vote="yes")

    def _finish(self, one: Ordinary) -> None:
        if one.has_failed:
            told = (
                "Terminals lost the connection after 20 seconds. Back to the old protocol; everything works."
            )
            self._step(one, "back_out", outcome=told)
        else:
            self._step(one, "complete", outcome="Done as planned; two users tried it and are content.")

    def _review(self, one: Ordinary) -> None:
        lead = self.staff["change-manager"]
        told = "Not tried with an open line. The next time with the customers' own equipment."
        self._step(one, "review", by=lead, reason=told if one.has_failed else "As planned.")
        self._step(one, "close", by=lead)

    def _plan_part(self, one: Ordinary, part: Part, at: datetime) -> None:
        def ask() -> None:
            lead, change = self.staff["change-manager"], self.made[one.title]
            order = register(PartsOrder, by=lead, title=part.name, part=part.name, for_change=change)
            supplier = Supplier.objects.get(code=part.supplier)
            buyer = self.staff["purchaser"]
            order = advance(order, "order", by=buyer, supplier=supplier, promise_at=due_at)
            self.plan(at + timedelta(days=part.came), lambda: self._receive(order))

        due_at = at + timedelta(days=part.promised, hours=2)
        self.plan(at, ask)

    def _receive(self, order: PartsOrder) -> None:
        order = advance(order, "receive", by=self.staff["purchaser"])
        advance(order, "issue", by=self.staff["purchaser"])

    def _step(self, one: Ordinary, step: str, *, by: User | None = None, **inputs: Any) -> None:
        """Take the step where the change is in a state for it: one may wait for the board, or for a part."""
        change = Change.objects.get(pk=self.made[one.title].pk)
        if change.declared.steps[step].is_open(change):
            self.made[one.title] = advance(change, step, by=by or self.staff[one.by], **inputs)
