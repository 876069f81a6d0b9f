"""09:10 to 12:00: the release is offered as the cause, the patch, and the second complaint, whose week is over."""

import re
from datetime import datetime, timedelta
from typing import Any

from demo.day.afternoon import category_of
from demo.day.morning import COORDINATE, answer, found
from demo.day.script import Stage, line
from demo.equipment_story import NEW_MODULE, OLD_MODULE
from demo.release_story import BACK_OUT, FAULT, FAULT_ZH

PATCH, BUILD = "4.2.1", "dc-4.2.1-2311"
SOLVED = "The patch reads what the module says of itself. It comes from the server by itself at the next connection."
SORRY = (
    "Good day {person}, this is the service desk. Last night's update caused you trouble, and we apologise. May we "
    "check the equipment with you? Please read me the model on the plate of the data module."
)


def deployed(stage: Stage) -> list[str]:
    """The codes of last night's pilot customers."""
    number = stage.found["release"]
    rows = stage.person("release-manager").get(f"releases/{number}/deployments/", limit=100)["results"]
    return [row["customer"] for row in rows]


def share(stage: Stage) -> dict[str, Any]:
    return dict(stage.person("release-manager").get(f"releases/{stage.found['release']}/fault-share/"))


def modules(stage: Stage) -> dict[str, dict[str, Any]]:
    """The data modules by the code of their customer, as the records have them now."""
    rows = stage.person("configuration-manager").get("items/", words="Data module", limit=100)["results"]
    return {row["name"].rpartition(" ")[2]: row for row in rows if row["name"].startswith("Data module ")}


@line("09:10", "The next pilot customer calls: the release is offered as the cause, and development has it")
def escalated(stage: Stage) -> None:
    agent, release = stage.person("agent-3"), stage.found["release"]
    code = next(code for code in deployed(stage) if code not in share(stage)["customers"])
    customer = stage.person("administrator").get("customers/", words=code)["results"][0]
    caller = agent.get("contacts/", customer=customer["id"])["results"][0]
    services = agent.get("services/", limit=100)["results"]
    service = next(row["id"] for row in services if row["code"] == "data-communication")
    pad = agent.form("/calls/new/hints/", customer=customer["id"], service=service, title=FAULT)
    stage.seen(release in pad, f"the call pad offers {release}, out since last night, as the cause")
    agent.log_call(
        title=FAULT_ZH, contact=caller["id"], service=service, release=release,
        category=category_of(stage, "application-crash"),
    )  # fmt: skip
    stage.seen(share(stage)["reported"] == 13, "named with one key: 13 of 20, it grows as was said")
    newest = agent.get("incidents/", contact=caller["id"], show="all")["results"][0]["number"]
    teams = stage.person("administrator").get("teams/", limit=50)["results"]
    team = next(row["id"] for row in teams if row["code"] == "development")
    agent.step("incidents", newest, "escalate", team=team, reason="Straight to development: the release.")
    stage.found["newest"] = newest
    seen = stage.person("developer").get(f"incidents/{newest}/")
    stage.seen(seen["team"]["id"] == team, "it is escalated straight to development, who see it")


@line("10:30", "A second complaint is a week old: its clock takes it to the director")
def second_complaint(stage: Stage) -> None:
    from demo.complaint_story import UNANSWERED

    director = stage.person("director")
    number = found(director, "complaints", UNANSWERED)["number"]
    stage.until(
        lambda: director.get(f"complaints/{number}/")["escalation_level"] == 3, f"{number} is the director's"
    )
    rows = director.get(f"complaints/{number}/journal/", limit=100)["results"]
    by_clock = [row for row in rows if row["step"] == "go_to_director"]
    stage.seen(len(by_clock) == 1, "the clock of the week fired, once")
    stage.until(lambda: number in str(director.get("notices/", limit=50)), "and the director is told by it")


@line("11:30", "The fix: development, change management, a patch from the server")
def fixed(stage: Stage) -> None:
    manager = stage.person("problem-manager")
    problem = _problem_of(stage)
    _doubt(stage)
    reported = _reported(stage)
    more = [one for one in reported if one not in manager.page(f"/records/{problem}/")]
    manager.step("problems", problem, "add_incidents", incidents=" ".join(more))
    manager.step("problems", problem, "investigate")
    manager.step(
        "problems", problem, "declare_known_error", workaround="Send the data by the old menu 4-1.",
        root_cause=f"The pilot customers' modules are {NEW_MODULE}; the records say {OLD_MODULE}, so that was tested.",
    )  # fmt: skip
    change = _change(stage, problem)
    _patch(stage, change)
    codes = manager.get("closure-codes/", limit=50)["results"]
    code = next(row["id"] for row in codes if row["code"] == "software")
    open_still = [
        one for one in reported if stage.person("supervisor").get(f"incidents/{one}/")["resolved_at"] is None
    ]
    manager.step("problems", problem, "resolve", closure_code=code, solution=SOLVED)
    states = {one: stage.person("supervisor").get(f"incidents/{one}/")["state"] for one in reported}
    left = {one: state for one, state in states.items() if state not in ("resolved", "closed")}
    stage.seen(
        len(reported) == 13 and not left,
        f"the problem is resolved, and with it its {len(reported)} incidents {left or ''}",
    )
    _told(stage, open_still)
    answer(
        stage,
        "releases",
        stage.found["release"],
        COORDINATE,
        f"{PATCH} is at all twenty; {problem} is resolved.",
    )


