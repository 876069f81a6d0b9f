"""What a visit brings about: one at a time for each engineer, hand-over, arrival clock, discrepancies, failures."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cmdb.models import ConfigurationItem
from discrepancies.models import Discrepancy
from notifications.composing import tell_all
from notifications.models import Notice
from records import clocks
from records.actions import advance
from records.errors import Refused
from records.links import onward
from records.models import JournalEntry
from records.sweep import sweep
from tests import cast
from tests.discrepancies.cast import gateway
from tests.roster.people import leave
from tests.visits.people import dispatcher, engineer, finished, incident, on_site, sent, visit
from visits.links import VISITED
from visits.models import Visit

pytestmark = pytest.mark.django_db


def soon(minutes: int = 30) -> Any:
    return timezone.now() + timedelta(minutes=minutes)


def test_it_takes_over_from_its_record_what_is_not_said_and_stands_in_the_chain() -> None:
    origin = incident()
    made = visit(for_record=origin)
    assert (made.customer, made.site, made.contact) == (origin.customer, origin.site, origin.contact)
    assert made.title == f"Visit for {origin.number}: {origin.title}"
    assert list(onward(origin, VISITED)) == [made.pk]


def test_from_being_sent_to_being_done() -> None:
    by = engineer()
    made = advance(sent(by), "accept", by=by)
    made = advance(made, "set_out", by=by, eta_at=soon())
    made = advance(made, "arrive", by=by)
    made = advance(
        made, "finish", by=by, outcome="fixed", findings="Changed the board.", parts_used="Board, rev. C",
        confirmed_by="Wang Wei",
    )  # fmt: skip
    assert (made.state, made.outcome, made.confirmed_by, made.is_under_way) == (
        "done",
        "fixed",
        "Wang Wei",
        False,
    )
    assert made.accepted_at <= made.left_at <= made.arrived_at <= made.finished_at


def test_one_who_is_under_way_is_not_sent_again() -> None:
    by = engineer("Luo Bin")
    first, second = sent(by), visit()
    with pytest.raises(ValidationError) as refused:
        advance(second, "dispatch", by=dispatcher(), engineer=by)
    assert refused.value.message_dict["engineer"] == [
        f"Luo Bin is busy with {first.number}: choose somebody else."
    ]


def test_the_database_itself_refuses_it() -> None:
    by = engineer()
    sent(by)
    other = visit()
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=other.pk).update(engineer=by, is_under_way=True)


@pytest.mark.django_db(transaction=True)
def test_two_dispatchers_at_once_do_not_send_one_engineer_twice() -> None:
    by, visits, senders = engineer(), [visit(), visit()], [dispatcher(), dispatcher()]
    barrier, outcomes = Barrier(2), []

    def send(number: int) -> None:
        barrier.wait()
        try:
            advance(visits[number], "dispatch", by=senders[number], engineer=by)
            outcomes.append("sent")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=send, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "sent"]
    assert Visit.objects.filter(engineer=by, is_under_way=True).count() == 1


def test_one_who_is_away_is_not_sent() -> None:
    by = engineer("Luo Bin")
    leave(by)
    with pytest.raises(ValidationError, match="Luo Bin is away until"):
        sent(by)


def test_only_the_engineer_himself_accepts() -> None:
    made = sent(engineer())
    with pytest.raises(Refused, match="not yours"):
        advance(made, "accept", by=engineer())


def test_what_is_given_back_can_be_given_to_another() -> None:
    one, two = engineer(), engineer()
    made = advance(sent(one), "decline", by=one, reason="The car broke down.")
    assert (made.state, made.engineer, made.is_under_way) == ("requested", None, False)
    assert advance(made, "dispatch", by=dispatcher(), engineer=two).engineer == two


def test_a_hand_over_is_one_stroke_and_the_clock_goes_on() -> None:
    one, two, by = engineer("Pan Jie"), engineer("Luo Bin"), dispatcher()
    made = advance(sent(one, by), "set_out", by=one, eta_at=soon())
    before = clocks.live(made, "visit_eta")[0].due_at
    made = advance(made, "hand_on", by=by, engineer=two, reason="Pan is needed in the machine room.")
    assert (made.state, made.engineer, made.assignee, made.hand_overs) == ("handed_over", two, two, 1)
    assert clocks.live(made, "visit_eta")[0].due_at == before
    assert advance(visit(), "dispatch", by=by, engineer=one).engineer == one
    entry = JournalEntry.objects.get(record=made.pk, step="hand_on")
    assert entry.note == "Pan is needed in the machine room."


def test_a_hand_over_to_one_who_is_busy_changes_nothing() -> None:
    one, two, by = engineer(), engineer(), dispatcher()
    made = sent(one, by)
    sent(two, by)
    with pytest.raises(ValidationError):
        advance(made, "hand_on", by=by, engineer=two, reason="x")
    made.refresh_from_db()
    assert (made.state, made.engineer) == ("dispatched", one)


def test_both_engineers_and_the_customer_are_told_of_a_hand_over() -> None:
    one, two, by = engineer(), engineer(), dispatcher()
    made = sent(one, by)
    advance(made, "hand_on", by=by, engineer=two, reason="Needed elsewhere.")
    tell_all()
    told = Notice.objects.filter(entry__step="hand_on", entry__record=made.pk)
    assert {one.pk, two.pk} <= set(told.values_list("user", flat=True))
    assert told.filter(contact=made.contact).exists()


def test_an_engineer_who_does_not_arrive_falls_due_once() -> None:
    by = engineer()
    made = advance(sent(by), "set_out", by=by, eta_at=soon(30))
    with time_machine.travel(soon(31), tick=False):
        sweep(), sweep()
        assert Visit.objects.get(pk=made.pk).is_overdue
    assert JournalEntry.objects.filter(record=made.pk, step="clock_breached").count() == 1


def test_who_arrives_stops_the_clock_and_a_new_word_moves_it() -> None:
    by = engineer()
    made = advance(sent(by), "set_out", by=by, eta_at=soon(30))
    made = advance(made, "expect_anew", by=by, eta_at=soon(90))
    (clock,) = clocks.live(made, "visit_eta")
    assert clock.due_at > soon(60)
    made = advance(made, "arrive", by=by)
    assert clocks.live(made, "visit_eta") == []


def test_what_is_on_the_plate_and_not_in_the_record_opens_a_discrepancy() -> None:
    by, item = engineer(), gateway()
    ConfigurationItem.objects.filter(pk=item.pk).update(serial="A-1")
    made = on_site(by, for_record=cast.incident(item=item))
    advance(made, "finish", by=by, outcome="fixed", findings="x", serial_seen="A-1", model_seen="GW-300")
    found = Discrepancy.objects.get()
    assert (found.attribute, found.observed, found.origin) == ("model", "GW-300", "visit")
    assert found.found_on_id == made.for_record_id


def test_the_second_failed_visit_within_seven_days_flags_the_record_and_warns_the_supervisor() -> None:
    by, origin, supervisor = engineer(), incident(), cast.person("supervisor")
    finished(by, "not_fixed", for_record=origin)
    assert not JournalEntry.objects.filter(record=origin.pk, step="failed_visits").exists()
    finished(by, "not_fixed", for_record=origin)
    entry = JournalEntry.objects.get(record=origin.pk, step="failed_visits")
    assert entry.changes["failed"] == [None, 2]
    tell_all()
    assert Notice.objects.filter(entry=entry, user=supervisor).exists()


def test_failures_longer_ago_or_of_other_records_count_for_nothing() -> None:
    by, origin = engineer(), incident()
    with time_machine.travel(timezone.now() - timedelta(days=8)):
        finished(by, "not_fixed", for_record=origin)
    finished(by, "not_fixed", for_record=incident())
    finished(by, "temporary", for_record=origin)
    finished(by, "not_fixed", for_record=origin)
    assert not JournalEntry.objects.filter(step="failed_visits").exists()
