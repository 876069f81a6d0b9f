"""A person says on an incident which release or change caused it: the same as on the release, and seen by both."""

import pytest
from django.test import Client

from changes.models import Change
from incidents.causes import causes_of
from incidents.kind import INCIDENT
from incidents.models import Incident
from people.models import User
from people.rights import Forbidden
from records.actions import advance
from records.chain import chain_of
from records.errors import Refused
from records.models import Record
from records.telling import tell
from releases.fault_share import share_of
from releases.models import HaltRule
from tests import cast
from tests.api.test_records import Caller
from tests.changes.people import approved, window
from tests.changes.people import manager as change_manager
from tests.releases.people import customers, deployed, fresh, manager, ready, report

pytestmark = pytest.mark.django_db


def begun(lead: User) -> Change:
    record = advance(approved(lead), "schedule", by=lead, **window(days=0))
    return advance(record, "begin", by=lead)


def name(incident: Incident, cause: Record, by: User) -> Incident:
    return advance(incident, "name_cause", by=by, cause=Record.objects.get(pk=cause.pk))


def said(record: Record, step: str) -> list[str]:
    entries = record.journal.filter(step=step).order_by("pk")
    return [tell(entry, record.declared).sentence for entry in entries]


def test_both_journals_tell_of_it_and_the_chain_leads_from_the_change_to_the_incident() -> None:
    change, agent = begun(change_manager()), cast.agent()
    incident = name(cast.incident(by=agent), change, agent)
    assert said(incident, "name_cause") == [f"said that {change.number} caused it"]
    assert said(change, "caused_onward") == [f"named it as the cause of {incident.number}"]
    assert incident.pk in chain_of(change, agent).nodes
    page = _page(incident, agent)
    assert "What caused it" in page
    assert change.number in page


def _page(record: Record, reader: User) -> str:
    client = Client()
    client.force_login(reader)
    return client.get(record.get_absolute_url()).content.decode()


def test_it_is_taken_back_with_its_reason() -> None:
    change, agent = begun(change_manager()), cast.agent()
    incident = name(cast.incident(by=agent), change, agent)
    cause = Record.objects.get(pk=change.pk)
    incident = advance(incident, "withdraw_cause", by=agent, cause=cause, reason="It began before")
    assert not causes_of(incident).exists()
    assert incident.journal.get(step="withdraw_cause").note == "It began before"
    assert said(change, "unlink") == [f"took the link to {incident.number} away"]
    with pytest.raises(Refused):
        advance(incident, "withdraw_cause", by=agent, cause=cause, reason="Twice")


def test_what_was_never_begun_has_caused_nothing() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    for cause in (approved(change_manager()), ready(manager(), customers(1))):
        with pytest.raises(Refused, match=cause.number):
            name(incident, cause, agent)


def test_a_release_counts_it_and_halts_where_it_was_one_too_many() -> None:
    HaltRule.objects.create(percent=30, least_reports=1)
    lead, group, agent = manager(), customers(3), cast.agent()
    made = deployed(lead, group)
    incident = report(agent, group[0], service=cast.service("mail"))
    assert share_of(made).reported == 0
    name(incident, made, agent)
    assert (fresh(made).state, fresh(made).halted_reports) == ("halted", 1)


def test_only_who_may_clear_a_release_takes_it_back_as_the_cause() -> None:
    lead, group, agent = manager(), customers(5), cast.agent()
    made = deployed(lead, group)
    incident = name(report(agent, group[0]), made, agent)
    told = {"cause": Record.objects.get(pk=made.pk), "reason": "A cable"}
    with pytest.raises(Forbidden):
        advance(incident, "withdraw_cause", by=agent, **told)
    assert share_of(made).reported == 1
    advance(incident, "withdraw_cause", by=lead, **told)
    assert share_of(made).reported == 0


def test_a_form_offers_what_its_reader_may_name() -> None:
    change, made = begun(change_manager()), deployed(manager(), customers(1))
    form = INCIDENT.steps["name_cause"].inputs
    for role, offered in (("agent", {change.pk, made.pk}), ("field_engineer", {change.pk})):
        asked = form(by=cast.person(role))
        assert set(asked.fields["cause"].queryset.values_list("pk", flat=True)) == offered


def test_by_rest_it_is_a_step_like_any_other() -> None:
    change, agent = begun(change_manager()), cast.agent()
    incident, caller = cast.incident(by=agent), Caller(agent)
    path = f"/api/v1/incidents/{incident.number}/steps/name_cause/"
    assert caller.post(path, {"cause": change.pk}).status_code == 200
    assert list(causes_of(incident).values_list("pk", flat=True)) == [change.pk]
    assert caller.post(path, {"cause": incident.pk}).status_code == 400
