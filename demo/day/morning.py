"""From 08:50 to 13:30: last night, the instruction, the faulty release, the complaint and what it waits for."""

import re
from datetime import datetime
from typing import Any

from demo.complaint_story import LAST_NIGHT
from demo.complaint_story import TITLE as COMPLAINT
from demo.day.person import Person
from demo.day.script import Stage, line

COORDINATE = "The pilot customers of last night fail. Coordinate it."
REPORT = "A customer complains about an engineer: report to me."
FRAGMENT = {"HX-Request": "true"}
MORNING = {
    "intake", "open", "overdue", "due-soon", "complaints", "pilots", "surges", "emergencies",
    "follow-ups-overdue", "follow-ups-today",
}  # fmt: skip
COUNTED = {"open", "overdue", "due-soon", "complaints", "pilots", "follow-ups-today"}
OF_ALL = re.compile(r"\d+ of ([\d,]+)\s*<")
# What everybody waits for, from the complaint to the release that cannot go there.
CHAIN = ("complaint", "incident", "visit", "problem", "change", "parts_order", "release")


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
    stage.seen(
        all(set(mine) >= MORNING for mine in numbers.values()),
        "on it stands everything that the morning asks",
    )
    stage.seen(
        all(numbers["supervisor"][name] == numbers["director"][name] for name in MORNING),
        "and the director has the same figures at the same moment",
    )
    stage.seen("came-in-title" in board, "and what came in since the desk closed, by category and priority")
    _open_their_lists(stage)
    complaint = found(supervisor, "complaints", COMPLAINT, show="open")
    stage.found["complaint"] = complaint["number"]
    stage.seen(supervisor.get("incidents/", show="overdue")["results"], "some incidents are overdue")
    release = found(supervisor, "releases", "4.2", show="open")
    stage.found["release"] = release["number"]
    share = supervisor.get(f"releases/{release['number']}/fault-share/")
    stage.seen(share["reported"] > 0, "several pilot customers report that data communication fails")
    last_night = found(director, "complaints", LAST_NIGHT, show="open")["number"]
    stage.seen(
        last_night in supervisor.page("/complaints/"), f"one complaint came in last night: {last_night}"
    )


def _figures(person: Person) -> dict[str, Any]:
    """Name and number of each figure of his board."""
    return {row["name"]: row["value"] for row in person.get("board/")["figures"]}


def _open_their_lists(stage: Stage) -> None:
    """The lists that the figures open, as the director and the supervisor each see them."""
    for name in ("supervisor", "director"):
        person = stage.person(name)
        for figure in person.get("board/")["figures"]:
            if figure["name"] not in COUNTED:
                continue
            list_page = person.page(figure["url"])
            of_all = OF_ALL.search(list_page)
            rows = int(of_all[1].replace(",", "")) if of_all else list_page.count("data-row-link")
            stage.seen(
                rows == figure["value"],
                f"{name}: {figure['label']} {figure['value']:.0f}, and its list agrees",
            )


@line("08:55", "The director asks: coordinate it, and report to me")
def instruction(stage: Stage) -> None:
    director, asked = stage.person("director"), stage.key_of("supervisor")
    told = (
        (
            "releases",
            stage.found["release"],
            COORDINATE,
            "12:00",
        ),
        (
            "complaints",
            stage.found["complaint"],
            REPORT,
            "10:55",
        ),
    )
    for plural, number, what, due in told:
        director.post(
            f"{plural}/{number}/follow-ups/", asked_of=asked, what=what, due_at=stage.at(due).isoformat()
        )
    supervisor = stage.person("supervisor")
    work = supervisor.page("/my-work/")
    for plural, number, what, due in told:
        asked_for = _asked(supervisor, plural, number, what)
        is_so = what in work and datetime.fromisoformat(asked_for["due_at"]) == stage.at(due)
        stage.seen(is_so, f"the supervisor has it among his work, due {due}: {what}")


def _asked(person: Person, plural: str, number: str, what: str) -> dict[str, Any]:
    """The follow-up of these words, as the person sees it on its record."""
    rows = person.get(f"{plural}/{number}/follow-ups/", limit=100)["results"]
    return next(dict(row) for row in rows if row["what"] == what)


