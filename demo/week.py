"""A week of history, lived through the doors in moved time: what is late in the demo is late by its own clock."""

import heapq
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import time_machine
from django.utils import timezone

from calls.log import log_call
from calls.models import Call
from cmdb.models import ConfigurationItem, Service
from demo.advisory_story import AdvisoryStory
from demo.campaign_story import CampaignStory
from demo.change_story import ChangeStory
from demo.complaint_story import ComplaintStory
from demo.drill_story import DrillStory
from demo.equipment_story import EquipmentStory
from demo.faults import FAULTS, Fault
from demo.hand_over_story import HandOverStory
from demo.ordinary_changes import OrdinaryChanges
from demo.release_story import ReleaseStory
from demo.roster_story import RosterStory
from demo.story import Story
from demo.telling import tell
from demo.visit_story import VisitStory
from incidents.models import ClosureCode, Incident, Symptom
from knowledge.uses import use
from people.models import Contact, Customer, Team, User
from records import follow_ups
from records.actions import advance, register, remark
from records.models import Category
from records.sweep import sweep

CALLS_A_DAY = 46
DAYS = 7
Event = Callable[[], object]

# How many calls an hour of the day gets, from midnight on: a desk's ordinary day.
HOURS = [1, 1, 0, 0, 0, 1, 2, 4, 9, 12, 11, 8, 4, 8, 10, 9, 8, 6, 3, 2, 2, 1, 1, 1]


@dataclass(order=True)
class Planned:
    at: datetime
    turn: int
    act: Event = field(compare=False)


