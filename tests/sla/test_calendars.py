from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from people.models import Team
from sla.business_time import add, between
from sla.calendars import Because, calendar_for, choose_calendar, compiled
from sla.days import release
from sla.models import Calendar, Edition, SiteCalendar, TeamCalendar
from sla.models.calendars import hours_text
from sla.services import adopt_holidays, set_week
from sla.timetable import Timetable
from tests import cast as people
from tests.sla.cast import About, calendar, clock, contract, exception, hours, service, target
from tests.sla.timetables import at, wall

pytestmark = pytest.mark.django_db
HOUR = 3600


def queries() -> CaptureQueriesContext:
    return CaptureQueriesContext(connection)


def mainland(**fields: Any) -> Calendar:
    return calendar("09:00-12:00 13:00-18:00", region="CN", **fields)


def due(timetable: Timetable, start: str, amount: float) -> str:
    return wall(timetable, add(timetable, at(timetable, start), amount * HOUR))


# The hours of each day


def test_national_day_is_closed_and_its_make_up_saturday_open() -> None:
    timetable = compiled(mainland())
    assert due(timetable, "2026-09-30 16:30", 4) == "2026-10-08 11:30"
    assert due(timetable, "2026-10-09 17:00", 2) == "2026-10-10 10:00"
    assert between(timetable, at(timetable, "2026-10-01 00:00"), at(timetable, "2026-10-08 00:00")) == 0


def test_spring_festival_is_closed_and_made_up_before_and_after() -> None:
    timetable = compiled(mainland())
    assert due(timetable, "2026-02-13 17:00", 9) == "2026-02-14 18:00"
    assert due(timetable, "2026-02-14 17:30", 1) == "2026-02-24 09:30"
    assert due(timetable, "2026-02-27 17:30", 1) == "2026-02-28 09:30"


def test_a_make_up_day_has_the_hours_of_the_weekday_named() -> None:
    house = mainland(make_up_weekday=4)
    set_week(house, [(4, clock("08:00"), clock("10:00"))])
    timetable = compiled(house)
    assert (
        between(timetable, at(timetable, "2026-10-10 00:00"), at(timetable, "2026-10-11 00:00")) == 2 * HOUR
    )


def test_taiwan_and_hong_kong_keep_their_own_days() -> None:
    taiwan = compiled(calendar(region="TW", time_zone="Asia/Taipei"))
    hong_kong = compiled(calendar(region="HK", time_zone="Asia/Hong_Kong"))
    assert due(taiwan, "2025-02-07 17:00", 2) == "2025-02-08 10:00"
    assert due(taiwan, "2026-10-08 17:00", 2) == "2026-10-12 10:00"
    assert due(hong_kong, "2026-12-24 17:00", 2) == "2026-12-28 10:00"


def test_an_exception_beats_the_holiday_and_the_make_up_day() -> None:
    house = mainland()
    exception(house, date(2026, 10, 2), "10:00", "11:00").save()
    exception(house, date(2026, 10, 10), name="Moving house").save()
    timetable = compiled(house)
    assert due(timetable, "2026-09-30 17:30", 1) == "2026-10-02 10:30"
    assert due(timetable, "2026-10-09 17:30", 1) == "2026-10-12 09:30"
    assert timetable.own_days[date(2026, 10, 10)].name == "Moving house"


def test_a_worked_exception_without_hours_has_those_of_make_up_days() -> None:
    house = mainland()
    exception(house, date(2026, 10, 4), is_working=True).save()
    timetable = compiled(house)
    assert (
        between(timetable, at(timetable, "2026-10-04 00:00"), at(timetable, "2026-10-05 00:00")) == 8 * HOUR
    )


def test_several_exceptions_make_several_spans() -> None:
    house = mainland()
    exception(house, date(2026, 3, 2), "14:00", "16:00").save()
    exception(house, date(2026, 3, 2), "08:00", "09:00").save()
    timetable = compiled(house)
    assert due(timetable, "2026-03-02 07:00", 2) == "2026-03-02 15:00"


def test_closing_at_midnight_is_the_end_of_the_day() -> None:
    timetable = compiled(calendar("20:00-24:00"))
    assert due(timetable, "2026-03-02 23:00", 2) == "2026-03-03 21:00"
    assert hours_text(clock("20:00"), clock("24:00")) == "20:00–24:00"


def test_around_the_clock_ignores_everything_else() -> None:
    house = calendar(is_always_open=True)
    assert due(compiled(house), "2026-10-01 00:00", 30) == "2026-10-02 06:00"