def answer(stage: Stage, plural: str, number: str, what: str, said: str) -> None:
    """The supervisor answers on the record; who asked reads it there."""
    supervisor, director = stage.person("supervisor"), stage.person("director")
    key = _asked(supervisor, plural, number, what)["id"]
    supervisor.post(f"{plural}/{number}/follow-ups/{key}/answer/", text=said)
    read = _asked(director, plural, number, what)
    stage.seen(
        read["answer"] == said and not read["is_overdue"] and said in director.page(f"/records/{number}/"),
        f"answered in time, and the director reads it on {number}",
    )


@line("09:00", "How many faults has last night's release caused?")
def fault_share(stage: Stage) -> None:
    manager = stage.person("release-manager")
    share = manager.get(f"releases/{stage.found['release']}/fault-share/")
    stage.seen(
        (share["reported"], share["deployed"]) == (12, 20),
        "12 of 20 customers released last night reported: 60 %",
    )
    release = manager.get(f"releases/{stage.found['release']}/")
    stage.seen(
        share["base_percent"] is not None and len(share["curve"]) > 3, "with its trend and the base rate"
    )
    journal = manager.get(f"releases/{release['number']}/journal/", limit=100)["results"]
    halted = [row for row in journal if row["step"] == "stop_itself"]
    stage.seen(
        release["state"] == "halted" and len(halted) == 1,
        f"over {share['halts_at']} %: the roll-out halted by itself",
    )
    page = manager.page(f"/releases/{stage.found['release']}/?show=reported")
    stage.seen(page.count("/records/INC") >= 12, "each of them stands in the list behind the figure")


@line("10:00", "The complaint, and the link that blocks it")
def complaint(stage: Stage) -> None:
    supervisor, number = stage.person("supervisor"), stage.found["complaint"]
    one = supervisor.get(f"complaints/{number}/")
    journal = supervisor.get(f"complaints/{number}/journal/", limit=100)["results"]
    by_clock = [row for row in journal if row["step"] == "go_to_director"]
    stage.seen(len(by_clock) == 1, "unclosed after a week it went to the director by itself")
    late = _blocked_by(stage, number)
    about = one["contact"]
    supervisor.post(
        "calls/", direction="out", contact=about["id"] if isinstance(about, dict) else about, record=number,
        reason="Reassured: the board is ordered, until then the setting holds.",
    )  # fmt: skip
    shown = supervisor.page(f"/records/{number}/")
    stage.seen("Reassured" in shown, "the customer is reassured, and the call is logged")
    supervisor.post(
        f"parts-orders/{late}/follow-ups/", asked_of=stage.key_of("purchaser"),
        what="When do the boards come? The customer waits.", due_at=stage.at("14:00").isoformat(),
    )  # fmt: skip
    work = stage.person("purchaser").page("/my-work/")
    stage.seen("When do the boards come?" in work, "purchasing is urged")
    told = "Two visits in vain. The board that settles it is late; the customer is called today."
    answer(stage, "complaints", number, REPORT, told)


def _blocked_by(stage: Stage, complaint: str) -> str:
    """The chain as one drawing: every kind of link is in it, and one is marked as what everybody waits for."""
    supervisor = stage.person("supervisor")
    chain = supervisor.get(f"complaints/{complaint}/chain/")
    nodes = {node["number"]: node for node in chain["nodes"]}
    stage.seen({node["kind"] for node in nodes.values()} >= set(CHAIN), f"one chain: {', '.join(CHAIN)}")
    blocking = nodes[str(chain["blocking"])]
    page = supervisor.page(f"/records/{complaint}/chain/")
    stage.seen(
        blocking["kind"] == "parts_order"
        and blocking["days_late"] > 0
        and blocking["number"] in _marked(page),
        f"the link that blocks it is marked: {blocking['title']}, {blocking['days_late']} days late",
    )
    _flagged(stage, complaint)
    return str(blocking["number"])


def _marked(page: str) -> str:
    """What the drawing's list marks as waited for."""
    return page.partition('class="chain-waited-for"')[2].partition("</li>")[0]


def _flagged(stage: Stage, complaint: str) -> None:
    """The incident was flagged by itself when the second visit failed."""
    supervisor = stage.person("supervisor")
    incident = supervisor.get(f"complaints/{complaint}/")["about_record"]["label"].split()[0]
    journal = supervisor.get(f"incidents/{incident}/journal/", limit=100)["results"]
    flags = [row for row in journal if row["step"] == "failed_visits"]
    stage.seen(
        len(flags) == 1 and "2" in flags[0]["sentence"],
        f"{incident} was flagged when the second visit failed: {flags[0]['sentence'] if flags else ''}",
    )


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