def _problem_of(stage: Stage) -> str:
    from demo.release_story import CAUSE

    return str(found(stage.person("problem-manager"), "problems", CAUSE)["number"])


def _doubt(stage: Stage) -> None:
    """Why the tests found nothing: what was tested is what the records say, and the records are wrong."""
    ready = stage.person("release-manager").get(f"releases/{stage.found['release']}/readiness/")
    wrong = [gap for gap in ready["gaps"] if gap["sort"] == "discrepancy"]
    stage.seen(
        wrong, f"the readiness of the release says why no test found it: {wrong[0]['words'] if wrong else ''}"
    )


def _change(stage: Stage, problem: str) -> str:
    developer, manager = stage.person("developer"), stage.person("change-manager")
    origin = developer.get(f"problems/{problem}/")["id"]
    change = developer.post(
        "changes/", title="Patch: read the model from the module itself", sort="emergency", origin=origin,
        plan="Push 4.2.1 from the server to the twenty pilot customers.", back_out_plan=BACK_OUT,
    )["number"]  # fmt: skip
    developer.step("changes", change, "submit")
    manager.step("changes", change, "expedite", reason="Three in five of the pilot customers stand still.")
    stage.seen(manager.get(f"changes/{change}/")["state"] == "approved", f"{change} passed change management")
    return str(change)


def _patch(stage: Stage, change: str) -> None:
    lead, developer = stage.person("release-manager"), stage.person("developer")
    patch = found(lead, "releases", PATCH)["number"]
    developer.step("releases", patch, "note_build", build=BUILD)
    developer.step("releases", patch, "begin_tests")
    lead.step("releases", patch, "name_pilots", customers=" ".join(deployed(stage)))
    cover = lead.get(f"releases/{patch}/readiness/")["cover"]
    for key in _models(stage):
        developer.step(
            "releases", patch, "note_test", product_model=key, result="passed", tried="200 transfers."
        )
    after = lead.get(f"releases/{patch}/readiness/")["cover"]
    stage.seen(
        sum(row["is_covered"] for row in after) > sum(row["is_covered"] for row in cover),
        "the patch is tested",
    )
    lead.step("releases", patch, "include", change=lead.get(f"changes/{change}/")["id"])
    lead.step("releases", patch, "declare_ready")
    _carry_out(stage, change)
    lead.step("releases", patch, "start_pilot", reason="The same customers, who stand still without it.")
    lead.post(f"releases/{patch}/deployments/", status="deployed", customers=deployed(stage))
    rows = lead.get(f"releases/{patch}/deployments/", status="deployed", limit=100)["results"]
    stage.seen(len(rows) == 20, f"{patch} is pushed to all twenty from the server")


def _models(stage: Stage) -> set[int]:
    """What they have, by what is recorded and by what was found out meanwhile."""
    rows = stage.person("configuration-manager").get("items/", words="Gateway", limit=100)["results"]
    return {row["model"]["id"] for row in (*modules(stage).values(), *rows) if row["model"]}


def _carry_out(stage: Stage, change: str) -> None:
    manager = stage.person("change-manager")
    starts = stage.at("11:30") + timedelta(minutes=5)
    manager.step(
        "changes", change, "schedule", starts_at=starts.isoformat(),
        ends_at=(starts + timedelta(hours=1)).isoformat(),
    )  # fmt: skip
    stage.go_to("11:36")
    manager.step("changes", change, "begin")
    manager.step("changes", change, "complete", outcome="4.2.1 is on the server.")


def _reported(stage: Stage) -> list[str]:
    """The incident of each customer who reported, as the list behind the figure has them."""
    page = stage.person("release-manager").page(f"/releases/{stage.found['release']}/?show=reported")
    return sorted(set(re.findall(r"INC\d{7}", page)))


def _told(stage: Stage, incidents: list[str]) -> None:
    """As the ledger has it: whose caller was told of his incident since the fix."""
    since = stage.at("11:30")

    def untold() -> list[str]:
        return [one for one in incidents if not caller_told(stage, one, since)]

    stage.until(lambda: not untold(), f"and each of {len(incidents)} callers is told")


def caller_told(stage: Stage, incident: str, since: datetime) -> bool:
    rows = stage.person("supervisor").get("ledger/", record=incident, limit=50)["results"]
    return any(row["contact"] and datetime.fromisoformat(row["created_at"]) >= since for row in rows)
