"""Rules of an incident's life, through the doors."""

import pytest
from django.core.exceptions import ValidationError

from people.rights import Forbidden
from records.actions import advance, remark
from records.errors import Refused
from tests import cast

pytestmark = pytest.mark.django_db


def test_it_belongs_to_the_agent_who_took_the_call() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    assert (incident.owner, incident.desk, incident.state) == (agent, cast.team("desk"), "new")
    assert incident.number.startswith("INC")


def test_its_owner_stays_when_it_is_escalated_to_another_team() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    incident = advance(incident, "escalate", by=agent, team=cast.team("development"), reason="Needs a fix.")
    assert (incident.owner, incident.team.code, incident.state) == (agent, "development", "assigned")
    assert incident.journal.last().note == "Needs a fix."


def test_hand_over_changes_the_owner_and_keeps_both_in_the_ledger() -> None:
    first, second = cast.agent(), cast.agent()
    incident = advance(cast.incident(by=first), "hand_over", by=first, owner=second, reason="End of shift")
    assert incident.owner == second
    assert list(incident.ownerships.values_list("owner", flat=True)) == [first.pk, second.pk]
    assert incident.ownerships.filter(until_at__isnull=True).get().owner == second


def test_it_refuses_a_step_that_is_not_open_and_says_why() -> None:
    agent = cast.agent()
    with pytest.raises(Refused, match="in the states resolved"):
        advance(cast.incident(by=agent), "confirm", by=agent)


def test_it_refuses_a_step_that_does_not_exist() -> None:
    agent = cast.agent()
    with pytest.raises(Refused, match="no step"):
        advance(cast.incident(by=agent), "delete", by=agent)


def test_it_refuses_who_lacks_the_right() -> None:
    incident = cast.incident()
    with pytest.raises(Forbidden):
        advance(incident, "cancel", by=cast.person("director"), reason="No.")


def test_it_is_absent_for_whom_it_is_invisible() -> None:
    incident = cast.incident()
    with pytest.raises(type(incident).DoesNotExist):
        advance(incident, "start", by=cast.engineer())


def test_the_engineer_who_starts_becomes_its_assignee() -> None:
    engineer = cast.engineer("network")
    agent = cast.agent()
    incident = advance(cast.incident(by=agent), "assign", by=agent, team=cast.team("network"))
    incident = advance(incident, "start", by=engineer)
    assert (incident.assignee, incident.state) == (engineer, "in_progress")
    assert incident.responded_at is not None


def test_resolving_the_parent_resolves_its_children() -> None:
    agent = cast.agent()
    parent, child = cast.incident(by=agent), cast.incident(by=agent)
    advance(child, "attach", by=agent, parent=parent)
    advance(parent, "resolve", by=agent, **cast.solution(solution="Replaced the switch."))
    child.refresh_from_db()
    assert (child.state, child.solution) == ("resolved", "Replaced the switch.")
    assert child.journal.last().step == "resolve_with_parent"


def test_it_cannot_be_its_own_parent() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    with pytest.raises(ValidationError, match="its own parent"):
        advance(incident, "attach", by=agent, parent=incident)


def test_what_was_attached_moves_along_to_the_new_parent() -> None:
    agent = cast.agent()
    top, middle, low = cast.incident(by=agent), cast.incident(by=agent), cast.incident(by=agent)
    advance(low, "attach", by=agent, parent=middle)
    advance(middle, "attach", by=agent, parent=top)
    low.refresh_from_db()
    assert low.parent_id == top.pk


def test_reopening_counts_and_gives_it_back_to_work() -> None:
    agent = cast.agent()
    incident = advance(cast.incident(by=agent), "resolve", by=agent, **cast.solution())
    incident = advance(incident, "reopen", by=agent, reason="Still broken")
    assert (incident.state, incident.reopenings, incident.resolved_at) == ("assigned", 1, None)


def test_a_reopened_incident_has_no_solution_any_more_and_its_journal_keeps_the_old_one() -> None:
    agent = cast.agent()
    incident = advance(cast.incident(by=agent), "resolve", by=agent, **cast.solution(solution="Restarted."))
    incident = advance(incident, "reopen", by=agent, reason="Still broken")
    assert (incident.solution, incident.closure_code) == ("", None)
    assert incident.journal.get(step="resolve").changes["solution"] == ["", "Restarted."]


def test_it_reaches_the_director_and_no_further() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    for _ in range(3):
        incident = advance(incident, "escalate_up", by=agent, reason="Too slow")
    assert incident.escalation_level == 3
    with pytest.raises(Refused):
        advance(incident, "escalate_up", by=agent, reason="Higher")


def test_a_remark_is_one_more_line_of_its_history() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    remark(incident, by=agent, text="Customer rang again.")
    assert [entry.step for entry in incident.journal.all()] == ["register", "remark"]
