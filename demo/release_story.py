"""The release of the demo's story: tested on the model that is recorded, out since last night, and faulty.

Twenty pilot customers; by now three in five have reported. Its predecessor went well, and the next release of the
terminals waits for the part that is late.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from calls.log import log_call
from changes.models import Change
from cmdb.models import ProductModel, Service
from demo.story import Plan
from incidents.models import ClosureCode, Incident, Symptom
from people.models import Customer, Team, User
from problems.kind import EXPLAIN
from records.actions import advance, register
from records.gathering import gather_into_new
from records.models import Category
from releases.fault_share import seen
from releases.halting import halt_where_too_many_reported
from releases.models import HaltRule, Release
from releases.readiness import equipment_of, gaps_of

SERVICE = "data-communication"
FAULT_ZH = "数据通信时弹出英文提示框，点击后程序退出"
FAULT = "An English message box pops up during data communication; after a click the application exits"
BACK_OUT = """The server offers 4.1.3 again; the terminal fetches it at its next connection. Five minutes each.
服务器重新提供 4.1.3，终端下次连接时自动取回，每台约五分钟。"""
ANYWAY = """One plate on one module, read over the phone: probably misread. The date is promised to the customers.
只有一块模块的铭牌、还是电话里念的，多半念错了；日期已经答应客户。"""
CAUSE = "昨晚发布后多家试点客户弹出同样的提示框 / The same message box at many pilot customers"
GROUP = slice(10, 30)
REPORTING = 12
# Hours before now at which somebody calls: at night few, from eight o'clock on many.
CALLS = (13, 12.2, 11.5, 9, 6, 4, 3.2, 2.6, 2.1, 1.6, 1.1, 0.7, 0.4, 0.1)


@dataclass
class ReleaseStory:
    staff: dict[str, User]
    customers: list[Customer]
    plan: Plan
    end: datetime
    releases: dict[str, Release] = field(default_factory=dict)
    incidents: list[Incident] = field(default_factory=list)
    turns: Any = field(default_factory=count)

    def write(self) -> None:
        self._write_the_predecessor()
        self.plan(self._ago(days=9), self._register)
        self.plan(self._ago(days=8), lambda: self._take("4.2", "build"))
        self.plan(self._ago(days=7), self._build)
        self.plan(self._ago(days=5), self._test_on_what_is_recorded)
        self.plan(self._ago(days=2), lambda: self._take("4.2", "declare_ready"))
        self.plan(self._ago(hours=30), self._start)
        self.plan(self._ago(hours=14), lambda: self._deploy("4.2", self.group))
        for hours in CALLS:
            self.plan(self._ago(hours=hours), self._report)
        self.plan(self._ago(hours=1), self._look_behind_it)
        self.plan(self._ago(hours=0.5), self._prepare_the_patch)
        self.plan(self._ago(days=4), self._plan_the_terminals)

    @property
    def group(self) -> list[Customer]:
        return self.customers[GROUP]

    def _ago(self, *, days: float = 0, hours: float = 0) -> datetime:
        return self.end - timedelta(days=days, hours=hours)

    def _take(self, name: str, step: str, *, by: str = "release-manager", **inputs: Any) -> None:
        self.releases[name] = advance(self.releases[name], step, by=self.staff[by], **inputs)

    def _new(self, name: str, title: str, service: str = SERVICE, **fields: Any) -> None:
        given: dict[str, Any] = {
            "title": title,
            "version_name": name,
            "service": Service.objects.get(code=service),
        }
        manager = self.staff["release-manager"]
        self.releases[name] = register(
            Release, by=manager, back_out_plan=BACK_OUT, impact=2, urgency=2, **given | fields
        )

    # The one before, which went well.

    def _write_the_predecessor(self) -> None:
        self.plan(self._ago(days=37), self._bring_the_last_one_out)
        self.plan(self._ago(days=36), lambda: self._report_of_the_last(self.customers[3]))
        self.plan(self._ago(days=31), self._roll_the_last_one_out)
        self.plan(self._ago(days=24), self._end_the_last_one)

    def _bring_the_last_one_out(self) -> None:
        HaltRule.objects.get_or_create(service=None, defaults={"percent": 20, "least_reports": 4})
        self._new("4.1", "数据通信程序 4.1 / Data communication 4.1")
        self._take("4.1", "build")
        self._take("4.1", "note_build", by="developer", build="dc-4.1-2209")
        self._take("4.1", "begin_tests", by="developer")
        self._take("4.1", "name_pilots", customers=self.customers[:10])
        self._test("4.1")
        self._take("4.1", "declare_ready")
        self._take("4.1", "start_pilot", reason=ANYWAY if gaps_of(self.releases["4.1"]) else "")
        self._deploy("4.1", self.customers[:10])

    def _report_of_the_last(self, customer: Customer) -> None:
        incident = self._incident(customer, "传输中断一次，重试后正常 / A transfer broke off once", "agent-2")
        solved: dict[str, Any] = {
            "closure_code": ClosureCode.objects.get(code="software"),
            "solution": "Sent again: it works.",
        }
        advance(incident, "resolve", by=self.staff["agent-2"], **solved)

    def _roll_the_last_one_out(self) -> None:
        self._take("4.1", "note_deployments", customers=self.customers[:10], status="verified")
        self._take("4.1", "roll_out")
        self._deploy("4.1", [row.customer for row in self.releases["4.1"].deployments.filter(is_pilot=False)])

    def _end_the_last_one(self) -> None:
        rest = [row.customer for row in self.releases["4.1"].deployments.filter(is_pilot=False)]
        self._take("4.1", "note_deployments", customers=rest, status="verified")
        self._take("4.1", "finish")
        self._take("4.1", "close")

    # Last night's.

    def _register(self) -> None:
        self._new("4.2", "数据通信程序 4.2 / Data communication 4.2")
        self._take("4.2", "name_pilots", customers=self.group)

    def _build(self) -> None:
        for build in ("dc-4.2-2301", "dc-4.2-2307"):
            self._take("4.2", "note_build", by="developer", build=build)
        self._take("4.2", "begin_tests", by="developer")

    def _test_on_what_is_recorded(self) -> None:
        """Every model that the records name passes. Nobody knows yet that the records are wrong."""
        self._test("4.2")

    def _test(self, name: str) -> None:
        release = self.releases[name]
        recorded = equipment_of(release).filter(model__isnull=False).values("model")
        build = release.builds.first()
        for model in ProductModel.objects.filter(pk__in=recorded):
            told = {"product_model": model, "result": "passed", "build": build}
            self._take(name, "note_test", by="developer", tried="200 transfers, no fault.", **told)

    def _start(self) -> None:
        self._take("4.2", "start_pilot", reason=ANYWAY if gaps_of(self.releases["4.2"]) else "")

    def _deploy(self, name: str, customers: list[Customer]) -> None:
        self._take(name, "note_deployments", by="second-line", customers=customers, status="deployed")

    def _report(self) -> None:
        """The next pilot customer calls, until three in five have; what halts a roll-out looks at once."""
        release = self.releases["4.2"]
        rows: list[Any] = list(seen(release).order_by("customer__code").select_related("customer"))
        quiet = [row.customer for row in rows if row.fault_at is None]
        if len(rows) - len(quiet) >= REPORTING:
            return
        agent = ("agent-2", "agent-3", "agent")[next(self.turns) % 3]
        incident = self._incident(quiet[0], FAULT_ZH, agent)
        self.incidents.append(incident)
        self._take("4.2", "name_faults", by=agent, incidents=[incident])
        escalated: dict[str, Any] = {
            "team": Team.objects.get(code="development"),
            "assignee": self.staff["developer"],
        }
        advance(incident, "assign", by=self.staff[agent], **escalated)
        halt_where_too_many_reported()

    def _incident(self, customer: Customer, title: str, agent: str) -> Incident:
        caller, by = customer.contacts.order_by("pk").first(), self.staff[agent]
        assert caller is not None
        service = Service.objects.get(code=SERVICE)
        incident = register(
            Incident,
            by=by,
            title=title,
            description=FAULT,
            contact=caller,
            customer=customer,
            service=service,
            category=Category.objects.get(code="application-crash"),
            symptom=Symptom.objects.get(code="application-exits"),
            impact=3,
            urgency=2,
        )
        log_call(by=by, record=incident, contact=caller, reason=title, service=service)
        return incident

    def _look_behind_it(self) -> None:
        gather_into_new(EXPLAIN, self.incidents, by=self.staff["problem-manager"], title=CAUSE, is_major=True)

    def _prepare_the_patch(self) -> None:
        self._new(
            "4.2.1", "数据通信程序 4.2.1 补丁 / Data communication 4.2.1, patch", fixes=self.releases["4.2"]
        )
        self._take("4.2.1", "build", by="developer")

    # What waits for the late part.

    def _plan_the_terminals(self) -> None:
        title = "终端程序 7.3 / Terminal software 7.3"
        self._new("7.3", title, "point-of-sale")
        self._take("7.3", "name_pilots", customers=[self.customers[place] for place in (0, 4, 7)])
        change = (
            Change.objects.filter(parts_orders__isnull=False, origin__isnull=False).order_by("pk").first()
        )
        if change is not None:
            self._take("7.3", "include", by="change-manager", change=change)
        self._take("7.3", "build")
