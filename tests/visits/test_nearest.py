"""The nearest free engineer, and why he and not another."""

from datetime import timedelta

import pytest
from django.utils import timezone

from records.actions import advance
from tests.roster.people import leave, shift
from tests.visits.people import (
    NANJING,
    SHANGHAI,
    SUZHOU,
    engineer,
    finished,
    incident,
    sent,
    site,
    skill,
    visit,
)
from visits.models import VisitRules
from visits.nearest import nearest, nearest_for
from visits.travel import Place, Roads, straight_km

pytestmark = pytest.mark.django_db
HERE = Place(*SHANGHAI)


def names(answer) -> list[str]:
    return [option.known.name for option in answer.options]


def test_distance_and_time_are_those_of_the_stated_model() -> None:
    assert straight_km(Place(*SHANGHAI), Place(*NANJING)) == pytest.approx(269, abs=2)
    roads = Roads.current()
    assert roads.km(HERE, Place(*SUZHOU)) == pytest.approx(1.3 * straight_km(HERE, Place(*SUZHOU)))
    assert [round(roads.minutes(km)) for km in (5, 10, 20, 100, 5000)] == [14, 27, 30, 92, 3750]


def test_the_nearest_comes_first_and_says_why() -> None:
    engineer("Far", NANJING), engineer("Near", SHANGHAI), engineer("Between", SUZHOU)
    answer = nearest(HERE)
    assert names(answer) == ["Near", "Between", "Far"]
    assert answer.best.reasons[0] == "Free; no shift of his is planned these days."
    assert answer.best.reasons[1].startswith("0 km by road from his base; there about ")
    assert [option.known.name for option in answer.runners_up] == ["Between", "Far"]


def test_who_lacks_the_skill_or_is_away_is_not_asked_and_counted() -> None:
    engineer("Unskilled")
    leave(engineer("Away", SHANGHAI, "network"))
    engineer("Able", NANJING, "network")
    answer = nearest(HERE, skill("network"))
    assert names(answer) == ["Able"]
    assert answer.excluded == {"skill": 1, "leave": 1}


def test_one_on_shift_goes_before_a_nearer_one_off_shift() -> None:
    off, on = engineer("Off"), engineer("On", SUZHOU)
    shift(off, 10, 18), shift(on, -1, 7)
    answer = nearest(HERE)
    assert names(answer) == ["On", "Off"]
    assert answer.options[1].reasons[0] == "Free, but off shift."


def test_one_who_is_busy_stands_last_from_where_he_is_and_when_he_will_be_free() -> None:
    busy = engineer("Busy", NANJING)
    made = advance(sent(busy, work_minutes=90), "arrive", by=busy)
    engineer("Free", NANJING)
    answer = nearest(HERE)
    assert names(answer) == ["Free", "Busy"]
    option = answer.options[1]
    assert option.reasons[0].startswith(f"Busy with {made.number} until about ")
    assert option.known.free_at == made.arrived_at + timedelta(minutes=90)
    assert option.km == pytest.approx(0)


def test_nobody_free_is_no_best() -> None:
    sent(engineer("Busy"))
    answer = nearest(HERE)
    assert answer.best is None
    assert [option.known.name for option in answer.runners_up] == ["Busy"]


def test_he_is_taken_to_be_where_his_last_visit_was() -> None:
    moved = engineer("Moved", NANJING)
    finished(moved)
    (option,) = nearest(HERE).options
    assert option.km == pytest.approx(0)
    assert "from Site" in option.reasons[1]
    later = timezone.now() + timedelta(hours=13)
    (option,) = nearest(HERE, at=later).options
    assert option.km > 300


def test_who_had_more_visits_than_the_others_is_reckoned_later() -> None:
    tired, fresh = engineer("A tired one"), engineer("Fresh")
    VisitRules.objects.update(fairness_minutes=5)
    finished(tired), finished(tired)
    answer = nearest(HERE)
    assert names(answer) == ["Fresh", "A tired one"]
    assert answer.options[1].handicap == 5
    assert answer.options[1].reasons[2].startswith("2 visits in seven days, more than the others")
    assert fresh.pk == answer.best.known.pk


def test_where_no_place_is_known_he_is_reckoned_by_the_rule() -> None:
    engineer("Nowhere", None), engineer("Somewhere", SHANGHAI)
    answer = nearest(HERE)
    assert names(answer)[0] == "Somewhere"
    assert answer.options[1].km is None
    assert nearest_for(visit(for_record=incident(at=None))).options[0].km is None


def test_it_costs_the_same_number_of_queries_however_many_there_are(django_assert_num_queries) -> None:
    for number in range(12):
        engineer(f"E{number}", SUZHOU, "network")
    wanted = skill("network")
    place = Place(*(site().latitude, site().longitude))
    with django_assert_num_queries(8):
        nearest(place, wanted)
