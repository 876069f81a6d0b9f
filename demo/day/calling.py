"""11:45 and 14:30: what customers read from the plate corrects the records; the calls before the thunderstorms."""

from datetime import timedelta
from typing import Any

from demo.advisory_story import TITLE as LIGHTNING
from demo.day.morning import found
from demo.day.noon import SORRY, deployed, modules
from demo.day.script import Stage, line
from demo.equipment_story import NEW_MODULE, OLD_MODULE

QUESTIONS = [
    {"text": "Which model does the plate say?", "sort": "model"},
    {"text": "Does the message box still come up?", "sort": "yes_no"},
]


@line("11:45", "The pilot customers are called: explain, apologise, and read the plate")
def campaign(stage: Stage) -> None:
    number = _started(stage)
    before = modules(stage)
    doubted = _discrepancies(stage)
    opened: list[str] = []
    supervisor = stage.person("supervisor")
    for _ in range(supervisor.get(f"campaigns/{number}/figures/")["people"]):
        opened += _called(stage, number, stage.person("agent").post(f"campaigns/{number}/next-person/"))
    figures = supervisor.get(f"campaigns/{number}/figures/")
    stage.seen(
        supervisor.get(f"campaigns/{number}/")["state"] == "done", "it is done when the last one is called"
    )
    stage.seen(figures["settled"] == figures["people"] == 20, "all twenty were reached")
    fresh = sorted(set(opened) - doubted)
    stage.seen(
        fresh, f"an answer that contradicts the records opens a discrepancy by itself: {', '.join(fresh)}"
    )
    stage.seen(
        all(OLD_MODULE in str(before[_customer(stage, one)]["model"]) for one in fresh),
        "where nobody doubted them",
    )
    _corrected(stage, fresh)


def _started(stage: Stage) -> str:
    leader, supervisor = stage.person("shift-leader"), stage.person("supervisor")
    release = leader.get(f"releases/{stage.found['release']}/")["id"]
    kind = next(iter(modules(stage).values()))["item_class"]
    made = leader.post(
        "campaigns/", title="Apologise, and verify the hardware", script=SORRY, purpose="apology", for_record=release,
        audience="record", item_class=kind["id"], days="1234567", opens_at="09:00", closes_at="18:00",
        follows_calendar=False,
    )["number"]  # fmt: skip
    asked = leader.client.put(
        f"/api/v1/campaigns/{made}/questions/", json={"questions": QUESTIONS},
        headers={"X-CSRFToken": leader.client.cookies.get("csrftoken") or ""},
    )  # fmt: skip
    stage.seen(asked.status_code == 200, "a script, and questions with typed answers")
    supervisor.step("campaigns", made, "approve")
    supervisor.step("campaigns", made, "start")
    people = supervisor.get(f"campaigns/{made}/people/", limit=100)["results"]
    stage.seen(len(people) == len(deployed(stage)), "on it: whom this release affects, twenty customers")
    return str(made)


def _called(stage: Stage, number: str, task: dict[str, Any]) -> list[str]:
    """What one says who is called. Returns the discrepancies that it led to."""
    plate, box = (question["id"] for question in task["questions"])
    answers = [{"question": plate, "value": NEW_MODULE}, {"question": box, "value": "no"}]
    noted = stage.person("agent").post(
        f"campaigns/{number}/people/{task['id']}/outcome/", outcome="reached", answers=answers
    )
    return list(noted["discrepancies"])


def _discrepancies(stage: Stage) -> set[str]:
    rows = stage.person("configuration-manager").get("discrepancies/", show="all", limit=100)["results"]
    return {row["number"] for row in rows}


def _customer(stage: Stage, discrepancy: str) -> str:
    item = stage.person("configuration-manager").get(f"discrepancies/{discrepancy}/")["item"]
    return str(item["label"]).rpartition(" ")[2]


def _corrected(stage: Stage, numbers: list[str]) -> None:
    """A second person confirms, the configuration manager corrects, and the item's history says so."""
    for number in numbers:
        stage.person("supervisor").step("discrepancies", number, "confirm")
        stage.person("configuration-manager").step("discrepancies", number, "correct", value="")
    now = modules(stage)
    for number in numbers:
        item = now[_customer(stage, number)]
        stage.seen(NEW_MODULE in str(item["model"]), f"{item['name']} is recorded as {NEW_MODULE} now")
        history = stage.person("auditor").get(f"items/{item['id']}/history/", limit=20)
        stage.seen(number in str(history), f"its history says by which record: {number}")
    ready = stage.person("release-manager").get(f"releases/{stage.found['release']}/readiness/")
    bare = [row["model"] for row in ready["cover"] if row["model"] and not row["is_covered"]]
    stage.seen(
        any(NEW_MODULE in name for name in bare),
        f"the readiness shows what no test covered: {', '.join(bare)}",
    )


@line("14:30", "Guidance against lightning: mailed, and calls planned before the season")
def advisory(stage: Stage) -> None:
    manager, leader, supervisor = (
        stage.person(name) for name in ("problem-manager", "shift-leader", "supervisor")
    )
    number = found(manager, "advisories", LIGHTNING)["number"]
    one = manager.get(f"advisories/{number}/versions/")[0]
    stage.seen(
        one["plain"] and one["technical"], "a technical text, and the same in words that customers understand"
    )
    manager.step("advisories", number, "mail_out", region="CN")
    mailing = manager.get(f"advisories/{number}/mailings/")[0]
    stage.seen(
        mailing["version"] == one["number"] and mailing["people"] > 0, f"mailed to {mailing['people']} people"
    )
    agent = stage.person("agent")
    key = leader.get(f"advisories/{number}/")["id"]
    begins = stage.day + timedelta(days=30)
    made = leader.post(
        "campaigns/", title="Before the thunderstorms", script=one["plain"], purpose="advisory", for_record=key,
        audience="everybody", region="CN", segment_by="region", starts_on=f"{begins:%Y-%m-%d}",
        ends_on=f"{begins + timedelta(days=41):%Y-%m-%d}",
    )["number"]  # fmt: skip
    supervisor.step("campaigns", made, "approve")
    planned = agent.get(f"campaigns/{made}/")
    stage.seen(
        planned["state"] == "approved" and planned["starts_on"] == f"{begins:%Y-%m-%d}",
        f"{made} waits for its season: equipment by region, from {begins:%d %B}",
    )
    who = leader.get(f"campaigns/{made}/preview/")
    stage.seen(who["to_call"] > 0, f"{who['to_call']} people will be called, in plain words")
