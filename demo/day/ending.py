"""16:20 to 17:20: B is there, the cause, ten of ten, half an hour of quiet, and the mail to four."""

import re
from datetime import datetime, timedelta
from typing import Any

from demo.day.emergency import CALLED, DECIDED, B, emergency, incidents, line_of, room
from demo.day.noon import caller_told
from demo.day.script import Stage, line

DONE = {
    "director": "The three branches are told; nobody promises a time.",
    "incident-manager": "Huang Yi is in the machine room.",
    "problem-manager": "On the phone with him; the last time it was the gateway.",
}
FOUND = "The certificate of the gateway had expired; renewed it."
CAUSE = "The gateway's certificate had expired."
SOLUTION = "Renewed it and restarted the gateway."
CALLERS_LOOKED_AT = 5
MAIL = re.compile(r'<span class="panel-words">([^<]+)</span><span class="panel-tail">(\w+)')
IN_MAILBOX = re.compile(r'<a [^>]*href="(/mailbox/\d+/)"[^>]*>([^<]*)<')
TASK = re.compile(r"/run/(\d+)/")
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')


@line("16:20", "B arrives")
def arrived(stage: Stage) -> None:
    stage.person(B).step("visits", stage.found["way"], "arrive")
    there = line_of(stage, B)["arrived_at"]
    stage.seen(
        there and datetime.fromisoformat(there) - stage.at("16:20") < timedelta(minutes=5),
        "the director sees in the roll-call that B is there",
    )
    for name, said in DONE.items():
        _do(stage, name, said)


def _do(stage: Stage, name: str, said: str) -> None:
    """Somebody answers the task that the plan gave him."""
    number, person = stage.found["emergency"], stage.person(name)
    asked = person.get(f"emergencies/{number}/follow-ups/", limit=100)["results"]
    mine = next(row for row in asked if row["asked_of"]["id"] == stage.key_of(name))
    person.post(f"emergencies/{number}/follow-ups/{mine['id']}/answer/", text=said)


@line("16:50", "Cause found and solved: the attached incidents are resolved together")
def contained(stage: Stage) -> None:
    manager, number = stage.person("incident-manager"), stage.found["emergency"]
    stage.person(B).step(
        "visits", stage.found["way"], "finish", outcome="fixed",
        findings=FOUND,
    )  # fmt: skip
    _do(stage, B, FOUND)
    codes = manager.get("closure-codes/", limit=50)["results"]
    manager.step(
        "emergencies", number, "contain", cause=CAUSE, solution=SOLUTION,
        closure_code=codes[0]["id"],
    )  # fmt: skip
    page = stage.person("director").page(room(stage))
    stage.seen(CAUSE in page and SOLUTION in page, "cause and solution stand in the time line")
    stage.until(lambda: not incidents(stage, "open"), "every attached incident is resolved with it")
    some = sorted(incidents(stage))[:CALLERS_LOOKED_AT]
    stage.until(
        lambda: all(caller_told(stage, one, stage.at("16:50")) for one in some), "and their callers are told"
    )


@line("17:00", "Ten customers drawn at random are called back")
def sampled(stage: Stage) -> None:
    supervisor, number = stage.person("supervisor"), stage.found["emergency"]
    supervisor.step("emergencies", number, "verify")
    one = emergency(stage)
    stage.seen(one["sample_seed"], f"drawn by a seed that is kept: {one['sample_seed']}")
    refused = supervisor.step("emergencies", number, "end", expect=409)
    missing = supervisor.get(f"emergencies/{number}/room/")["missing"]
    stage.seen(
        len(missing) == 2 and all(reason in str(refused) for reason in missing),
        f"it cannot end yet: {' '.join(missing)}",
    )
    campaign = re.findall(r"/(CMP\d+)/", supervisor.page(f"/emergencies/{number}/"))[0]
    done = 0
    while done < 10 and _call_back(stage, campaign):
        done += 1
    rate = supervisor.get(f"emergencies/{number}/room/")["sample"]
    stage.seen(
        (done, rate["size"], rate["recovered"], rate["percent"]) == (10, 10, 10, 100),
        f"ten of ten are back to normal: 100 %, the plan asks for {rate['threshold']} %",
    )
    supervisor.step("emergencies", number, "end", expect=409)
    left = supervisor.get(f"emergencies/{number}/room/")["missing"]
    stage.seen(left == missing[1:] and "17:20" in left[0], f"only the quiet half hour is left: {left[0]}")


def _call_back(stage: Stage, campaign: str) -> bool:
    agent = stage.person("agent")
    page = agent.form(f"/campaigns/{campaign}/run/next/")
    task = TASK.search(page)
    if task is None:
        return False
    given: dict[str, Any] = {}
    for tag in HIDDEN.findall(page):
        name, value = (re.search(rf'{part}="([^"]*)"', tag) for part in ("name", "value"))
        if name is not None and name[1] in ("key", "began_at"):
            given[name[1]] = value[1] if value is not None else ""
    for question in set(re.findall(r'name="(answer_\d+)"', page)):
        given[question] = "yes"
    agent.form(f"/campaigns/{campaign}/run/{task[1]}/", outcome="reached", **given)
    return True


@line("17:20", "Half an hour of quiet: the emergency is over, and four have the mail")
def ended(stage: Stage) -> None:
    supervisor, number = stage.person("supervisor"), stage.found["emergency"]
    stage.go_to("17:20", seconds=5)
    stage.turn()
    quiet = supervisor.get(f"emergencies/{number}/room/")["quiet"]
    stage.seen(
        datetime.fromisoformat(quiet["since"]) <= stage.at("16:51") and not quiet["restarts"],
        "for half an hour nobody has reported it",
    )
    supervisor.step("emergencies", number, "end")
    stage.seen(emergency(stage, "director")["state"] == "ended", "the supervisor declares it over")
    four = {stage.person(name).get("me/")["name"] for name in (*CALLED, "shift-leader")}
    stage.until(
        lambda: _mails(stage) == dict.fromkeys(four, "sent"),
        f"one mail to four, and sent: {', '.join(sorted(four))}",
    )
    _time_line_in_mail(stage)


def _mails(stage: Stage) -> dict[str, str]:
    """As the room shows it: who got the mail of the end, and what became of each."""
    page = stage.person("supervisor").page(room(stage))
    mails = page.partition('id="mails-title"')[2].partition("</ul>")[0]
    return dict(MAIL.findall(mails))


def _time_line_in_mail(stage: Stage) -> None:
    """As it lies in the mailbox: from the proposal to the end."""
    administrator, number = stage.person("administrator"), stage.found["emergency"]
    mails = [path for path, words in IN_MAILBOX.findall(administrator.page("/mailbox/")) if number in words]
    text = administrator.page(mails[0]) if mails else ""
    stage.seen(
        all(words in text for words in (CAUSE, SOLUTION, DECIDED, "16:2", "17:20")),
        "with the whole time line: what was decided, the cause, the solution, the arrival, the end",
    )
