"""The call pad offers what the caller's customer got lately as the cause; one key names it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from incidents.models import Incident
from records.actions import advance
from releases.fault_share import share_of
from tests import cast
from tests.releases.people import customers, deployed, manager, note
from tests.servicedesk.pad import at_the_desk, hints, part, send

pytestmark = pytest.mark.django_db
TITLE = "An English message box pops up"


def test_a_release_this_customer_got_lately_is_offered_with_one_key() -> None:
    lead, (one, other) = manager(), customers(2)
    made = deployed(lead, [one])
    client = at_the_desk(cast.agent())
    shown = hints(client, customer=one.pk)
    assert made.number in shown
    assert 'data-key="alt+u"' in shown
    assert made.number not in hints(client, customer=other.pk)


def test_what_was_taken_back_or_is_long_out_is_not_offered() -> None:
    lead, group = manager(), customers(1)
    with time_machine.travel(timezone.now() - timedelta(days=20)):
        old = deployed(lead, group)
    made = deployed(lead, group)
    note(advance(made, "halt", by=lead, reason="It exits"), lead, group, "reverted")
    shown = hints(at_the_desk(cast.agent()), customer=group[0].pk)
    assert old.number not in shown
    assert made.number not in shown


def test_what_was_taken_for_the_cause_is_shown_and_taken_back() -> None:
    made = deployed(manager(), customers(1))
    client = at_the_desk(cast.agent())
    assert f'value="{made.number}"' in part(client, "cause", release=made.number)
    for unknown in ("", "REL9999999"):
        assert "<input" not in part(client, "cause", release=unknown)


def test_logging_it_names_the_release_as_the_cause() -> None:
    group = customers(1)
    made = deployed(manager(), group)
    caller = cast.contact(group[0])
    send(at_the_desk(cast.agent()), title=TITLE, contact=caller.pk, release=made.number)
    assert list(made.named_faults) == [Incident.objects.get()]
    assert share_of(made).reported == 1


def test_a_release_that_was_not_offered_refuses_no_call() -> None:
    one, other = customers(2)
    made = deployed(manager(), [one])
    send(at_the_desk(cast.agent()), title=TITLE, contact=cast.contact(other).pk, release=made.number)
    assert Incident.objects.exists()
    assert not made.named_faults.exists()
