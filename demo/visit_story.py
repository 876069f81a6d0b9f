"""Engineers on the road: the visits of the week, and those under way now.

B of the server's post is at a customer, one engineer is later than he said, one has not answered yet, and one visit
waits for somebody: what the afternoon of the story begins with.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.timezone import localtime

from calls.log import log_call
from cmdb.models import ConfigurationItem, Service
from demo.faults import FAULTS, Fault
from incidents.models import Incident, Symptom
from people.models import Customer, Skill, Team, User
from records.actions import advance, register
from records.models import Category, Record
from visits.models import Base, Visit

if TYPE_CHECKING:
    from demo.story import Plan

BASES = {
    "field-engineer": (31.2304, 121.4737),
    "field-engineer-2": (31.2989, 120.5853),
    "field-engineer-3": (30.2741, 120.1551),
    "field-engineer-4": (31.1500, 121.1250),
    "field-engineer-5": (31.3890, 120.9808),
    "second-line": (31.2215, 121.5440),
    "second-line-2": (31.2215, 121.5440),
    "second-line-3": (31.2215, 121.5440),
}
SKILLS = {"hardware-terminal": "terminal", "access-remote": "server", "network-line": "network"}
AT_WORK = range(7, 22)
# No visit of the week reaches into the hours of those that are told one by one.
FREE_BEFORE = timedelta(hours=4)
FOUND = "Found on site and settled: %s"


class Way(NamedTuple):
    """One visit of today. Minutes before now; None for what has not happened."""

    customer: int
    fault: str
    engineer: str
    asked: int
    sent: int | None = None
    accepted: int | None = None
    left: int | None = None
    takes: int = 0
    arrived: int | None = None
    work: int = 60


TODAY = [
    # B of the server's post, at another customer.
    Way(6, "Cannot connect to the remote server", "second-line-2", 150, 140, 138, 130, 45, 84, work=180),
    Way(1, "Terminal at till 3 does not switch on", "field-engineer-2", 95, 90, 88, 70, 60),
    # Later than said: nobody has heard of him since.
    Way(2, "Branch is offline since the morning", "field-engineer-3", 130, 125, 120, 110, 85),
    Way(8, "Terminal at till 3 does not switch on", "field-engineer", 40, 25),
    Way(10, "Branch is offline since the morning", "", 20),
]


@dataclass
class VisitStory:
    staff: dict[str, User]
    customers: list[Customer]
    plan: "Plan"
    end: datetime

    def write(self) -> None:
        for name, (latitude, longitude) in BASES.items():
            Base.objects.get_or_create(
                user=self.staff[name], defaults={"latitude": latitude, "longitude": longitude}
            )
        for way in TODAY:
            self._today(way)

    # The ordinary ones of the week, told by whoever lives it.

    def go(
        self, incident: Incident, engineer: User, start: datetime, finish: datetime, findings: str
    ) -> None:
        """A visit for the incident between these moments, where it can be one: in working hours, and over by now."""
        if finish > self.end - FREE_BEFORE or localtime(start).hour not in AT_WORK:
            return
        if finish - start > timedelta(hours=5):
            finish = start + timedelta(hours=5)
        told = {"findings": FOUND % findings, "confirmed_by": str(incident.contact or "")}
        self.plan(start, lambda: self.send(incident, engineer))
        self.plan(start + (finish - start) / 3, lambda: self.step(incident, "arrive", engineer))
        self.plan(
            finish - timedelta(minutes=1),
            lambda: self.step(incident, "finish", engineer, outcome="fixed", **told),
        )

    def send(self, record: Record, engineer: User, **fields: Any) -> Visit | None:
        """Asked for, sent and on his way at once; None where he is busy or away by then."""
        agent = self.staff["agent"]
        made = register(Visit, by=agent, for_record=record, **fields)
        try:
            made = advance(made, "dispatch", by=agent, engineer=engineer)
        except ValidationError:
            advance(made, "cancel", by=agent, reason="Settled by telephone.")
            return None
        advance(made, "accept", by=engineer)
        return made

    def step(self, record: Record, step: str, engineer: User, **inputs: Any) -> None:
        """A step of his visit for the record, where it is still open."""
        found: Any = Visit.objects.filter(for_record=record.pk, engineer=engineer, is_under_way=True).first()
        if found is not None and found.declared.steps[step].is_open(found):
            advance(found, step, by=engineer, **inputs)

    # Those of today.

    def _today(self, way: Way) -> None:
        made: dict[str, Any] = {}
        self.plan(self._ago(way.asked), lambda: made.update(visit=self._ask(way)))
        engineer = self.staff.get(way.engineer)
        if engineer is None:
            return

        def step(name: str, by: User, **inputs: Any) -> Any:
            return lambda: made.update(visit=advance(made["visit"], name, by=by, **inputs))

        moments = [
            (way.sent, step("dispatch", self.staff["shift-leader"], engineer=engineer)),
            (way.accepted, step("accept", engineer)),
            (way.left, step("set_out", engineer, eta_at=self._ago((way.left or 0) - way.takes))),
            (way.arrived, step("arrive", engineer)),
        ]
        for minutes, act in moments:
            if minutes is not None:
                self.plan(self._ago(minutes), act)

    def _ask(self, way: Way) -> Visit:
        fault = next(one for one in FAULTS if one.english == way.fault)
        incident = self._call(self.customers[way.customer], fault)
        skill = Skill.objects.filter(code=SKILLS.get(fault.category, "")).first()
        return register(
            Visit, by=self.staff["agent"], for_record=incident, skill=skill, work_minutes=way.work
        )

    def _call(self, customer: Customer, fault: Fault) -> Incident:
        agent, caller = self.staff["agent"], customer.contacts.order_by("pk").first()
        assert caller is not None
        title = fault.chinese if caller.language.startswith("zh") else fault.english
        service = Service.objects.get(code=fault.service)
        incident = register(
            Incident,
            by=agent,
            title=title,
            contact=caller,
            service=service,
            item=ConfigurationItem.objects.filter(customer=customer, service=service).order_by("pk").first(),
            category=Category.objects.get(code=fault.category),
            symptom=Symptom.objects.get(code=fault.symptom),
            impact=fault.impact,
            urgency=fault.urgency,
        )
        log_call(by=agent, record=incident, contact=caller, reason=title, service=service)
        return advance(incident, "assign", by=agent, team=Team.objects.get(code=fault.team), assignee=None)

    def _ago(self, minutes: int) -> datetime:
        return self.end - timedelta(minutes=minutes)
