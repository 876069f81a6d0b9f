"""Who is called next: never one person by two callers, only in the window, and nobody who asked to be left alone."""

from datetime import date, datetime, time, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from outreach.calling import LEASE, give_back, next_person, why_nobody
from outreach.models import CallTask, Campaign
from outreach.outcomes import Told, note_outcome
from people.models import Contact
from people.rights import Forbidden
from records.actions import advance
from records.errors import Refused
from sla.models import Calendar, SiteCalendar, WorkingHours
from tests import cast
from tests.outreach import people as cp

pytestmark = pytest.mark.django_db
# A Tuesday, ten in the morning in Shanghai.
TUESDAY = datetime(2026, 5, 12, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def outcome(task: CallTask, by: object, what: str, **told: object) -> None:
    note_outcome(task, by=by, told=Told(outcome=what, **told))  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_callers_at_once_never_get_the_same_person() -> None:
    cp.customers(8)
    campaign, callers = cp.running(), [cp.caller() for _ in range(8)]
    barrier, got = Barrier(8), []

    def take(number: int) -> None:
        barrier.wait()
        try:
            task = next_person(campaign, by=callers[number])
            got.append(task.pk if task else None)
        finally:
            connection.close()

    threads = [Thread(target=take, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert None not in got
    assert len(set(got)) == 8


def test_who_asks_again_gets_the_person_he_holds() -> None:
    cp.customers(3)
    campaign, by = cp.running(), cp.caller()
    first = next_person(campaign, by=by)
    assert first is not None
    assert next_person(campaign, by=by) == first


def test_somebody_who_was_left_lying_is_free_again_after_a_while() -> None:
    cp.customers(1)
    campaign, by, other = cp.running(), cp.caller(), cp.caller()
    task = next_person(campaign, by=by)
    assert next_person(campaign, by=other) is None
    assert "others are calling" in why_nobody(campaign)
    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1)):
        assert next_person(campaign, by=other) == task


def test_somebody_who_was_given_back_is_free_at_once() -> None:
    cp.customers(1)
    campaign, by, other = cp.running(), cp.caller(), cp.caller()
    task = next_person(campaign, by=by)
    assert task is not None
    give_back(task, by=other)
    assert next_person(campaign, by=other) is None
    give_back(task, by=by)
    assert next_person(campaign, by=other) == task


def test_an_outcome_for_somebody_whom_another_calls_is_refused() -> None:
    cp.customers(1)
    campaign, by = cp.running(), cp.caller()
    task = next_person(campaign, by=by)
    assert task is not None
    with pytest.raises(Refused, match="is calling"):
        outcome(task, cp.caller(), "reached")


@pytest.mark.parametrize("role", ["director", "auditor", "field_engineer", "administrator"])
def test_who_may_not_call_gets_nobody(role: str) -> None:
    cp.customers(1)
    with pytest.raises(Forbidden):
        next_person(cp.running(), by=cast.person(role))


def test_a_campaign_that_does_not_run_hands_nobody_out() -> None:
    cp.customers(1)
    campaign = cp.approved()
    with pytest.raises(Refused, match="approved"):
        next_person(campaign, by=cp.caller())


def test_who_does_not_answer_is_tried_again_later_and_no_more_than_so_often() -> None:
    cp.customers(2)
    campaign, by = cp.running(tries=2, retry_minutes=60), cp.caller()
    first = next_person(campaign, by=by)
    assert first is not None
    outcome(first, by, "no_answer")
    second = next_person(campaign, by=by)
    assert second is not None
    assert second != first
    outcome(second, by, "reached")
    assert next_person(campaign, by=by) is None
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        again = next_person(campaign, by=by)
        assert again == first
        outcome(first, by, "busy")
    first.refresh_from_db()
    assert (first.fate, first.tries) == ("exhausted", 2)
    assert Campaign.objects.get(pk=campaign.pk).state == "done"


def test_who_wants_to_be_called_later_is_called_then_and_before_everybody_else() -> None:
    cp.customers(3)
    with time_machine.travel(TUESDAY, tick=False):
        campaign, by = cp.running(opens_at="09:00", closes_at="12:00"), cp.caller()
        task = next_person(campaign, by=by)
        assert task is not None
        outcome(task, by, "later", later_at=TUESDAY + timedelta(hours=9))
        other = next_person(campaign, by=by)
        assert other not in (None, task)
    # Nineteen o'clock lies outside the window; he asked for it.
    with time_machine.travel(TUESDAY + timedelta(hours=9, minutes=1), tick=False):
        assert next_person(campaign, by=by) == task


@pytest.mark.parametrize(
    ("at", "is_called"),
    [
        (TUESDAY, True),
        (TUESDAY - timedelta(hours=2), False),
        (TUESDAY + timedelta(hours=9), False),
        (TUESDAY + timedelta(days=4), False),
        (TUESDAY + timedelta(days=20), False),
        (TUESDAY - timedelta(days=14), False),
    ],
)
def test_nobody_is_called_outside_season_days_and_hours(at: datetime, is_called: bool) -> None:
    cp.customers(1)
    window = {
        "starts_on": date(2026, 5, 1), "ends_on": date(2026, 5, 31), "days": "12345", "opens_at": time(9),
        "closes_at": time(18),
    }  # fmt: skip
    with time_machine.travel(datetime(2026, 4, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        campaign = cp.running(**window)
    with time_machine.travel(at, tick=False):
        assert (next_person(campaign, by=cp.caller()) is not None) is is_called


def test_a_site_is_called_in_its_own_hours_and_by_its_own_clock() -> None:
    customer = cp.customers(1)[0]
    site = cast.site(customer)
    customer.contacts.update(site=site)
    tokyo = Calendar.objects.create(name="Tokyo", time_zone="Asia/Tokyo")
    WorkingHours.objects.create(calendar=tokyo, weekday=1, opens_at=time(12), closes_at=time(13))
    SiteCalendar.objects.create(site=site, calendar=tokyo)
    with time_machine.travel(TUESDAY, tick=False):
        campaign = cp.running(follows_calendar=True)
        assert next_person(campaign, by=cp.caller()) is None
        assert "hours of the sites" in why_nobody(campaign)
    # Half past eleven in Shanghai is half past twelve there.
    with time_machine.travel(TUESDAY + timedelta(hours=1, minutes=30), tick=False):
        assert next_person(campaign, by=cp.caller()) is not None


def test_who_asked_since_the_start_not_to_be_called_is_spared() -> None:
    first, second = cp.customers(2)
    campaign = cp.running()
    Contact.objects.filter(customer=first).update(is_do_not_call=True)
    task = next_person(campaign, by=cp.caller())
    assert task is not None
    assert task.customer == second
    assert CallTask.objects.get(customer=first).fate == "do_not_call"


def test_nobody_more_of_a_segment_is_called_when_enough_of_it_were_reached() -> None:
    cp.customers(3, region="CN")
    far = cp.customers(1, region="TW")[0]
    campaign, by = cp.running(segment_by="region", quota=1), cp.caller()
    task = next_person(campaign, by=by)
    assert task is not None
    outcome(task, by, "reached")
    after = next_person(campaign, by=by)
    assert after is not None
    assert after.customer == far
    outcome(after, by, "reached")
    assert Campaign.objects.get(pk=campaign.pk).state == "done"


def test_a_stopped_campaign_takes_no_more_outcomes() -> None:
    cp.customers(1)
    campaign, by = cp.running(), cp.caller()
    task = next_person(campaign, by=by)
    assert task is not None
    advance(campaign, "stop", by=cp.supervisor(), reason="The fault is back.")
    with pytest.raises(Refused):
        outcome(task, by, "reached")
