"""15:50 to 17:20: proposal, signature, A on leave and B called, containment, ten of ten, quiet, the mail to four."""

import re
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils.timezone import localtime

from demo.day.afternoon import FAULT, calls, service_of
from demo.day.noon import caller_told
from demo.day.person import Person
from demo.day.script import Stage, line
from demo.staff import PASSWORD

B = "second-line-2"
SAME = FAULT.split(" / ")
REMEDY = "Restarted the gateway service on the remote server."
DECIDED = "Nobody restarts anything before B is there."
INCIDENT = re.compile(r"INC\d{7}")
CALLED = ("director", "incident-manager", "problem-manager")


def emergency(stage: Stage, name: str = "supervisor") -> dict[str, Any]:
    return dict(stage.person(name).get(f"emergencies/{stage.found['emergency']}/"))


@line("15:36", "A dozen more calls; customers grow anxious")
def more_calls(stage: Stage) -> None:
    calls(stage, 13, "15:36", "15:49")


@line("15:50", "The criteria are met: proposed and signed")
def signed(stage: Stage) -> None:
    leader, supervisor = stage.person("shift-leader"), stage.person("supervisor")
    _found_nothing(stage)
    found = stage.until(
        lambda: leader.get("emergencies/", show="open", state="prepared")["results"],
        "the proposal is prepared",
    )
    number = stage.found["emergency"] = found[0]["number"]
    criteria = {one["measure"]: one for one in leader.get(f"emergencies/{number}/room/")["criteria"]}
    page = leader.page(f"/emergencies/{number}/")
    stage.seen(
        set(criteria) == {"calls", "customers", "criticality"}
        and all(one["is_met"] and one["words"] in page for one in criteria.values()),
        "; ".join(f"{one['words']}: {one['figure']}" for one in criteria.values()),
    )
    stage.seen(criteria["calls"]["figure"] >= 30, "each criterion is met, with its figure from the calls")
    leader.step("emergencies", number, "propose", reason="Three branches stand still.")
    stage.seen(emergency(stage)["state"] == "proposed", "the shift leader proposes")
    supervisor.step("emergencies", number, "sign", password=PASSWORD[::-1], expect=400)
    stage.seen(emergency(stage)["state"] == "proposed", "a wrong password signs nothing")
    supervisor.step("emergencies", number, "sign", password=PASSWORD)
    now = emergency(stage)
    stage.seen(
        now["state"] == "active" and now["signed_by"]["id"] == stage.key_of("supervisor"),
        "the supervisor signs: it is in force",
    )
    signed_at = datetime.fromisoformat(now["signed_at"])
    stage.seen(
        now["signature"] and timedelta() <= signed_at - stage.at("15:50") < timedelta(minutes=5),
        f"with person, evidence by hash, and time: {localtime(signed_at):%H:%M}",
    )
    stage.seen(
        supervisor.get(f"emergencies/{number}/room/")["is_genuine"], "what was signed is what stands there"
    )


def _found_nothing(stage: Stage) -> None:
    engineer, number = stage.person(stage.found["first-line"]), stage.found["visit"]
    engineer.step("visits", number, "arrive")
    nothing = "Power, lines and the server itself are well. Found nothing."
    engineer.step("visits", number, "finish", outcome="not_fixed", findings=nothing)
    stage.seen(
        nothing in stage.person("shift-leader").page(f"/records/{number}/"),
        "the engineer finds nothing, and says so",
    )


@line("15:55", "In force: A is on leave, so B comes")
def manned(stage: Stage) -> None:
    line = line_of(stage, B)
    room = stage.person("supervisor").page(f"/emergencies/{stage.found['emergency']}/")
    me = stage.person(B).get("me/")
    stage.seen(
        line["post"] and line["holder"] == "B" and me["name"] in room,
        f"the machine room is {me['name']}'s, as B",
    )
    why = [reason for reason in line["reasons"] if "Guo Zhen" in reason and "away" in reason]
    stage.seen(why and why[0] in room, f"and the room says why: {' '.join(line['reasons'])}")
    stage.until(lambda: _attached(stage) >= 30, "the open incidents on it are attached by themselves")


def _roll_call(stage: Stage, name: str) -> list[dict[str, Any]]:
    """As this person sees it in the room."""
    return list(stage.person(name).get(f"emergencies/{stage.found['emergency']}/room/")["roll_call"])


def line_of(stage: Stage, name: str) -> dict[str, Any]:
    """His own line of the roll-call, as the director sees it."""
    key = stage.key_of(name)
    return next(line for line in _roll_call(stage, "director") if (line["user"] or {}).get("id") == key)


