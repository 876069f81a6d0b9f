"""The life of a release, through the doors: from the plan to the customers, and back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from records.actions import advance, revise
from records.chain import chain_of
from records.errors import Forbidden, Refused
from records.models import JournalEntry
from records.telling import tell
from releases.kind import RELEASE
from releases.models import Deployment
from tests import cast
from tests.changes.people import change
from tests.releases.people import (
    builder,
    customers,
    deployed,
    fresh,
    manager,
    note,
    piloting,
    ready,
    release,
    report,
    service,
)

pytestmark = pytest.mark.django_db


def status_of(record: object, customer: object) -> str:
    return Deployment.objects.get(release=record, customer=customer).status


def test_nothing_is_tested_before_it_is_built() -> None:
    lead = manager()
    with pytest.raises(Refused, match="note a build"):
        advance(advance(release(lead), "build", by=lead), "begin_tests", by=lead)


def test_a_build_has_a_name_of_its_own() -> None:
    lead = manager()
    made = advance(advance(release(lead), "build", by=lead), "note_build", by=lead, build="1")
    with pytest.raises(ValidationError) as error:
        advance(made, "note_build", by=lead, build="1")
    assert set(error.value.message_dict) == {"build"}


def test_no_pilot_starts_without_customers() -> None:
    lead = manager()
    with pytest.raises(Refused, match="no pilot customers"):
        advance(ready(lead, []), "start_pilot", by=lead, reason="In a hurry")


def test_the_group_is_fixed_once_the_pilot_began() -> None:
    lead, group = manager(), customers(3)
    made = advance(ready(lead, group), "drop_pilots", by=lead, customers=group[2:])
    made = advance(made, "start_pilot", by=lead)
    assert list(made.deployments.values_list("customer", flat=True)) == [one.pk for one in group[:2]]
    with pytest.raises(Refused):
        advance(made, "name_pilots", by=lead, customers=group[2:])


def test_deployments_follow_one_another() -> None:
    lead, (one, other) = manager(), customers(2)
    made = piloting(lead, [one, other])
    with pytest.raises(ValidationError, match="cannot follow"):
        note(made, lead, [one], "verified")
    made = note(note(made, lead, [one]), lead, [one], "verified")
    assert (status_of(made, one), status_of(made, other)) == ("verified", "pending")


def test_all_or_none_are_noted() -> None:
    lead, group = manager(), customers(2)
    made, stranger = piloting(lead, group), cast.customer()
    with pytest.raises(ValidationError, match=stranger.code):
        note(made, lead, [*group, stranger])
    assert status_of(made, group[0]) == "pending"


def test_a_deployment_lies_between_the_start_and_now() -> None:
    lead, group = manager(), customers(1)
    made = piloting(lead, group)
    for at in (timezone.now() + timedelta(hours=1), timezone.now() - timedelta(days=1)):
        with pytest.raises(ValidationError) as error:
            advance(made, "note_deployments", by=lead, customers=group, status="deployed", at=at)
        assert set(error.value.message_dict) == {"at"}


def test_what_is_halted_goes_nowhere_new_and_can_be_taken_back() -> None:
    lead, (one, other) = manager(), customers(2)
    made = note(piloting(lead, [one, other]), lead, [one])
    made = advance(made, "halt", by=lead, reason="A message box pops up")
    with pytest.raises(Refused, match="nothing more"):
        note(made, lead, [other])
    made = note(made, lead, [one], "reverted")
    assert status_of(made, one) == "reverted"


def test_after_a_halt_it_goes_on_where_it_was() -> None:
    lead, group = manager(), customers(1)
    made = advance(deployed(lead, group), "halt", by=lead, reason="Look first")
    with pytest.raises(Refused):
        advance(made, "resume_roll_out", by=lead, reason="Harmless", own_limit=70)
    made = advance(made, "resume_pilot", by=lead, reason="Harmless", own_limit=70)
    assert (made.state, made.own_limit, made.halted_at) == ("piloting", 70, None)


def test_rolling_out_reaches_every_customer_of_the_service() -> None:
    lead, group = manager(), customers(4)
    made = note(deployed(lead, group[:2]), lead, group[:2], "verified")
    made = advance(made, "roll_out", by=lead)
    assert made.deployments.filter(is_pilot=False).count() == 2
    with pytest.raises(Refused, match="2"):
        advance(made, "finish", by=lead)
    made = advance(note(made, lead, group[2:]), "finish", by=lead)
    assert (made.state, made.is_open) == ("done", False)


def test_rolling_out_unverified_takes_a_reason() -> None:
    lead, group = manager(), customers(2)
    made = note(piloting(lead, group), lead, group[:1])
    with pytest.raises(ValidationError) as error:
        advance(made, "roll_out", by=lead)
    assert "1 pilot customer has not got it yet." in error.value.message_dict["reason"]
    assert advance(made, "roll_out", by=lead, reason="The old server is switched off").state == "rolling_out"


def test_it_is_closed_when_every_customer_is_settled() -> None:
    lead, group = manager(), customers(2)
    made = advance(deployed(lead, group), "roll_back", by=lead, reason="The application exits")
    with pytest.raises(Refused, match="2"):
        advance(made, "close", by=lead)
    assert advance(note(made, lead, group, "reverted"), "close", by=lead).state == "closed"


def test_a_patch_stands_behind_what_it_fixes_and_a_change_before_what_brings_it_out() -> None:
    lead = manager()
    bad, mended = release(lead), change(cast.person("change_manager"))
    patch = advance(release(lead, version_name="4.2.1", fixes=bad), "include", by=lead, change=mended)
    numbers = {node.record.number for node in chain_of(patch, lead).nodes.values()}
    assert numbers == {bad.number, mended.number, patch.number}
    assert list(patch.changes) == [mended]
    other = release(lead)
    revise(patch, by=lead, fixes=other)
    assert other.number in {node.record.number for node in chain_of(fresh(patch), lead).nodes.values()}


def test_its_services_are_its_own_and_those_of_its_changes() -> None:
    lead = manager()
    other = cast.service("accounting")
    made = advance(
        release(lead), "include", by=lead, change=change(cast.person("change_manager"), service=other)
    )
    assert made.service_ids() == sorted([service().pk, other.pk])


def test_an_agent_names_what_it_caused_and_the_manager_clears_it() -> None:
    lead, group, agent = manager(), customers(1), cast.agent()
    made = deployed(lead, group)
    incident = report(agent, group[0])
    made = advance(made, "name_faults", by=agent, incidents=[incident])
    assert list(made.named_faults) == [incident]
    made = advance(made, "clear_of", by=lead, incident=incident, reason="A cut cable")
    assert (list(made.named_faults), made.acquittals.get().by) == ([], lead)
    made = advance(made, "name_faults", by=agent, incidents=[incident])
    assert not made.acquittals.exists()


def test_only_the_release_manager_starts_a_pilot() -> None:
    by = builder()
    with pytest.raises(Forbidden):
        advance(ready(manager(), customers(1)), "start_pilot", by=by)


def test_the_journal_names_the_customers() -> None:
    lead, group = manager(), customers(14)
    made = deployed(lead, group)
    entry = JournalEntry.objects.get(record=made.pk, step="noted_deployed")
    told = tell(entry, RELEASE).sentence
    assert group[0].code in told
    assert told.endswith("+2")
