"""A roll-out that stops by itself: at the limit, once, and told to who answers for it."""

import threading

import pytest
from django.db import connection

from notifications.composing import tell_all
from notifications.models import Notice
from people.accounts import system_user
from people.models import Customer, User
from records.actions import advance
from records.errors import Refused
from records.models import JournalEntry
from records.telling import tell
from releases.halting import halt_where_too_many_reported
from releases.kind import RELEASE
from releases.models import HaltRule, Release
from tests import cast
from tests.releases.people import customers, deployed, fresh, manager, note, report, service


def halts_of(record: Release) -> int:
    return JournalEntry.objects.filter(record=record.pk, step="stop_itself").count()


def failing(lead: User, group: list[Customer], reports: int) -> Release:
    made, agent = deployed(lead, group), cast.agent()
    for one in group[:reports]:
        report(agent, one)
    return made


@pytest.mark.django_db
def test_below_the_limit_it_goes_on() -> None:
    HaltRule.objects.create(percent=40)
    made = failing(manager(), customers(10), 3)
    assert halt_where_too_many_reported() == 0
    assert fresh(made).state == "piloting"


@pytest.mark.django_db
def test_at_the_limit_it_halts_and_says_by_which_figures() -> None:
    HaltRule.objects.create(percent=30)
    made = failing(manager(), customers(10), 3)
    assert halt_where_too_many_reported() == 1
    assert (fresh(made).state, halt_where_too_many_reported()) == ("halted", 0)
    told = tell(JournalEntry.objects.get(record=made.pk, step="stop_itself"), RELEASE).sentence
    assert told == "halted it: 3 of 10 customers had reported a fault"


@pytest.mark.django_db
def test_one_of_one_is_no_reason_yet() -> None:
    failing(manager(), customers(1), 1)
    assert halt_where_too_many_reported() == 0


@pytest.mark.django_db
def test_a_service_has_a_limit_of_its_own() -> None:
    HaltRule.objects.create(percent=90)
    HaltRule.objects.create(service=service(), percent=10, least_reports=1)
    failing(manager(), customers(10), 1)
    assert halt_where_too_many_reported() == 1


@pytest.mark.django_db
def test_after_going_on_it_halts_again_at_the_limit_that_was_named() -> None:
    lead, group = manager(), customers(10)
    made = failing(lead, group, 3)
    halt_where_too_many_reported()
    made = advance(fresh(made), "resume_pilot", by=lead, reason="A message box, harmless", own_limit=50)
    assert halt_where_too_many_reported() == 0
    agent = cast.agent()
    for one in group[3:5]:
        report(agent, one)
    assert halt_where_too_many_reported() == 1
    assert halts_of(made) == 2


@pytest.mark.django_db
def test_from_the_roll_out_on_everybody_counts() -> None:
    lead, group = manager(), customers(20)
    made = failing(lead, group[:4], 0)
    made = advance(made, "roll_out", by=lead, reason="No time")
    made = note(made, lead, group[4:])
    agent = cast.agent()
    for one in group[8:12]:
        report(agent, one)
    assert halt_where_too_many_reported() == 1
    assert (fresh(made).halted_reports, fresh(made).halted_deployed) == (4, 20)


@pytest.mark.django_db
def test_release_manager_and_supervisor_are_told() -> None:
    lead, supervisor = manager(), cast.person("supervisor")
    failing(lead, customers(5), 4)
    tell_all()
    Notice.objects.all().delete()
    halt_where_too_many_reported()
    tell_all()
    told = Notice.objects.filter(user__in=[lead, supervisor], channel="in_app")
    assert set(told.values_list("user", flat=True)) == {lead.pk, supervisor.pk}
    assert "4 of 5" in told.first().body


@pytest.mark.django_db
def test_naming_the_incident_that_crosses_the_limit_halts_in_the_same_stroke() -> None:
    HaltRule.objects.create(percent=30)
    lead, group, agent = manager(), customers(10), cast.agent()
    made = deployed(lead, group)
    elsewhere = [report(agent, one, service=cast.service("mail")) for one in group[:3]]
    made = advance(made, "name_faults", by=agent, incidents=elsewhere[:2])
    assert made.state == "piloting"
    made = advance(made, "name_faults", by=agent, incidents=elsewhere[2:])
    assert (made.state, made.halted_reports, made.halted_deployed) == ("halted", 3, 10)
    assert made.journal.get(step="stop_itself").by == system_user()
    assert (halt_where_too_many_reported(), halts_of(made)) == (0, 1)


@pytest.mark.django_db
def test_a_tool_that_notes_the_one_fault_too_many_halts_it() -> None:
    HaltRule.objects.create(percent=30)
    lead, group = manager(), customers(10)
    made = note(deployed(lead, group), lead, group[:3], "faulty")
    assert made.state == "halted"
    with pytest.raises(Refused):
        note(made, lead, group[:1])


@pytest.mark.django_db
def test_what_is_stopped_already_is_not_stopped_again() -> None:
    lead, group = manager(), customers(10)
    made = advance(deployed(lead, group), "halt", by=lead, reason="A message box")
    assert note(made, lead, group[:9], "faulty").state == "halted"
    assert halts_of(made) == 0


@pytest.mark.django_db(transaction=True)
def test_it_halts_exactly_once_however_many_workers_look() -> None:
    made = failing(manager(), customers(5), 4)
    together, counts = threading.Barrier(4), []

    def work() -> None:
        together.wait()
        counts.append(halt_where_too_many_reported())
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert (sum(counts), halts_of(made)) == (1, 1)