# What is refused


def errors(row: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    return str(refused.value)


def test_it_refuses_overlapping_hours() -> None:
    house = calendar("09:00-12:00", "0")
    assert "overlap" in errors(hours(house, 0, "11:00", "13:00"))
    assert "overlap" in errors(hours(house, 0, "08:00", "24:00"))
    hours(house, 0, "12:00", "13:00").full_clean()
    hours(house, 1, "11:00", "13:00").full_clean()
    hours(calendar("09:00-12:00", "0"), 0, "12:00", "24:00").full_clean()


def test_the_database_refuses_overlapping_hours_too() -> None:
    house = calendar("09:00-24:00", "0")
    with pytest.raises(IntegrityError, match="hours_do_not_overlap"), transaction.atomic():
        hours(house, 0, "23:00", "24:00").save()


def test_it_refuses_hours_that_close_before_they_open() -> None:
    assert "closes before it opens" in errors(hours(calendar(hours=""), 0, "18:00", "09:00"))
    with pytest.raises(IntegrityError, match="hours_close_after_opening"), transaction.atomic():
        hours(calendar(hours=""), 0, "18:00", "09:00").save()


def test_it_refuses_exceptions_that_overlap_or_contradict() -> None:
    house = calendar()
    exception(house, date(2026, 3, 2), name="Closed").save()
    assert "already has an exception" in errors(exception(house, date(2026, 3, 2), "10:00", "11:00"))
    assert "already has an exception" in errors(exception(house, date(2026, 3, 2), name="Closed twice"))
    exception(house, date(2026, 3, 3), "10:00", "11:00").save()
    assert "already has an exception" in errors(exception(house, date(2026, 3, 3), "10:30", "12:00"))
    assert "already has an exception" in errors(exception(house, date(2026, 3, 3), is_working=True))
    exception(house, date(2026, 3, 3), "11:00", "12:00").full_clean()


def test_it_refuses_half_an_exception() -> None:
    house = calendar()
    assert "both hours" in errors(
        exception(house, date(2026, 3, 2), opens_at=clock("09:00"), is_working=True)
    )
    off = exception(house, date(2026, 3, 2), opens_at=clock("09:00"), closes_at=clock("10:00"))
    assert "both hours" in errors(off)
    with pytest.raises(IntegrityError, match="exception_hours_make_sense"), transaction.atomic():
        off.save()


def test_it_refuses_exceptions_around_the_clock() -> None:
    assert "around the clock" in errors(exception(calendar(is_always_open=True), date(2026, 3, 2)))


def test_it_refuses_an_unknown_zone_and_holidays_around_the_clock() -> None:
    assert "Mars/Olympus" in errors(Calendar(name="Mars", time_zone="Mars/Olympus"))
    assert "public holidays" in errors(Calendar(name="Both", is_always_open=True, region="CN"))


def test_the_week_is_replaced_whole_or_not_at_all() -> None:
    house = calendar("09:00-18:00", "01234")
    with pytest.raises(ValidationError):
        set_week(house, [(0, clock("09:00"), clock("12:00")), (0, clock("11:00"), clock("13:00"))])
    assert house.workinghours_set.count() == 5
    set_week(house, [(6, clock("10:00"), clock("12:00"))])
    assert [str(row) for row in house.workinghours_set.all()] == ["Sunday 10:00–12:00"]


def test_there_is_one_default_and_the_last_one_wins() -> None:
    first, second = calendar(is_default=True), calendar(is_default=True)
    first.refresh_from_db()
    assert not first.is_default
    assert Calendar.objects.get(is_default=True) == second


# Compiled forms and what makes them old


def test_a_compiled_calendar_is_kept_until_something_changes() -> None:
    house = Calendar.objects.get(pk=mainland().pk)
    with queries() as first:
        timetable = compiled(house)
    with queries() as again:
        assert compiled(Calendar(pk=house.pk, revision=house.revision)) is timetable
    assert (len(first), len(again)) == (2, 0)


def revision(of: Calendar) -> int:
    return Calendar.objects.values_list("revision", flat=True).get(pk=of.pk)


def test_every_change_gives_a_new_revision_and_edition() -> None:
    house = calendar()
    row = house.workinghours_set.all()[0]
    off = exception(house, date(2026, 3, 2))
    changes: list[Callable[[], object]] = [
        lambda: house.save(),
        lambda: set_week(house, []),
        lambda: hours(house, 0, "09:00", "10:00").save(),
        lambda: house.workinghours_set.get().delete(),
        lambda: off.save(),
        lambda: off.delete(),
        lambda: row.delete(),
    ]
    for change in changes:
        before = revision(house), Edition.current()
        change()
        after = revision(house), Edition.current()
        assert after[0] > before[0]
        assert after[1] > before[1]
    house.refresh_from_db()
    assert compiled(house).week == ((),) * 7


def test_an_undone_change_leaves_nothing_behind_in_the_process() -> None:
    house = calendar("09:00-18:00")
    with pytest.raises(RuntimeError), transaction.atomic():
        set_week(house, [(0, clock("01:00"), clock("02:00"))])
        compiled(house)
        raise RuntimeError
    house.refresh_from_db()
    set_week(house, [(0, clock("03:00"), clock("04:00"))])
    assert compiled(house).week[0] == ((3 * HOUR, 4 * HOUR),)


def test_deleting_and_assigning_turn_the_edition() -> None:
    house, place = calendar(), people.site(people.customer())
    for change in (
        lambda: SiteCalendar.objects.create(site=place, calendar=house),
        lambda: SiteCalendar.objects.get(site=place).delete(),
        lambda: target(5, priority=None, calendar=house, service=service()),
        lambda: contract(place.customer),
    ):
        before = Edition.current()
        change()
        assert Edition.current() > before


def test_another_release_of_the_holidays_turns_the_calendars_that_use_them() -> None:
    Calendar.objects.filter(region="CN").update(holiday_release="0.1")
    stale = set(Calendar.objects.filter(region="CN"))
    before = {house.pk: house.revision for house in Calendar.objects.all()}
    assert set(adopt_holidays()) == stale
    assert adopt_holidays() == []
    changed = {house.pk for house in Calendar.objects.all() if house.revision != before[house.pk]}
    assert changed == {house.pk for house in stale}
    assert set(Calendar.objects.filter(region="CN").values_list("holiday_release", flat=True)) == {release()}


# Which calendar applies


def everywhere() -> tuple[About, dict[Because, Calendar]]:
    """A case for which every reason has a calendar of its own."""
    place, crew = people.site(people.customer()), Team.objects.create(code="crew", name="Crew")
    named = {because: calendar(name=because.value) for because in Because}
    SiteCalendar.objects.create(site=place, calendar=named[Because.SITE])
    TeamCalendar.objects.create(team=crew, calendar=named[Because.TEAM])
    contract(place.customer, calendar=named[Because.CONTRACT])
    named[Because.DEFAULT].is_default = True
    named[Because.DEFAULT].save()
    return About(customer_id=place.customer_id, site_id=place.pk, team_id=crew.pk), named


ON = date(2026, 6, 1)


def test_the_contract_goes_before_the_site_and_the_site_before_the_default() -> None:
    about, named = everywhere()
    found = choose_calendar(about, on=ON)
    assert found is not None
    assert (found.calendar, found.because) == (named[Because.CONTRACT], Because.CONTRACT)
    assert calendar_for(About(site_id=about.site_id), on=ON) == named[Because.SITE]
    assert calendar_for(About(), on=ON) == named[Because.DEFAULT]
    assert calendar_for(about, on=date(2025, 12, 31)) == named[Because.SITE]


def test_the_target_goes_before_all() -> None:
    about, named = everywhere()
    named_by_target = target(5, service=service(), calendar=named[Because.TARGET])
    with queries() as asked:
        assert choose_calendar(about, named_by_target).because == Because.TARGET  # type: ignore[union-attr]
    assert len(asked) == 0


def test_a_teams_own_time_counts_on_the_teams_calendar() -> None:
    about, named = everywhere()
    own = target(5, "operational", service=service())
    assert calendar_for(about, own, on=ON) == named[Because.TEAM]
    assert calendar_for(About(site_id=about.site_id), own, on=ON) == named[Because.DEFAULT]


def test_a_contract_without_a_calendar_leaves_it_to_the_site() -> None:
    about, named = everywhere()
    customer = named[Because.CONTRACT].contracts.get().customer
    contract(customer, starts_on=date(2026, 2, 1))
    assert calendar_for(about, on=ON) == named[Because.SITE]


def test_the_choice_is_one_query() -> None:
    about, _ = everywhere()
    with queries() as asked:
        calendar_for(about, on=ON)
    assert len(asked) == 1


def test_without_any_calendar_there_is_none() -> None:
    Calendar.objects.filter(is_default=True).update(is_default=False)
    assert calendar_for(About()) is None
