"""What comes of the problem of the demo's story: its change, approved by the board, and the part that is late.

The supplier promised the boards for six days ago. So the chain from the first customer's incident ends at the order.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from changes.models import Board, Change, Delegation, FreezeWindow, PartsOrder, Supplier
from cmdb.models import Service
from demo.story import CHANGE, Plan, Story
from people.models import Team, User
from records import follow_ups
from records.actions import advance, register, remark

PLAN = """1. Order one board of revision C for each terminal of this model (the list is attached to the problem).
2. Disable the watchdog of the boards up to revision B by menu 9-1 as soon as the customer agrees.
3. Field service changes the boards at the next visit, the first customer first, and runs three transfers.
4. Set the block size back to 4096 and watch each terminal for two days."""
BACK_OUT = """The old board goes back in (15 minutes), the block size stays at 512. Decided on site by the engineer, at
the latest two hours before the shop opens. Boards taken out are kept for four weeks."""
TESTS = """In the laboratory, terminal PT-80 with a board of revision C: 400 transfers over two nights, no restart.
The same with revision B: 7 restarts. Not tried: PT-90."""
BOARD = ("change-manager", "configuration-manager", "release-manager", "incident-manager")
SUPPLIERS = [
    ("huadong", "Huadong Electronics", "华东电子", "華東電子"),
    ("yangtze", "Yangtze Spare Parts", "长江备件", "長江備件"),
]
VOTES = [
    ("change-manager", "Two visits for nothing are enough. Do it."),
    (
        "configuration-manager",
        "The list of revisions is right for the first two customers; I check the others.",
    ),
    ("release-manager", "Must be finished before the next release of the terminal software goes out."),
]


def in_the_evening(day: datetime) -> datetime:
    """When nobody is disturbed: ten o'clock, in the desk's time."""
    return timezone.localtime(day).replace(hour=22, minute=0, second=0, microsecond=0)


def in_the_morning(day: datetime) -> datetime:
    return timezone.localtime(day).replace(hour=9, minute=0, second=0, microsecond=0)


@dataclass
class ChangeStory:
    """`story` brings the problem into being; what happens here comes after that."""

    story: Story
    plan: Plan
    end: datetime
    change: Change | None = None
    order: PartsOrder | None = None

    def write(self) -> None:
        self.plan(self._at(30, 8), self._name_who_judges)
        self.plan(self._at(14, 15), self._register)
        self.plan(self._at(14, 16), self._assess)
        for number in range(len(VOTES)):
            self.plan(self._at(13, 9 + number), partial(self._vote, number))
        self.plan(self._at(13, 14), self._ask_for_the_part)
        self.plan(self._at(13, 15), self._order_it)
        self.plan(self._at(13, 17), self._find_a_window)
        self.plan(self._at(5, 10), self._urge_the_supplier)

    def _at(self, days_ago: int, hour: int) -> datetime:
        return self.end - timedelta(days=days_ago) + timedelta(hours=hour - 12)

    def _name_who_judges(self) -> None:
        """Board, delegate, freeze and suppliers: what an administrator enters before the first change."""
        board = Board.objects.create(
            name="Change board",
            name_zh_hans="变更评审委员会",
            name_zh_hant="變更審查委員會",
            sort=Change.Sort.NORMAL,
            quorum=3,
        )
        board.members.set([self._person(name) for name in BOARD])
        Delegation.objects.create(
            member=self._person("incident-manager"),
            delegate=self._person("supervisor"),
            from_on=self._day(-1),
            until_on=self._day(5),
        )
        FreezeWindow.objects.create(
            name="Stocktaking",
            name_zh_hans="库存盘点",
            name_zh_hant="庫存盤點",
            service=Service.objects.get(code="warehouse"),
            starts_at=self.end + timedelta(days=4),
            ends_at=self.end + timedelta(days=7),
        )
        for code, name, hans, hant in SUPPLIERS:
            Supplier.objects.create(code=code, name=name, name_zh_hans=hans, name_zh_hant=hant)

    def _day(self, days: int) -> date:
        return (self.end + timedelta(days=days)).date()

    def _register(self) -> None:
        problem, first = self.story.problem, self.story.incidents[0]
        change = register(
            Change,
            by=self._person("problem-manager"),
            title="Boards of revision C for all terminals of this model",
            description=CHANGE,
            origin=problem,
            customer=first.customer,
            site=first.site,
            service=first.service,
            item=first.item,
            plan=PLAN,
            back_out_plan=BACK_OUT,
            tests=TESTS,
            impact=3,
            urgency=2,
        )
        self.change = change
        for incident in self.story.incidents[1:]:
            if incident.item is not None:
                self._advance("add_item", by="problem-manager", item=incident.item)
        self._advance("submit", by="problem-manager")

    def _assess(self) -> None:
        team, engineer = Team.objects.get(code="field"), self._person("field-engineer")
        self._advance("assess", by="change-manager", team=team, assignee=engineer)

    def _vote(self, number: int) -> None:
        member, words = VOTES[number]
        self._advance("vote", by=member, vote="yes", reason=words)

    def _ask_for_the_part(self) -> None:
        self.order = register(
            PartsOrder,
            by=self._person("change-manager"),
            title="Communication boards, revision C",
            for_change=self.change,
            part="Communication board PT-80, revision C",
            quantity=12,
            urgency=2,
        )

    def _order_it(self) -> None:
        assert self.order is not None
        supplier, buyer = Supplier.objects.get(code="huadong"), self._person("purchaser")
        self.order = advance(self.order, "order", by=buyer, supplier=supplier, promise_at=self._at(6, 11))

    def _find_a_window(self) -> None:
        starts_at = in_the_evening(self.end + timedelta(days=3))
        window = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)}
        self._advance("schedule", by="change-manager", **window)

    def _urge_the_supplier(self) -> None:
        """The promised day has passed: purchasing is asked, and says what the supplier says."""
        assert self.order is not None
        order = PartsOrder.objects.get(pk=self.order.pk)
        told = (
            "The supplier waits for the boards himself. He cannot name a day yet; I ring again every morning."
        )
        remark(order, by=self._person("purchaser"), text=told)
        follow_ups.ask(
            order,
            by=self._person("change-manager"),
            asked_of=self._person("purchaser"),
            what="Is there another supplier who has twelve boards of revision C on the shelf?",
            due_at=self.end + timedelta(hours=4),
        )

    def _person(self, name: str) -> User:
        return self.story.staff[name]

    def _advance(self, step: str, *, by: str, **inputs: Any) -> None:
        assert self.change is not None
        self.change = advance(self.change, step, by=self._person(by), **inputs)
