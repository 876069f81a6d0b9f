"""15:30: twenty calls in half an hour, and the nearest free engineer."""

from typing import Any

from demo.day.person import Person
from demo.day.script import Stage, line

FAULT = "连不上远程服务器 / Cannot connect to the remote server"
AGENTS = ("agent", "agent-2", "agent-4", "agent-6")


def service_of(stage: Stage) -> int:
    if "service" not in stage.found:
        rows = stage.person("supervisor").get("services/", limit=100)["results"]
        stage.found["service"] = next(row["id"] for row in rows if row["code"] == "remote-access")
    return int(stage.found["service"])


def category_of(stage: Stage, code: str = "access-remote") -> int:
    if code not in stage.found:
        rows = stage.person("agent").get("categories/", limit=100)["results"]
        stage.found[code] = next(row["id"] for row in rows if row["code"] == code)
    return int(stage.found[code])


def calls(stage: Stage, many: int, first: str, last: str, *, attach: str = "") -> None:
    """So many customers call, one after the other, each with another agent."""
    start, end = stage.at(first), stage.at(last)
    done = int(stage.found.get("calls", 0))
    for place in range(many):
        stage.move_to(start + (end - start) * (place / max(many - 1, 1)))
        contact = stage.contacts()[(done + place) % len(stage.contacts())]
        agent = stage.person(AGENTS[place % len(AGENTS)])
        agent.log_call(
            title=FAULT, contact=contact["id"], service=service_of(stage), category=category_of(stage),
            impact=2, urgency=2, attach=attach,
        )  # fmt: skip
    stage.found["calls"] = done + many


@line("15:20", "Callers: “cannot connect to the remote server”")
def storm(stage: Stage) -> None:
    calls(stage, 19, "15:20", "15:29")
    stage.turn()
    rows = stage.person("supervisor").get("surges/", show="open", state="running")["results"]
    stage.seen(not _on_service(stage, rows), "nineteen calls are no surge")


@line("15:30", "The twentieth call: a surge, and the nearest free engineer")
def surge(stage: Stage) -> None:
    supervisor, leader = stage.person("supervisor"), stage.person("shift-leader")
    calls(stage, 1, "15:30", "15:30")
    found: dict[str, Any] = stage.until(
        lambda: _on_service(stage, supervisor.get("surges/", state="running")["results"]),
        "the surge is found seconds after the twentieth call",
    )
    number = stage.found["surge"] = found["number"]
    stage.seen(found["peak"] >= 20, f"{number}: {found['peak']} reports within half an hour")
    stage.until(
        lambda: number in str(supervisor.get("notices/", limit=20)), "the supervisor is told, as information"
    )
    board = supervisor.client.get("/", headers={"HX-Request": "true"}).text
    stage.seen(f"/records/{number}/" in board, "it stands on the board")
    pad = stage.person("agent").form("/calls/new/hints/", service=service_of(stage))
    stage.seen("pad-surge" in pad, "the call pad shows it first")
    _send_the_nearest(stage)
    leader.post(
        f"surges/{number}/remarks/", text="A first-line engineer is on his way. The supervisor is informed."
    )


def _on_service(stage: Stage, rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    key = service_of(stage)
    return next((row for row in rows if (row["service"] or {}).get("id") == key), None)


def _send_the_nearest(stage: Stage) -> None:
    leader = stage.person("shift-leader")
    surge_found = leader.get(f"surges/{stage.found['surge']}/")
    site = machine_room(stage)
    visit = leader.post(
        "visits/", for_record=surge_found["id"], title="Look after the machine room", site=site["id"],
        customer=site["customer"]["id"], skill=_skill_of_first_line(leader),
    )  # fmt: skip
    number = stage.found["visit"] = visit["number"]
    best = leader.get("nearest-engineer/", visit=number)["best"]
    stage.seen(best and best["reasons"], "the nearest free engineer with the skill, with the reason")
    nearest = leader.get(f"users/{best['engineer']['id']}/")
    stage.seen(_first_line(leader) in nearest["teams"], f"{nearest['name']}, of the first line")
    leader.step("visits", number, "dispatch", engineer=best["engineer"]["id"])
    sent = leader.get(f"visits/{number}/")
    stage.seen(sent["state"] == "dispatched", "he is sent")
    stage.found["first-line"] = stage.name_of(best["engineer"]["id"])
    engineer = stage.person(stage.found["first-line"])
    stage.seen(number in engineer.page("/my-visits/"), "and has the visit on his telephone")
    engineer.step("visits", number, "set_out", eta_at=stage.at("15:45").strftime("%Y-%m-%dT%H:%M"))


def _skill_of_first_line(leader: Person) -> int:
    """Whoever looks at lights and sockets; what is deeper is for the second line."""
    rows = leader.get("skills/", limit=100)["results"]
    return next(row["id"] for row in rows if row["name"] == "Power and earthing")


def _first_line(leader: Person) -> Any:
    rows = leader.get("teams/", limit=100)["results"]
    return next({"id": row["id"], "label": row["name"]} for row in rows if row["code"] == "field")


def machine_room(stage: Stage) -> dict[str, Any]:
    """Where the plan brings the posts together."""
    supervisor = stage.person("supervisor")
    plans = supervisor.get("emergency-plans/")["results"]
    plan = next(row["id"] for row in plans if _is(row["service"], service_of(stage)))
    site = supervisor.get(f"emergency-plans/{plan}/versions/")[0]["site"]
    return dict(supervisor.get(f"sites/{site['id'] if isinstance(site, dict) else site}/"))


def _is(row: Any, key: int) -> bool:
    return bool((row["id"] if isinstance(row, dict) else row) == key)