def room(stage: Stage) -> str:
    return f"/emergencies/{stage.found['emergency']}/"


def incidents(stage: Stage, show: str = "") -> set[str]:
    """Attached, as the room lists them."""
    return set(INCIDENT.findall(stage.person("supervisor").page(f"{room(stage)}incidents/?show={show}")))


def _attached(stage: Stage) -> int:
    return len(incidents(stage))


@line("16:00", "Everybody concerned knows, and B is on his way")
def told(stage: Stage) -> None:
    number = stage.found["emergency"]
    for name in CALLED:
        person = stage.person(name)
        stage.until(partial(_is_told, person, number), f"{name} is told")
        task = line_of(stage, name)["task"]
        stage.seen(task and task in person.page("/my-work/"), f"with his task: {task}")
        person.step("emergencies", number, "answer_roll_call")
    _handed_over(stage)
    b = stage.person(B)
    b.step("emergencies", number, "answer_roll_call")
    stage.seen(
        all(line["answered_at"] for line in _roll_call(stage, "supervisor")),
        "all have answered the roll-call",
    )
    b.step("visits", stage.found["way"], "set_out", eta_at=stage.at("16:25").strftime("%Y-%m-%dT%H:%M"))
    expected = datetime.fromisoformat(line_of(stage, B)["eta_at"])
    stage.seen(
        expected == stage.at("16:25") and "16:25" in stage.person("director").page(f"/emergencies/{number}/"),
        "the director sees when he will be there: 16:25",
    )
    _similar(stage)
    stage.person("incident-manager").step("emergencies", number, "decide", reason=DECIDED)
    stage.seen(
        DECIDED in stage.person("director").page(f"/emergencies/{number}/"),
        "what is decided stands in the room",
    )


def _handed_over(stage: Stage) -> None:
    """B's visit at his customer went to another engineer in one step: customer told, note kept, clock running on."""
    leader, line = stage.person("shift-leader"), line_of(stage, B)
    visits = leader.get("visits/", show="open", limit=100)["results"]
    his = [row["number"] for row in visits if (row["engineer"] or {}).get("id") == stage.key_of(B)]
    stage.seen(his == [line["visit"]], "B has one visit: the machine room")
    stage.found["way"] = line["visit"]
    handed = leader.get(f"visits/{line['handed_on']}/")
    engineer = handed["engineer"]
    stage.seen(
        handed["state"] == "handed_over" and engineer["id"] != stage.key_of(B),
        f"{handed['number']} at his customer is handed over to {engineer['label']}",
    )
    stage.until(
        lambda: caller_told(stage, handed["number"], stage.at("15:50")),
        "the customer is told who comes instead",
    )
    journal = leader.get(f"visits/{handed['number']}/journal/", limit=100)["results"]
    note = next(row["note"] for row in journal if row["step"] == "hand_on")
    stage.seen(stage.found["emergency"] in note, f"the note is kept: {note}")
    incident = handed["for_record"]["label"].split()[0]
    clocks = leader.get(f"incidents/{incident}/clocks/")
    going = [one for one in clocks if one["metric"] == "resolution"]
    stage.seen(
        going and all(datetime.fromisoformat(one["started_at"]) < stage.at("12:00") for one in going),
        f"and the clock of {incident} goes on as it was",
    )


def _similar(stage: Stage) -> None:
    """Of all history the fault that was the same, with what settled it."""
    page = stage.person("problem-manager").page(f"/emergencies/{stage.found['emergency']}/similar/")
    first = page.partition("<li>")[2].partition("</li>")[0]
    title = re.search(r'class="panel-words" title="([^"]*)"', first)
    stage.seen(
        title is not None
        and any(words in title[1] for words in SAME)
        and "<mark>" in first
        and REMEDY in first,
        f"similar faults for the problem manager, first “{title[1] if title else ''}”: {REMEDY}",
    )


def _is_told(person: Person, number: str) -> bool:
    return number in str(person.get("notices/", limit=30))


@line("16:05", "More calls on the same fault: one key attaches them")
def one_key(stage: Stage) -> None:
    number = stage.found["emergency"]
    before = _attached(stage)
    pad = stage.person("agent").form("/calls/new/hints/", service=service_of(stage))
    stage.seen(f"pad-line-{number}" in pad, "the call pad offers the running emergency first")
    calls(stage, 3, "16:05", "16:08", attach=number)
    stage.until(lambda: _attached(stage) == before + 3, f"three more are attached: {before + 3}")
