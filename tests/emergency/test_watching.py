"""The watch: a storm is found with its N-th report, once, grows, and ends by itself."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from calls.models import Call
from emergency.models import Surge, SurgeRule
from emergency.watching import look
from incidents.models import Symptom
from records.models import JournalEntry
from records.telling import tell
from tests import cast
from tests.emergency.storms import calls, desk, usually

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True, name="traveller")
def at_noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def later(traveller, **span) -> None:
    traveller.shift(timedelta(**span))


def test_the_nth_call_makes_a_surge_and_the_one_before_does_not(traveller):
    lead, service = desk(), cast.service()
    calls(19, service, by=lead)
    assert look() == []
    later(traveller, seconds=2)
    calls(1, service, by=lead)
    (surge,) = look()
    assert (surge.state, surge.service, surge.reports, surge.peak) == ("running", service, 20, 20)
    assert surge.reached_at == timezone.now()
    assert surge.owner == lead


def test_it_is_found_once_and_grows(traveller):
    lead, service = desk(), cast.service()
    calls(20, service, by=lead)
    look()
    later(traveller, minutes=1)
    calls(12, service, by=lead, every=1)
    assert look() == []
    surge = Surge.objects.get()
    assert (surge.reports, surge.peak, surge.state) == (32, 32, "running")
    assert JournalEntry.objects.filter(record_id=surge.pk, step="swell").count() == 1


def test_it_ends_when_the_reports_have_left_the_window(traveller):
    lead, service = desk(), cast.service()
    calls(20, service, by=lead, every=1)
    look()
    later(traveller, minutes=29)
    assert look() == []
    assert Surge.objects.get().state == "running"
    later(traveller, minutes=2)
    look()
    surge = Surge.objects.get()
    assert surge.state == "ended"
    assert not surge.is_running
    assert surge.closed_at == timezone.now()
    assert NOON + timedelta(minutes=29) < surge.ended_at <= NOON + timedelta(minutes=30)


def test_a_second_storm_is_another_surge(traveller):
    lead, service = desk(), cast.service()
    for _storm in range(2):
        calls(20, service, by=lead, every=1)
        look()
        later(traveller, hours=2)
        look()
    assert Surge.objects.filter(state="ended").count() == 2


def test_calls_made_and_calls_on_other_services_do_not_count():
    lead, service = desk(), cast.service()
    calls(19, service, by=lead)
    calls(20, service, by=lead, direction=Call.Direction.OUT)
    calls(19, cast.service("mail"), by=lead)
    assert look() == []


def test_a_call_and_its_incident_are_one_report_and_an_incident_alone_is_one_too():
    lead, service = desk(), cast.service()
    incident = cast.incident(lead, service=service)
    calls(19, service, by=lead, record=incident)
    assert look() == []
    cast.incident(lead, service=service)
    (surge,) = look()
    assert surge.reports == 20


def test_a_call_counts_from_when_it_began_though_it_is_written_down_when_it_ends(traveller):
    lead, service = desk(), cast.service()
    calls(19, service, by=lead, every=90)
    look()
    later(traveller, minutes=6)
    assert look() == []
    # It began while the other nineteen still lay within the window, and lasted six minutes.
    calls(1, service, by=lead, at=NOON + timedelta(seconds=30))
    (surge,) = look()
    assert surge.peak == 20
    assert surge.reached_at == NOON + timedelta(seconds=30)


def test_a_watch_that_was_away_finds_the_storm_that_passed(traveller):
    lead, service = desk(), cast.service()
    look()
    later(traveller, hours=3)
    calls(25, service, by=lead, at=timezone.now() - timedelta(hours=2), every=1)
    look()
    surge = Surge.objects.get()
    assert (surge.state, surge.peak, surge.reports) == ("ended", 25, 25)


def test_what_was_imported_from_long_ago_is_no_surge():
    lead, service = desk(), cast.service()
    calls(60, service, by=lead, at=NOON - timedelta(days=300), every=1)
    assert look() == []


def test_a_service_has_a_limit_and_a_window_of_its_own():
    lead, service, mail = desk(), cast.service(), cast.service("mail")
    SurgeRule.objects.create(service=service, reports=3, minutes=5)
    calls(3, service, by=lead, every=100)
    calls(3, mail, by=lead, every=100)
    (surge,) = look()
    assert (surge.service, surge.limit, surge.window_minutes) == (service, 3, 5)


def test_a_symptom_can_surge_across_services():
    lead = desk()
    SurgeRule.objects.create(watched="symptom", reports=4, minutes=30)
    symptom = Symptom.objects.create(code="box", name="An English box pops up")
    for code in ("mail", "remote-access", "mail", "terminals"):
        cast.incident(lead, service=cast.service(code), symptom=symptom)
    (surge,) = look()
    assert (surge.symptom, surge.service, surge.reports) == (symptom, None, 4)


def test_more_than_this_hour_usually_brings_is_an_early_warning_that_becomes_the_surge(traveller):
    lead, service = desk(), cast.service()
    usually(service, 1.0)
    calls(9, service, by=lead)
    (surge,) = look()
    assert surge.state == "warned"
    assert surge.reached_at is None
    assert surge.usual == pytest.approx(0.5)
    later(traveller, minutes=2)
    calls(11, service, by=lead, every=1)
    (same,) = look()
    assert same.pk == surge.pk
    assert same.state == "running"


def test_what_is_usual_warns_nobody():
    lead, service = desk(), cast.service()
    usually(service, 24.0)
    calls(15, service, by=lead)
    assert look() == []


def test_a_warning_that_comes_to_nothing_ends(traveller):
    lead, service = desk(), cast.service()
    usually(service, 1.0)
    calls(9, service, by=lead)
    look()
    later(traveller, minutes=35)
    look()
    assert Surge.objects.get().state == "ended"


def test_the_rest_of_a_storm_is_no_early_warning(traveller):
    lead, service = desk(), cast.service()
    usually(service, 0.5)
    calls(20, service, by=lead, every=60)
    look()
    later(traveller, minutes=22)
    look()
    assert list(Surge.objects.values_list("state", flat=True)) == ["ended"]


def test_without_a_learned_week_nothing_is_unusual():
    lead, service = desk(), cast.service()
    calls(19, service, by=lead)
    assert look() == []


def test_the_journal_names_how_many_were_counted():
    calls(20, cast.service(), by=desk())
    (surge,) = look()
    entry = JournalEntry.objects.get(record_id=surge.pk, step="swell")
    assert tell(entry, surge.declared).sentence == "counted 20 reports within the window"
