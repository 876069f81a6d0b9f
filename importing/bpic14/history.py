"""From the source's activities to the steps of a journal: in the order of time, each with the state it led to."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from importing.bpic14.rows import IncidentRow
from importing.past import final_state, seen
from people.models import Team
from records.bulk import PastStep

TAKES = {"Assignment", "Reassignment", "External Vendor Assignment", "External Vendor Reassignment"}
WORKS = {
    "Analysis/Research",
    "Communication with customer",
    "Communication with vendor",
    "Incident reproduction",
    "Operator Update",
}
ENDED = {"resolved", "closed"}
# Several activities fall on one second, and the log has no order of its own: an incident is opened before it is
# anything else, and closing it comes last.
ORDER_WITHIN_A_SECOND = {"Open": 0, "Reopen": 1, "Resolved": 3, "Caused By CI": 4, "Closed": 5}
USUAL_ORDER = 2


class Activity(NamedTuple):
    at: datetime
    type: str
    team: str | None
    line: int


def in_order(activities: Iterable[Activity]) -> list[Activity]:
    return sorted(activities, key=lambda each: (each.at, ORDER_WITHIN_A_SECOND.get(each.type, USUAL_ORDER)))


def implied(incident: IncidentRow) -> list[Activity]:
    """What an incident without a log went through at the least."""
    opened = Activity(incident.opened_at, "Open", None, incident.line)
    closed = Activity(incident.closed_at, "Closed", None, incident.line) if incident.closed_at else None
    return [opened, closed] if closed else [opened]


def next_state(state: str, activity: str) -> str:
    """The state of our life that an activity of theirs leads to. What is over is opened again by "Reopen" alone."""
    if activity == "Reopen":
        return "assigned"
    if activity == "Closed":
        return "closed"
    if state in ENDED:
        return state
    return _next_open_state(state, activity)


def _next_open_state(state: str, activity: str) -> str:
    if activity == "Resolved":
        return "resolved"
    if activity == "Pending vendor":
        return "on_hold"
    if activity in TAKES:
        return "assigned"
    if activity in WORKS:
        return "in_progress"
    return state


def steps(activities: list[Activity], incident: IncidentRow, teams: dict[str, Team]) -> list[PastStep]:
    """The journal of an incident. `changes` says which team each step brought it to."""
    states = list(_states(activities))
    ends = {"closed_at": incident.closed_at, "resolved_at": incident.resolved_at}
    states[-1] = final_state(last=states[-1], **ends)
    found, before = [], None
    for activity, state in zip(activities, states, strict=True):
        team = teams[activity.team] if activity.team else None
        changes = {"team": [seen(before), seen(team)]} if team != before else {}
        found.append(PastStep(at=activity.at, step=activity.type, to_state=state, changes=changes))
        before = team
    return found


def _states(activities: Iterable[Activity]) -> Iterator[str]:
    state = "new"
    for activity in activities:
        state = next_state(state, activity.type)
        yield state
