"""Emergencies go through their life while at each of its points one of five is killed; then everything is counted.

`make test` takes one emergency: each point under one victim, in rotation. `make faults` takes five at once, so that
every point stands under every victim (ITSM_FAULTS=all).
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.drill import VICTIMS, Drill, running_desk
from tests.faults.emergency_counts import counts
from tests.faults.emergency_course import TOLD_AT_END, Course
from tests.faults.person import Person
from tests.one_command import apart

CALLS = 4
EMERGENCIES = len(VICTIMS) if os.environ.get("ITSM_FAULTS") == "all" else 1
# After the beginning of a transition, in turn: before it is asked for, while it is done, when it is just done.
BLOWS_SECONDS = (0.0, 0.03, 0.06, 0.1)


@pytest.fixture
def variables(tmp_path: Path) -> Iterator[dict[str, str]]:
    with apart(tmp_path) as environment:
        # Every mail apart, so that each can be counted.
        yield environment | {"ITSM_BUNDLE_OVER": "100000"}


def test_an_emergency_under_fire_loses_nothing_and_does_nothing_twice(variables: dict[str, str]) -> None:
    with running_desk(variables) as drill:
        told = json.loads(drill.fill("prepare_emergencies", EMERGENCIES, CALLS))
        courses = [Course(drill, told, place) for place in range(EMERGENCIES)]
        table = under_fire(drill, courses)
        drill.settle()
        show(table)
        drill.hold(counts(EMERGENCIES, CALLS, len(TOLD_AT_END)))
        for course in courses:
            check_room(course)


def under_fire(drill: Drill, courses: list[Course]) -> dict[tuple[str, str], str]:
    """Point and victim → what was met there."""
    victims, table = list(VICTIMS), {}
    for turn, point in enumerate(courses[0].points()):
        for course in courses:
            if point == "end":
                course.wait_for_quiet()
            victim = victims[(turn + course.place) % len(victims)]
            course.refusals.clear()
            begun = time.monotonic()
            with drill.blow(victim, BLOWS_SECONDS[(turn + course.place) % len(BLOWS_SECONDS)]):
                course.points()[point]()
                done = time.monotonic() - begun
            table[point, victim] = f"{done:.1f} s, asked again {course.refusals.total()}"
            print(f"{point} under {victim}: {table[point, victim]}")
    return table


def show(table: dict[tuple[str, str], str]) -> None:
    """The table of points and victims: after how long the point was passed, how often somebody had to ask again."""
    print()
    print(f"{'':<10}" + "".join(f"{victim:<24}" for victim in VICTIMS))
    for point in dict.fromkeys(point for point, _victim in table):
        print(f"{point:<10}" + "".join(f"{table.get((point, victim), '–'):<24}" for victim in VICTIMS))


def check_room(course: Course) -> None:
    supervisor: Person = course.person("supervisor")
    room = supervisor.get(f"{course.path}room/")
    assert room["is_genuine"] is True
    assert (room["attached"], room["settled"], room["unattached"]) == (CALLS, CALLS, 0)
    assert all(line["answered_at"] and not line["reminded_at"] for line in room["roll_call"])
    assert supervisor.get(course.path)["state"] == "ended"
