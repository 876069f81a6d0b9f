"""Who is told of what, by the rules a desk starts with."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.models import Incident
from people.accounts import system_user
from people.models import Right, Role, Team
from records import follow_ups, journal
from records.actions import advance, register, remark, revise
from records.models import Watch
from tests import cast
from tests.notifications.telling import notices, told

pytestmark = pytest.mark.django_db


def test_who_is_given_work_is_told_under_the_bell_and_by_mail() -> None:
    agent, engineer = cast.agent(), cast.engineer("network")
    incident = cast.incident(by=agent)
    advance(incident, "assign", by=agent, team=cast.team("network"), assignee=engineer)
    assert told(engineer) == ["assigned"]
    assert told(engineer, "email") == ["assigned"]


def test_a_team_that_gets_work_nobody_has_taken_is_told_under_the_bell() -> None:
    agent, engineer = cast.agent(), cast.engineer("network")
    advance(cast.incident(by=agent), "assign", by=agent, team=cast.team("network"))
    assert told(engineer) == ["assigned_to_team"]
    assert told(engineer, "email") == []


def test_for_a_high_priority_the_team_is_mailed_too() -> None:
    agent, engineer = cast.agent(), cast.engineer("network")
    incident = cast.incident(by=agent, impact=1, urgency=1)
    advance(incident, "assign", by=agent, team=cast.team("network"))
    assert told(engineer, "email") == ["assigned_to_team_high"]


def test_the_owner_is_told_when_it_goes_to_another_team() -> None:
    agent, engineer = cast.agent(), cast.engineer("network")
    incident = advance(cast.incident(by=agent), "assign", by=agent, team=cast.team("network"))
    advance(incident, "escalate", by=engineer, team=cast.team("development"), reason="A bug.")
    assert told(agent) == ["escalated"]


@pytest.mark.parametrize(("level", "role"), [(1, "shift_leader"), (2, "supervisor"), (3, "director")])
def test_each_level_up_reaches_its_role_and_waits_for_an_acknowledgement(level: int, role: str) -> None:
    agent, above = cast.agent(), cast.person(role)
    incident = cast.incident(by=agent)
    for _ in range(level):
        incident = advance(incident, "escalate_up", by=agent, reason="Too slow")
    assert told(above) == [f"escalated_up_{level}"]
    assert notices(above)[0].awaits_acknowledgement


def test_a_level_up_stays_within_the_desk_that_has_such_a_person() -> None:
    here, elsewhere = cast.person("shift_leader"), cast.person("shift_leader", teams=("other-desk",))
    agent = cast.agent()
    advance(cast.incident(by=agent), "escalate_up", by=agent, reason="Too slow")
    assert (told(here), told(elsewhere)) == (["escalated_up_1"], [])


def test_a_level_up_reaches_somebody_even_where_the_desk_has_nobody() -> None:
    elsewhere = cast.person("shift_leader", teams=("other-desk",))
    agent = cast.agent()
    advance(cast.incident(by=agent), "escalate_up", by=agent, reason="Too slow")
    assert told(elsewhere) == ["escalated_up_1"]


def clock(incident: Incident, step: str, metric: str, percent: int, **more: object) -> None:
    """What the sweep of the clocks writes."""
    changes = {"metric": [None, metric], "percent": [None, percent], "due_at": [None, None], **more}
    journal.write(incident, step, by=system_user(), via="clock", from_state=incident.state, changes=changes)


@pytest.mark.parametrize(
    ("step", "percent", "expected"),
    [
        ("clock_warned", 50, {"assignee": "clock_50", "owner": "clock_50"}),
        ("clock_warned", 75, {"assignee": "clock_75", "owner": "clock_75", "lead": "clock_75"}),
        (
            "clock_breached",
            100,
            dict.fromkeys(("assignee", "owner", "lead", "desk_lead"), "clock_breached"),
        ),
    ],
)
def test_a_clock_reaches_further_the_later_it_is(step: str, percent: int, expected: dict[str, str]) -> None:
    people = {"owner": cast.agent(), "assignee": cast.engineer("network")}
    people |= {"lead": cast.engineer("network"), "desk_lead": cast.person("supervisor")}
    for code, leader in (("network", "lead"), ("desk", "desk_lead")):
        Team.objects.filter(code=code).update(lead=people[leader])
    owner = people["owner"]
    incident = cast.incident(by=owner)
    incident = advance(incident, "assign", by=owner, team=cast.team("network"), assignee=people["assignee"])
    clock(incident, step, "resolution", percent)
    reached = {name: codes[-1] for name, user in people.items() if (codes := told(user))}
    reached = {name: code for name, code in reached.items() if code.startswith("clock")}
    assert reached == expected


def test_a_follow_up_is_told_to_its_person_and_its_answer_to_who_asked() -> None:
    director, supervisor = cast.person("director"), cast.person("supervisor")
    due_at = timezone.now() + timedelta(hours=1)
    what = "Coordinate it."
    asked = follow_ups.ask(cast.incident(), by=director, asked_of=supervisor, what=what, due_at=due_at)
    assert told(supervisor) == ["follow_up_asked"]
    assert what in notices(supervisor)[0].subject
    follow_ups.answer(asked, by=supervisor, text="Done.")
    assert told(director) == ["follow_up_answered"]
    assert "Done." in notices(director)[0].body


def test_an_overdue_follow_up_is_told_to_both() -> None:
    director, supervisor = cast.person("director"), cast.person("supervisor")
    incident, due_at = cast.incident(), timezone.now() + timedelta(hours=1)
    follow_ups.ask(incident, by=director, asked_of=supervisor, what="Urge it.", due_at=due_at)
    asked_of = {"asked_of": [None, {"id": supervisor.pk, "label": ""}], "what": [None, "Urge it."]}
    clock(incident, "clock_breached", "follow_up", 100, **asked_of)
    assert told(director) == ["follow_up_overdue"]
    assert told(supervisor) == ["follow_up_asked", "follow_up_overdue"]


def test_a_hand_over_is_told_to_the_new_owner_and_by_somebody_else_to_the_old() -> None:
    old, new, leader = cast.agent(), cast.agent(), cast.person("shift_leader")
    advance(cast.incident(by=old), "hand_over", by=leader, owner=new, reason="End of shift")
    assert (told(new), told(old)) == (["handed_over"], ["handed_over"])


def test_a_watcher_is_told_of_every_step() -> None:
    agent, watcher = cast.agent(), cast.agent()
    incident = cast.incident(by=agent)
    Watch.objects.create(record_id=incident.pk, user=watcher)
    told(watcher)
    incident = revise(incident, by=agent, title="No connection at all")
    remark(incident, by=agent, text="Rang again.")
    assert told(watcher) == ["watched", "watched", "watched"]


def test_nobody_is_told_of_his_own_steps() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    advance(incident, "assign", by=agent, team=cast.team("desk"), assignee=agent)
    assert told(agent) == []


def test_several_reasons_make_one_notice_under_the_most_telling_rule() -> None:
    agent, engineer = cast.agent(), cast.engineer("network")
    incident = cast.incident(by=agent)
    Watch.objects.create(record_id=incident.pk, user=engineer)
    advance(incident, "assign", by=agent, team=cast.team("network"), assignee=engineer)
    assert told(engineer).count("assigned") == 1
    assert len([notice for notice in notices(engineer) if notice.entry.step == "assign"]) == 1


def test_what_was_true_at_the_time_counts_and_not_what_came_after() -> None:
    agent, first, second = cast.agent(), cast.engineer("network"), cast.engineer("network")
    incident, network = cast.incident(by=agent), cast.team("network")
    incident = advance(incident, "assign", by=agent, team=network, assignee=first)
    advance(incident, "assign", by=agent, team=network, assignee=second)
    assert (told(first), told(second)) == (["assigned"], ["assigned"])


def test_one_who_registers_for_another_gives_him_work() -> None:
    Right.objects.get_or_create(role=Role.objects.get(slug="second_line"), kind="incident", step="register")
    agent, engineer = cast.agent(), cast.engineer("network")
    register(Incident, by=engineer, title="Down", team=cast.team("desk"), assignee=agent)
    assert told(agent) == ["assigned"]
