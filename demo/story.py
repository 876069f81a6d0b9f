"""The problem of the demo: a terminal that two attempts on site did not mend, and what is known since.

Planned into the demo's time and lived through the doors like everything else. What comes of the problem, its change and
the part that is late, is told in demo/change_story.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from calls.log import log_call
from cmdb.models import ConfigurationItem, Service
from demo.articles import HOW_TOS
from demo.faults import FAULTS
from demo.visit_story import VisitStory
from incidents.models import Incident, Symptom
from knowledge.models import Article
from knowledge.uses import use
from people.models import Customer, Skill, Team, User
from problems.kind import EXPLAIN
from problems.models import Problem
from records.actions import advance, register
from records.gathering import gather_into_new
from records.models import Category

Plan = Callable[[datetime, Callable[[], object]], None]

TITLE = "终端在数据通信时自动重启 / Terminal restarts during data communication"
AGAIN = "Terminal restarts by itself while it sends data"
AGAIN_ZH = "终端发送数据时自动重启"
NAME = f"{AGAIN_ZH} / {AGAIN}"
VISITS = [
    (
        "第一次上门：更换电源线和电源，传输三次，没有重启。设备留给客户继续使用。\n"
        "On site, first time. Changed the line cord and the power supply, ran the transfer three times: no restart. "
        "Left it with the customer."
    ),
    (
        "第二次上门：夜里又重启了。换了一块同版本的通信板，我在场时又重启一次。没有解决，客户要求换人。\n"
        "On site, second time: it restarted again overnight. Changed the communication board for one of the same "
        "revision; it restarted once more while I was there. Not solved. The customer asks for somebody else."
    ),
]
PARTS = ("电源线、电源 / line cord, power supply", "通信板 B 版 / communication board, revision B")
CAUSE = (
    "Communication boards up to revision B reset when the new protocol keeps the line open for more than 20 seconds: "
    "their watchdog was set for the old one. Replacing a board by one of the same revision changes nothing.\n"
    "新协议占线超过 20 秒时，B 版及更早的通信板会复位：看门狗还是按旧协议设置的。换同版本的板没有用。"
)
WORKAROUND = (
    "Menu 7-3, “Line”: set the block size from 4096 to 512. Transfers take twice as long, and the terminal stays on. "
    "For good it needs a board of revision C.\n"
    "菜单 7-3“线路”：把块大小从 4096 改为 512。传输时间加倍，但终端不再重启。根治需要 C 版通信板。"
)
PLAIN = (
    "Please press Menu, then 7, then 3. You see “Line”. Choose “512” and confirm with OK. Sending will take a little "
    "longer, but the terminal will not switch itself off any more. We bring you a new part as soon as it is here.\n\n"
    "请按“菜单”，再按 7，再按 3，会看到“线路”。选择“512”，按确定。发送会慢一点，但终端不会再自己关机。"
    "新零件一到，我们就给您送来。"
)
SPOKEN = "终端重启 自动重启 数据通信 发送数据时关机 terminal restarts switches itself off reboots while sending data"
CHANGE = (
    "Boards of revision C for all terminals of this model, and the watchdog of the old ones disabled by software.\n"
    "为该型号所有终端更换 C 版通信板，旧板用软件关闭看门狗。"
)


@dataclass
class Story:
    """The people and records of the story, as they come into being."""

    staff: dict[str, User]
    customers: list[Customer]
    end: datetime
    plan: Plan
    incidents: list[Incident] = field(default_factory=list)
    problem: Problem | None = None
    articles: dict[str, Article] = field(default_factory=dict)

    def write(self) -> None:
        """Lay the events out over the three weeks before now."""
        self.plan(self._at(7, 8), self._publish_what_the_desk_knows)
        self.plan(self._at(19, 9), lambda: self._call(self.customers[0], TITLE))
        self._visit(19, 14, 0)
        self.plan(self._at(17, 10), lambda: self._call(self.customers[4]))
        self._visit(16, 11, 1)
        self.plan(self._at(16, 15), self._open_the_problem)
        self.plan(self._at(15, 10), self._find_the_cause)
        self.plan(self._at(15, 11), self._publish_the_workaround)
        self.plan(self._at(14, 14), self._leave_it_to_a_change)
        self.plan(self._at(2, 9), lambda: self._call(self.customers[7], is_explained=True))

    def _at(self, days_ago: int, hour: int) -> datetime:
        return self.end - timedelta(days=days_ago) + timedelta(hours=hour - 12)

    def _publish_what_the_desk_knows(self) -> None:
        """What the desk solves by phone every day, written down once."""
        faults = {fault.english: fault for fault in FAULTS}
        for told in HOW_TOS:
            fault = faults[told.english]
            article = register(
                Article,
                by=self.staff["second-line"],
                title=f"{fault.chinese} / {fault.english}",
                plain=told.plain,
                technical=told.technical,
                symptom_words=told.spoken,
                service=Service.objects.get(code=fault.service),
                category=Category.objects.get(code=fault.category),
            )
            self.articles[fault.english] = self._reviewed(article)

    def _reviewed(self, article: Article) -> Article:
        if article.state == "draft":
            article = advance(article, "submit", by=self.staff["second-line"])
        return advance(article, "publish", by=self.staff["supervisor"])

    def _call(self, customer: Customer, title: str = "", *, is_explained: bool = False) -> None:
        agent, caller = self.staff["agent"], customer.contacts.order_by("pk").first()
        assert caller is not None
        title = title or (AGAIN_ZH if caller.language.startswith("zh") else AGAIN)
        service = Service.objects.get(code="point-of-sale")
        incident = register(
            Incident,
            by=agent,
            title=title,
            contact=caller,
            service=service,
            item=ConfigurationItem.objects.filter(customer=customer, service=service).order_by("pk").first(),
            category=Category.objects.get(code="hardware-terminal"),
            symptom=Symptom.objects.get(code="application-exits"),
            impact=3,
            urgency=2,
        )
        log_call(by=agent, record=incident, contact=caller, reason=title, service=service)
        advance(incident, "assign", by=agent, team=Team.objects.get(code="field"), assignee=self._engineer)
        self.incidents.append(incident)
        if is_explained and self.problem is not None:
            self._advance("add_incidents", by=agent, incidents=[incident])
            # The caller can work again: what the desk read out has helped, and the incident waits for the part.
            use(self.articles[AGAIN], by=agent, record=incident, has_helped=True)

    @property
    def _engineer(self) -> User:
        return self.staff["field-engineer"]

    def _visit(self, days_ago: int, hour: int, number: int) -> None:
        """Twice in one week the same engineer, and twice for nothing: the second one flags the incident."""
        told = {"outcome": "not_fixed", "findings": VISITS[number], "parts_used": PARTS[number]}
        self.plan(self._at(days_ago, hour - 3), lambda: self._send())
        self.plan(
            self._at(days_ago, hour - 2),
            lambda: self._on_site("set_out", eta_at=self._at(days_ago, hour - 1)),
        )
        self.plan(self._at(days_ago, hour - 1), lambda: self._on_site("arrive"))
        self.plan(self._at(days_ago, hour), lambda: self._on_site("finish", **told))

    def _send(self) -> None:
        incident = self.incidents[0]
        incident.refresh_from_db()
        if incident.declared.steps["start"].is_open(incident):
            incident = advance(incident, "start", by=self._engineer)
        self.visits.send(incident, self._engineer, skill=Skill.objects.get(code="terminal"))

    def _on_site(self, step: str, **inputs: Any) -> None:
        self.visits.step(self.incidents[0], step, self._engineer, **inputs)

    @property
    def visits(self) -> VisitStory:
        return VisitStory(self.staff, self.customers, self.plan, self.end)

    def _open_the_problem(self) -> None:
        opened: Any = gather_into_new(
            EXPLAIN,
            self.incidents,
            by=self.staff["problem-manager"],
            title=NAME,
            is_major=True,
            note="Two visits did not solve it, and a second customer has it: there is something behind it.",
        )
        self.problem = opened
        self._advance("investigate", by=self.staff["problem-manager"])

    def _find_the_cause(self) -> None:
        told = {"root_cause": CAUSE, "workaround": WORKAROUND}
        self._advance("declare_known_error", by=self.staff["problem-manager"], **told)

    def _publish_the_workaround(self) -> None:
        told = {"plain": PLAIN, "symptom_words": SPOKEN}
        self._advance("publish_workaround", by=self.staff["problem-manager"], **told)
        written: Any = Article.objects.filter(sort=Article.Sort.KNOWN_ERROR).latest("pk")
        self.articles[AGAIN] = self._reviewed(written)

    def _leave_it_to_a_change(self) -> None:
        self._advance("await_change", by=self.staff["problem-manager"], reason=CHANGE)

    def _advance(self, step: str, *, by: User, **inputs: Any) -> None:
        assert self.problem is not None
        self.problem = advance(self.problem, step, by=by, **inputs)