class Week:
    """Plays what was planned in the order of time, and sweeps the clocks in between."""

    def __init__(self, staff: dict[str, User], customers: list[Customer], dice: random.Random) -> None:
        self.staff, self.customers, self.dice = staff, customers, dice
        self.agents = [user for name, user in staff.items() if name.startswith("agent")]
        self._turns = count()
        self._plan: list[Planned] = []
        self.end = timezone.now()
        self.visits = VisitStory(staff, customers, self.plan, self.end)
        self.story = Story(staff, customers, self.end, self.plan)
        releases = ReleaseStory(staff, customers, self.plan, self.end)
        self.changes = (
            EquipmentStory(staff, customers, self.plan, self.end),
            ChangeStory(self.story, self.plan, self.end),
            OrdinaryChanges(staff, self.plan, self.end),
            ComplaintStory(self.story, self.plan, self.end),
            releases,
            CampaignStory(staff, releases, self.plan, self.end),
            self.visits,
        )

    def write_stories(self) -> None:
        RosterStory(self.staff, self.end).write()
        self.story.write()
        for one in self.changes:
            one.write()
        AdvisoryStory(self.staff, self.plan, self.end).write()
        DrillStory(self.staff, self.plan, self.end).write()
        HandOverStory(self.staff, self.plan, self.end).write()

    def plan(self, at: datetime, act: Event) -> None:
        if at < self.end:
            heapq.heappush(self._plan, Planned(at, next(self._turns), act))

    def play(self) -> Iterator[datetime]:
        """Live through the week; yields the time after each event."""
        for at in self._calls():
            self.plan(at, self._call)
        swept = self._plan[0].at if self._plan else self.end
        while self._plan:
            event = heapq.heappop(self._plan)
            with time_machine.travel(event.at, tick=False):
                if event.at - swept > timedelta(minutes=10):
                    sweep()
                    tell()
                    swept = event.at
                event.act()
            yield event.at
        sweep()
        tell()

    def _calls(self) -> Iterator[datetime]:
        first = timezone.localtime(self.end).replace(hour=0, minute=0, second=0, microsecond=0)
        for days_ago in range(DAYS, -1, -1):
            day = first - timedelta(days=days_ago)
            share = 0.35 if day.weekday() >= 5 else 1.0
            for _ in range(round(CALLS_A_DAY * share)):
                hour = self.dice.choices(range(24), HOURS)[0]
                yield day + timedelta(hours=hour, seconds=self.dice.randint(0, 3599))

    def _call(self) -> None:
        fault = self.dice.choices(FAULTS, [fault.weight for fault in FAULTS])[0]
        caller = self._caller()
        agent = self.dice.choice(self.agents)
        incident = self._incident(fault, caller, agent)
        now = timezone.now()
        log_call(
            by=agent,
            record=incident,
            contact=caller,
            number=caller.phone_numbers.values_list("written", flat=True).first() or "",
            reason=incident.title,
            service=incident.service,
            category=incident.category,
            is_first_call_resolution=fault.is_solved_by_desk,
            started_at=now - timedelta(seconds=self.dice.randint(60, 300)),
            ended_at=now,
        )
        if fault.is_solved_by_desk:
            if (article := self.story.articles.get(fault.english)) is not None:
                use(article, by=agent, record=incident, has_helped=True)
            advance(incident, "resolve", by=agent, **self._solution(fault))
        else:
            self._hand_on(incident, fault, agent)

    def _caller(self) -> Contact:
        customer = self.dice.choice(self.customers)
        return self.dice.choice(list(customer.contacts.all()))

    def _incident(self, fault: Fault, caller: Contact, agent: User) -> Incident:
        service = Service.objects.get(code=fault.service)
        item = ConfigurationItem.objects.filter(customer=caller.customer, service=service).first()
        return register(
            Incident,
            by=agent,
            title=fault.chinese if caller.language.startswith("zh") else fault.english,
            contact=caller,
            customer=caller.customer,
            site=caller.site,
            service=service,
            item=item,
            category=Category.objects.get(code=fault.category),
            symptom=Symptom.objects.get(code=fault.symptom),
            impact=fault.impact,
            urgency=min(max(fault.urgency + self.dice.choice((-1, 0, 0, 0, 1)), 1), 5),
        )

    def _solution(self, fault: Fault) -> dict[str, Any]:
        return {"closure_code": ClosureCode.objects.get(code=fault.closure_code), "solution": fault.solution}

    def _hand_on(self, incident: Incident, fault: Fault, agent: User) -> None:
        team = Team.objects.get(code=fault.team)
        worker = self.dice.choice(list(team.members.all()))
        late = self.dice.random()
        start = self._after(2, 90 if late < 0.85 else 600)
        finish = start + timedelta(minutes=self.dice.randint(15, 240 if late < 0.8 else 4000))

        def assign() -> None:
            advance(incident, "assign", by=agent, team=team, assignee=worker if late < 0.75 else None)

        def hold() -> None:
            self._step(incident, "hold", by=worker, hold_reason="part", hold_until=finish)

        self.plan(self._after(1, 6), assign)
        if late < 0.96:
            self.plan(start, lambda: self._step(incident, "start", by=worker))
            if team.code == "field":
                self.visits.go(incident, worker, start, finish, fault.solution)
            if fault.closure_code == "hardware" and late > 0.4:
                self.plan(start + timedelta(minutes=12), hold)
            self.plan(finish, lambda: self._finish(incident, fault, agent, worker))

    def _finish(self, incident: Incident, fault: Fault, agent: User, worker: User) -> None:
        if not self._step(incident, "resolve", by=worker, **self._solution(fault)):
            return
        roll = self.dice.random()
        if roll < 0.06:
            self.plan(
                self._after(60, 900), lambda: self._step(incident, "reopen", by=agent, reason="It is back.")
            )
        elif roll < 0.7:
            self.plan(self._after(20, 600), lambda: self._step(incident, "confirm", by=agent))

    def _step(self, incident: Incident, step: str, *, by: User, **inputs: Any) -> bool:
        """Take the step where the record still allows it: a clock may have been there first."""
        incident.refresh_from_db()
        if not incident.declared.steps[step].is_open(incident):
            return False
        advance(incident, step, by=by, **inputs)
        return True

    def _after(self, least: int, most: int) -> datetime:
        """Some minutes from now, in moved time."""
        return timezone.now() + timedelta(minutes=self.dice.randint(least, most))


def leave_notes(staff: dict[str, User]) -> None:
    """What the morning finds on the table: remarks, and follow-ups asked by the supervisor and the director."""
    urgent = list(
        Incident.objects.filter(closed_at=None, resolved_at=None).order_by("priority", "opened_at")[:4]
    )
    asks = [
        ("director", "supervisor", "Coordinate this and report to me before noon.", 3),
        ("supervisor", "agent", "Ring the customer and say when the engineer comes.", 1),
        ("supervisor", "second-line", "What is still missing for a final solution?", 4),
    ]
    for incident, (asker, asked, what, hours) in zip(urgent, asks, strict=False):
        if incident.team is not None and not incident.team.members.filter(username=asked).exists():
            asked = "shift-leader"
        follow_ups.ask(
            incident,
            by=staff[asker],
            asked_of=staff[asked],
            what=what,
            due_at=timezone.now() + timedelta(hours=hours),
        )
    for incident in urgent:
        remark(incident, by=staff["agent"], text="The customer rang again and asks when it will work.")


def is_lived() -> bool:
    """Whether this database has calls already."""
    return Call.objects.exists()
