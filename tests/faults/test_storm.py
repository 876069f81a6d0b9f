"""A storm of calls as fast as they come: each is kept, it is found once, proposed once, and the pages answer meanwhile.

Two thousand by `make faults` (ITSM_FAULTS=all), four hundred by `make test`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.drill import Drill, running_desk
from tests.faults.person import patiently
from tests.faults.storm import Storm, Watcher
from tests.one_command import apart, ask

CALLS = 2_000 if os.environ.get("ITSM_FAULTS") == "all" else 400
CRITERION = 20  # calls, as the plan and the general rule of surges say


@pytest.fixture
def variables(tmp_path: Path) -> Iterator[dict[str, str]]:
    with apart(tmp_path) as environment:
        yield environment


def test_a_storm_loses_no_call_and_is_found_and_proposed_once(variables: dict[str, str]) -> None:
    with running_desk(variables) as drill:
        told = json.loads(drill.fill("prepare_emergencies", 1, CRITERION))
        storm = Storm(drill.address, told, CALLS)
        with Watcher(drill.address, told["names"]["supervisor"]) as watcher:
            storm.blow()
            watcher.wait_for_room()
        # The watch counts on every two seconds.
        patiently(lambda: drill.number(SURGES["reports of the surge"]) >= CALLS, "the surge to be counted")
        report(drill, storm, watcher)
        kept = {row[0] for row in ask(variables, "SELECT id FROM calls_call WHERE reason LIKE 'Storm %'")}
    assert set(storm.acknowledged) == kept
    assert not storm.refusals
    assert {status for _page, status in watcher.answers} == {200}


SURGES = {
    "reports of the surge": "SELECT coalesce(max(reports), 0) FROM emergency_surge",
    "surges": "SELECT count(*) FROM emergency_surge",
    "times it was found": "SELECT count(*) FROM records_journalentry WHERE step = 'swell'",
    "emergencies": "SELECT count(*) FROM emergency_emergency",
    "emergencies that are prepared": (
        "SELECT count(*) FROM emergency_emergency e JOIN records_record r ON r.id = e.record_ptr_id"
        " WHERE r.state = 'prepared'"
    ),
    "calls": "SELECT count(DISTINCT reason) FROM calls_call WHERE reason LIKE 'Storm %'",
    "calls kept twice": "SELECT count(*) - count(DISTINCT reason) FROM calls_call WHERE reason LIKE 'Storm %'",
}


def report(drill: Drill, storm: Storm, watcher: Watcher) -> None:
    print(f"\n{len(storm.acknowledged)} calls acknowledged in {storm.seconds:.1f} s")
    for page, seconds in watcher.longest.items():
        opened = watcher.answers[page, 200]
        print(f"{page} opened {opened} times meanwhile, {seconds:.2f} s at the longest")
    expected = dict.fromkeys(SURGES, 1) | {
        "reports of the surge": CALLS, "calls": CALLS, "calls kept twice": 0,
    }  # fmt: skip
    drill.hold({what: (statement, expected[what]) for what, statement in SURGES.items()})
