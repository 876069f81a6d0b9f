"""Who may do what with an incident, written out a second time: role × step × door.

The table is the reader's: it is not read from the code. A role may take exactly the steps of its row, whichever way
it comes in; of what it does not see, it learns nothing.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from incidents.models import Incident
from people.models import Right, Role, Sight, User
from people.tokens import issue
from records.actions import advance, register, remark, revise
from records.errors import Forbidden
from records.kinds import kind_of
from records.models import Record
from tests import cast
from tests.changes.people import approved, window
from tests.changes.people import manager as change_manager

pytestmark = pytest.mark.django_db

CAUSE = {"name_cause", "withdraw_cause"}
WORK = CAUSE | {"revise", "remark", "assign", "start", "hold", "resume", "escalate", "escalate_up", "resolve"}
DESK = WORK | {"register", "confirm", "reopen", "attach", "detach", "cancel", "hand_over"}
ONLY_LOOKS: set[str] = set()

MAY = {
    "agent": DESK,
    "shift_leader": DESK,
    "supervisor": DESK,
    "incident_manager": DESK,
    "director": {"register", "remark", "escalate_up"},
    "problem_manager": WORK | {"register"},
    "change_manager": {"remark"} | CAUSE,
    "release_manager": {"remark"} | CAUSE,
    "configuration_manager": {"remark"},
    "field_engineer": WORK,
    "second_line": WORK | {"register"},
    "developer": WORK,
    "purchaser": ONLY_LOOKS,
    "api_client": {"register", "revise", "remark"},
    "auditor": ONLY_LOOKS,
    "administrator": ONLY_LOOKS,
}
SEES = {
    **dict.fromkeys(MAY, "all"),
    **dict.fromkeys(("field_engineer", "second_line", "developer"), "team"),
    "api_client": "customer",
    "purchaser": "none",
}
# Every door and step, with the state from which it is tried. The last two are nobody's: others take them along.
FROM = {
    "register": "",
    "revise": "new",
    "remark": "new",
    "assign": "new",
    "start": "new",
    "hold": "in_progress",
    "resume": "on_hold",
    "escalate": "in_progress",
    "escalate_up": "new",
    "resolve": "in_progress",
    "confirm": "resolved",
    "reopen": "resolved",
    "attach": "new",
    "detach": "attached",
    "cancel": "new",
    "hand_over": "new",
    "name_cause": "resolved",
    "withdraw_cause": "caused",
    "resolve_with_parent": "new",
    "resolve_with_problem": "new",
}
# A person who sees nothing of a record, by role: what the record lacks for him.
STRANGERS = ("field_engineer", "second_line", "developer", "purchaser", "api_client")

Try = Callable[[User, str, Incident | None], str]


def maker() -> User:
    return User.objects.filter(username="maker").first() or cast.person("shift_leader", username="maker")


def player(role: str) -> User:
    return cast.person(role, teams=("network",))


def incident_for(user: User, state: str) -> Incident:
    """An incident that everybody with any sight of incidents may see, in the given state."""
    by, customer = maker(), cast.customer()
    user.customers.add(customer)
    made = cast.incident(by=by, customer=customer, team=cast.team("network"))
    if state == "attached":
        return advance(made, "attach", by=by, parent=cast.incident(by=by))
    if state == "caused":
        return advance(made, "name_cause", by=by, cause=cause())
    if state in ("in_progress", "on_hold"):
        made = advance(made, "start", by=by)
    if state == "on_hold":
        made = advance(made, "hold", by=by, hold_reason="customer")
    return advance(made, "resolve", by=by, **cast.solution()) if state == "resolved" else made


def cause() -> Record:
    """A change that was begun, always the same one."""
    found = Record.objects.filter(kind="change").first()
    if found is None:
        lead = change_manager()
        made = advance(approved(lead), "schedule", by=lead, **window(days=0))
        found = Record.objects.get(pk=advance(made, "begin", by=lead).pk)
    return found


def inputs_of(step: str) -> dict[str, Any]:
    """What a step asks for."""
    by = maker()
    wanted: dict[str, Callable[[], dict[str, Any]]] = {
        "assign": lambda: {"team": cast.team("network")},
        "hold": lambda: {"hold_reason": "customer"},
        "escalate": lambda: {"team": cast.team("servers"), "reason": "They know it"},
        "escalate_up": lambda: {"reason": "It takes too long"},
        "resolve": cast.solution,
        "resolve_with_parent": cast.solution,
        "resolve_with_problem": cast.solution,
        "reopen": lambda: {"reason": "It is back"},
        "attach": lambda: {"parent": cast.incident(by=by)},
        "cancel": lambda: {"reason": "A test call"},
        "hand_over": lambda: {"owner": cast.agent(), "reason": "End of shift"},
        "name_cause": lambda: {"cause": cause()},
        "withdraw_cause": lambda: {"cause": cause(), "reason": "It began before"},
    }
    return wanted.get(step, dict)()


def told(inputs: dict[str, Any]) -> dict[str, Any]:
    """The same, as a form or a request tells it."""
    return {
        name: value.number if name == "parent" else getattr(value, "pk", value)
        for name, value in inputs.items()
    }


def by_function(user: User, step: str, incident: Incident | None) -> str:
    try:
        if incident is None:
            register(Incident, by=user, title="No connection")
        elif step == "revise":
            revise(incident, by=user, title="Still no connection")
        elif step == "remark":
            remark(incident, by=user, text="They called again")
        else:
            advance(incident, step, by=user, **inputs_of(step))
    except Forbidden:
        return "forbidden"
    except Incident.DoesNotExist:
        return "absent"
    return "done"


OUTCOMES = {200: "done", 201: "done", 204: "done", 303: "done", 403: "forbidden", 404: "absent"}
PAGES = {"register": "/records/new/incident/", "revise": "revise/", "remark": "remark/"}


def by_page(user: User, step: str, incident: Incident | None) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    given = {
        "title": "No connection",
        "impact": 4,
        "urgency": 4,
        "channel": "phone",
        "text": "They called again",
    }
    if incident is None:
        answer = client.post(PAGES["register"], given)
    else:
        path = f"/records/{incident.number}/{PAGES.get(step, f'steps/{step}/')}"
        answer = client.post(path, {**given, "version": incident.version, **told(inputs_of(step))})
    return OUTCOMES.get(answer.status_code, str(answer.status_code))


def by_rest(user: User, step: str, incident: Incident | None) -> str:
    headers = {"Authorization": f"Bearer {issue(user, 'test', by=user)[1]}"}
    client, kind = Client(headers=headers), "application/json"
    path = "/api/v1/incidents/" + (f"{incident.number}/" if incident else "")
    if incident is None:
        answer = client.post(path, json.dumps({"title": "No connection"}), content_type=kind)
    elif step == "revise":
        answer = client.patch(path, json.dumps({"title": "Still no connection"}), content_type=kind)
    elif step == "remark":
        answer = client.post(f"{path}remarks/", json.dumps({"text": "They called again"}), content_type=kind)
    else:
        answer = client.post(f"{path}steps/{step}/", json.dumps(told(inputs_of(step))), content_type=kind)
    return OUTCOMES.get(answer.status_code, str(answer.status_code))


def by_bulk(user: User, step: str, incident: Incident | None) -> str:
    assert incident is not None
    client, entries = Client(), incident.journal.count()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    given = {**told(inputs_of(step)), "record": incident.number}
    answer = client.post(f"/queues/bulk/incident/{step}/", given)
    if answer.status_code == 400 and "choose some records" in answer.content.decode():
        return "absent"
    is_done = answer.status_code == 200 and incident.journal.count() > entries
    return "done" if is_done else OUTCOMES.get(answer.status_code, str(answer.status_code))


WAYS = {"function": by_function, "page": by_page, "rest": by_rest}


def attempt(way: Try, user: User, step: str, incident: Incident | None) -> str:
    """What comes of it; whatever was done is undone."""
    with transaction.atomic():
        # As each request does: rights are read once per instance.
        outcome = way(User.objects.get(pk=user.pk), step, incident)
        transaction.set_rollback(True)
    return outcome


def test_the_table_names_every_role_and_every_step() -> None:
    assert MAY.keys() == set(Role.objects.values_list("slug", flat=True))
    assert FROM.keys() == set(kind_of(Incident).doors)


@pytest.mark.parametrize("role", MAY)
def test_a_role_is_granted_its_row_and_no_more(role: str) -> None:
    granted = Right.objects.filter(role__slug=role, kind="incident").values_list("step", flat=True)
    assert set(granted) == MAY[role]


@pytest.mark.parametrize("role", MAY)
def test_a_role_sees_as_far_as_the_table_says(role: str) -> None:
    seen = Sight.objects.filter(role__slug=role, kind="incident").values_list("scope", flat=True).first()
    assert seen == SEES[role]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("role", [role for role in MAY if SEES[role] != "none"])
def test_each_step_opens_to_the_roles_of_its_column(role: str, way: str) -> None:
    user = player(role)
    outcomes = {}
    for step, state in FROM.items():
        incident = incident_for(user, state) if state else None
        outcomes[step] = attempt(WAYS[way], user, step, incident)
    assert {step for step, outcome in outcomes.items() if outcome == "done"} == MAY[role]
    refused = {outcome for step, outcome in outcomes.items() if step not in MAY[role]}
    # Nobody may know of a step that no person takes.
    assert refused <= {"forbidden", "absent"}


@pytest.mark.parametrize("role", [role for role in MAY if SEES[role] != "none"])
def test_many_at_once_open_to_nobody_to_whom_one_is_shut(role: str) -> None:
    user, outcomes = player(role), {}
    for step, state in FROM.items():
        if step not in ("register", "revise", "remark"):
            outcomes[step] = attempt(by_bulk, user, step, incident_for(user, state))
    may = {step for step, outcome in outcomes.items() if outcome == "done"}
    assert may == MAY[role] - {"register", "revise", "remark"}
    assert {outcome for step, outcome in outcomes.items() if step not in may} <= {"forbidden", "absent"}


@pytest.mark.parametrize("role", STRANGERS)
def test_among_many_what_is_not_seen_is_absent(role: str) -> None:
    user = cast.person(role, teams=("field",))
    incident = cast.incident(by=maker(), customer=cast.customer(), team=cast.team("network"))
    granted = {step for step in FROM if user.rights.may("incident", step)} - {"register", "revise", "remark"}
    assert {attempt(by_bulk, user, step, incident) for step in granted} <= {"absent"}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("role", STRANGERS)
def test_what_somebody_does_not_see_is_absent_whatever_he_may(role: str, way: str) -> None:
    user = cast.person(role, teams=("field",))
    incident = cast.incident(by=maker(), customer=cast.customer(), team=cast.team("network"))
    for step in FROM:
        if step != "register":
            assert (step, attempt(WAYS[way], user, step, incident)) == (step, "absent")


def test_an_invisible_record_is_told_in_the_words_of_one_that_never_was() -> None:
    user = cast.person("field_engineer", teams=("field",))
    incident = cast.incident(by=maker(), team=cast.team("network"))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for path in (
        "/records/{}/",
        "/records/{}/steps/resolve/",
        "/records/{}/revise/",
        "/api/v1/incidents/{}/",
    ):
        hidden = client.get(path.format(incident.number))
        never = client.get(path.format("INC9999999"))
        assert hidden.status_code == never.status_code == 404
        assert body(hidden) == body(never)


def body(answer: Any) -> str:
    """The page without what differs between any two requests."""
    text = re.sub(r"INC\d+", "INC", answer.content.decode())
    text = re.sub(r'name="desk-time" content="[^"]+"', "", text)
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken&quot;: &quot;|X-CSRFToken": ")\w+', "", text)
