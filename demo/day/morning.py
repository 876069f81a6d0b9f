"""From 08:50 to 13:30: last night, the instruction, the faulty release, the complaint and what it waits for."""

from typing import Any

from demo.complaint_story import TITLE as COMPLAINT
from demo.day.person import Person
from demo.day.script import Stage, line

FRAGMENT = {"HX-Request": "true"}


def found(person: Person, plural: str, told: str, **words: Any) -> dict[str, Any]:
    """The one record of the kind whose title or version says so."""
    rows = person.get(f"{plural}/", limit=100, **{"show": "all"} | words)["results"]
    for row in rows:
        if told in (row["title"], row.get("version_name")):
            return dict(row)
    raise AssertionError(f"{person.name} finds no {told!r} among {len(rows)} {plural}")


@line("08:50", "The morning board: what last night left behind")
def morning_board(stage: Stage) -> None:
    supervisor, director = stage.person("supervisor"), stage.person("director")
    board = supervisor.client.get("/", headers=FRAGMENT).text
    stage.seen('id="board"' in board, "the supervisor opens the board before anything else")
    numbers = {name: _figures(stage.person(name)) for name in ("supervisor", "director")}
    shared = numbers["supervisor"].keys() & numbers["director"].keys()
    stage.seen(len(shared) >= 5, "the director sees the board too")
    stage.seen(
        all(numbers["supervisor"][name] == numbers["director"][name] for name in shared),
        "and the same figures at the same moment",
    )
    complaint = found(supervisor, "complaints", COMPLAINT, show="open")
    stage.found["complaint"] = complaint["number"]
    stage.seen(supervisor.get("incidents/", show="overdue")["results"], "some incidents are overdue")
    release = found(supervisor, "releases", "4.2", show="open")
    stage.found["release"] = release["number"]
    share = supervisor.get(f"releases/{release['number']}/fault-share/")
    stage.seen(share["reported"] > 0, "several pilot customers report that data communication fails")
    stage.seen(
        found(director, "complaints", COMPLAINT)["number"] == complaint["number"], "one complaint is open"
    )


def _figures(person: Person) -> dict[str, Any]:
    """Name and number of each figure of his board."""
    return {row["name"]: row["value"] for row in person.get("board/")["figures"]}


@line("08:55", "The director asks: coordinate it, and report to me")
def instruction(stage: Stage) -> None:
    director, asked = stage.person("director"), stage.key_of("supervisor")
    told = (
        (
            "releases",
            stage.found["release"],
            "The pilot customers of last night fail. Coordinate it.",
            "12:00",
        ),
        (
            "complaints",
            stage.found["complaint"],
            "A customer complains about an engineer: report to me.",
            "10:55",
        ),
    )
    for plural, number, what, due in told:
        director.post(
            f"{plural}/{number}/follow-ups/", asked_of=asked, what=what, due_at=stage.at(due).isoformat()
        )
    work = stage.person("supervisor").page("/my-work/")
    for _plural, _number, what, due in told:
        stage.seen(what in work, f"the supervisor has it among his work, due {due}: {what}")


@line("09:00", "How many faults has last night's release caused?")
def fault_share(stage: Stage) -> None:
    manager = stage.person("release-manager")
    share = manager.get(f"releases/{stage.found['release']}/fault-share/")
    stage.seen(
        (share["reported"], share["deployed"]) == (12, 20),
        "12 of 20 customers released last night reported: 60 %",
    )
    release = manager.get(f"releases/{stage.found['release']}/")
    stage.seen(release["state"] == "halted", "the roll-out halted by itself")
    page = manager.page(f"/releases/{stage.found['release']}/?show=reported")
    stage.seen(page.count("/records/INC") >= 12, "each of them stands in the list behind the figure")


@line("10:00", "The complaint, and the link that blocks it")
def complaint(stage: Stage) -> None:
    supervisor, number = stage.person("supervisor"), stage.found["complaint"]
    one = supervisor.get(f"complaints/{number}/")
    journal = supervisor.get(f"complaints/{number}/journal/", limit=100)["results"]
    by_clock = [row for row in journal if row["step"] == "go_to_director"]
    stage.seen(len(by_clock) == 1, "unclosed after a week it went to the director by itself")
    chain = supervisor.page(f"/records/{number}/chain/")
    orders = supervisor.get("parts-orders/", show="open")["results"]
    late = next(row for row in orders if row["number"] in chain)
    stage.found["order"] = late["number"]
    stage.seen(late["number"] in chain, f"one chain to the part that blocks it: {late['number']}")
    about = one["contact"]
    supervisor.post(
        "calls/", direction="out", contact=about["id"] if isinstance(about, dict) else about, record=number,
        reason="Reassured: the board is ordered, until then the setting holds.",
    )  # fmt: skip
    shown = supervisor.page(f"/records/{number}/")
    stage.seen("Reassured" in shown, "the customer is reassured, and the call is logged")
    supervisor.post(
        f"parts-orders/{late['number']}/follow-ups/", asked_of=stage.key_of("purchaser"),
        what="When do the boards come? The customer waits.", due_at=stage.at("14:00").isoformat(),
    )  # fmt: skip
    work = stage.person("purchaser").page("/my-work/")
    stage.seen("When do the boards come?" in work, "purchasing is urged")


@line("13:30", "The supervisor looks through what is overdue")
def overdue(stage: Stage) -> None:
    supervisor = stage.person("supervisor")
    late = supervisor.get("incidents/", show="overdue", limit=100)["results"]
    shown = supervisor.page("/queues/incidents/?show=overdue")
    stage.seen(
        late[0]["number"] in shown and shown.count("data-row-link") >= min(len(late), 50),
        f"{len(late)} overdue incidents: list and REST agree",
    )
    stage.seen("journal" in supervisor.page(f"/records/{late[0]['number']}/"), "each with its whole journal")
    code = supervisor.get("closure-codes/", limit=50)["results"][0]["id"]
    closed = [row["number"] for row in late if row["state"] == "in_progress"][:3]
    for number in closed:
        supervisor.step(
            "incidents", number, "resolve", closure_code=code, solution="Asked on the phone: it works."
        )
        supervisor.step("incidents", number, "confirm")
    left = {row["number"] for row in supervisor.get("incidents/", show="overdue", limit=100)["results"]}
    stage.seen(closed and left.isdisjoint(closed), f"those that are settled are closed: {', '.join(closed)}")
