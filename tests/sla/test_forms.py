from datetime import date
from typing import Any

import pytest
from django.forms import BaseForm

from people.models import Team
from sla.forms import CalendarExceptionForm, CalendarForm, ContractForm, TargetForm, WeekForms, week_forms
from sla.models import Calendar, Contract, Edition, Target
from tests import cast as people
from tests.sla.cast import calendar, contract, exception, service

pytestmark = pytest.mark.django_db


def week(of: Calendar, *rows: str, deleted: int | None = None) -> WeekForms:
    """Rows as typed: "0 09:00 18:00"."""
    initial = of.workinghours_set.count()
    data = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": str(min(initial, len(rows)))}
    for number, row in enumerate(rows):
        names = ("weekday", "opens_at", "closes_at")
        data |= {f"form-{number}-{name}": value for name, value in zip(names, row.split(), strict=False)}
    if deleted is not None:
        data[f"form-{deleted}-DELETE"] = "on"
    return week_forms(data, calendar=of)


def told(of: Calendar) -> list[str]:
    return [str(row) for row in of.workinghours_set.all()]


def test_a_week_is_saved_whole() -> None:
    house = calendar("09:00-18:00", "01")
    forms = week(house, "0 12:00 24:00", "1 09:00 18:00", "0 09:00 12:00")
    assert forms.is_valid(), forms.errors
    forms.save()
    assert told(house) == ["Monday 09:00–12:00", "Monday 12:00–24:00", "Tuesday 09:00–18:00"]


def test_rows_left_empty_or_deleted_are_not_kept() -> None:
    house = calendar("09:00-18:00", "01")
    forms = week(house, "0 09:00 18:00", "1 09:00 18:00", "", deleted=1)
    assert forms.is_valid(), forms.errors
    forms.save()
    assert told(house) == ["Monday 09:00–18:00"]


def test_an_overlap_is_told_at_the_later_row() -> None:
    forms = week(calendar(hours=""), "0 09:00 12:00", "1 09:00 12:00", "0 11:30 18:00")
    assert not forms.is_valid()
    assert forms.errors == [{}, {}, {"opens_at": ["Overlaps 09:00–12:00 of the same day."]}]


def test_each_row_that_overlaps_is_told() -> None:
    forms = week(calendar(hours=""), "0 09:00 18:00", "0 10:00 11:00", "0 12:00 13:00")
    assert not forms.is_valid()
    assert [list(errors) for errors in forms.errors] == [[], ["opens_at"], ["opens_at"]]


def test_a_row_closing_at_midnight_overlaps_what_follows() -> None:
    assert not week(calendar(hours=""), "0 09:00 24:00", "0 23:00 23:30").is_valid()


def test_hours_that_run_backwards_are_told_at_closing() -> None:
    forms = week(calendar(hours=""), "0 18:00 09:00")
    assert list(forms.errors[0]) == ["closes_at"]


def test_an_empty_week_is_refused_except_around_the_clock() -> None:
    assert "at least one weekday" in str(week(calendar(hours=""), "").non_form_errors())
    assert week(calendar(hours="", is_always_open=True), "").is_valid()


@pytest.mark.parametrize("typed", ["0 25:00 26:00", "0 nine ten", "9 09:00 10:00", "0 09:00"])
def test_nonsense_is_refused_at_its_field(typed: str) -> None:
    forms = week(calendar(hours=""), typed)
    assert not forms.is_valid()
    assert not forms.non_form_errors()


def test_the_end_of_the_day_is_shown_as_24() -> None:
    house = calendar("20:00-24:00", "0")
    assert 'value="24:00"' in str(week_forms(calendar=house).forms[0]["closes_at"])


def calendar_form(instance: Calendar | None = None, **typed: Any) -> CalendarForm:
    typed = {"name": "House", "time_zone": "Asia/Shanghai", "region": "", "make_up_weekday": "0"} | typed
    return CalendarForm(typed, instance=instance)


def test_a_calendar_is_made_the_default() -> None:
    before = calendar(is_default=True)
    form = calendar_form(is_default="on")
    assert form.is_valid(), form.errors
    assert form.save().is_default
    before.refresh_from_db()
    assert not before.is_default


def test_the_default_stays_ticked_in_its_form() -> None:
    assert CalendarForm(instance=calendar(is_default=True))["is_default"].value() is True


def test_a_calendar_is_refused_at_the_field_in_question() -> None:
    calendar(name="House")
    assert list(calendar_form().errors) == ["name"]
    assert list(calendar_form(name="B", is_always_open="on", region="CN").errors) == ["region"]
    assert list(calendar_form(name="B", time_zone="Mars/Olympus").errors) == ["time_zone"]
    assert list(calendar_form(name="B", make_up_weekday="8").errors) == ["make_up_weekday"]


def exception_form(of: Calendar, **typed: str) -> CalendarExceptionForm:
    return CalendarExceptionForm({"on": "2026-12-24"} | typed, calendar=of)


def test_a_closure_may_last_some_days() -> None:
    house = calendar()
    form = exception_form(house, until="2026-12-26", name="Christmas")
    assert form.is_valid(), form.errors
    assert form.save().on == date(2026, 12, 24)
    days = house.calendarexception_set.all()
    assert [(row.on.day, row.name, row.is_working) for row in days] == [
        (24, "Christmas", False),
        (25, "Christmas", False),
        (26, "Christmas", False),
    ]


def test_an_exception_with_hours_may_end_at_24() -> None:
    form = exception_form(calendar(), is_working="on", opens_at="20:00", closes_at="24:00")
    assert form.is_valid(), form.errors
    assert str(form.save().closes_at) == "00:00:00"


def test_an_exception_meets_the_others_of_its_calendar() -> None:
    house = calendar()
    exception(house, date(2026, 12, 25)).save()
    assert "already has an exception" in str(exception_form(house, on="2026-12-25").errors["__all__"])
    assert exception_form(calendar(), on="2026-12-25").is_valid()
    assert "2026-12-25: " in str(exception_form(house, until="2026-12-26").errors["until"])
    assert house.calendarexception_set.count() == 1


def test_a_closure_is_refused_backwards_and_for_ever() -> None:
    assert list(exception_form(calendar(), until="2026-12-01").errors) == ["until"]
    assert list(exception_form(calendar(), until="2031-12-01").errors) == ["until"]


def test_whatever_is_posted_an_exception_stays_with_its_calendar() -> None:
    house, other = calendar(), calendar()
    form = exception_form(house, calendar=str(other.pk))
    assert form.is_valid()
    assert form.save().calendar == house


def test_an_exception_is_changed_where_it_stands() -> None:
    row = exception(calendar(), date(2026, 12, 25))
    row.save()
    form = CalendarExceptionForm({"on": "2026-12-25", "name": "Christmas Day"}, instance=row)
    assert form.is_valid(), form.errors
    form.save()
    row.refresh_from_db()
    assert row.name == "Christmas Day"


def test_a_contract_is_saved_with_its_services_under_one_edition() -> None:
    customer, mail = people.customer(), service("mail")
    before = Edition.current()
    typed = {"customer": customer.pk, "name": "Basic", "starts_on": "2026-01-01", "services": [mail.pk]}
    form = ContractForm(typed)
    assert form.is_valid(), form.errors
    assert list(form.save().services.all()) == [mail]
    assert Edition.current() > before


def test_a_contract_is_refused_at_the_field_in_question() -> None:
    customer = people.customer()
    typed = {"customer": customer.pk, "name": "Basic", "starts_on": "2026-02-01", "ends_on": "2026-01-01"}
    assert list(ContractForm(typed).errors) == ["ends_on"]
    assert set(ContractForm({}).errors) == {"customer", "name", "starts_on"}
    assert Contract.objects.count() == 0


def target_errors(**typed: Any) -> BaseForm:
    return TargetForm({"metric": "response", "minutes": "30"} | typed)


def test_a_target_for_all_priorities_names_none() -> None:
    Target.objects.all().delete()
    form = target_errors(priority="")
    assert form.is_valid(), form.errors
    assert TargetForm({"metric": "response", "minutes": "30", "priority": "2"}).is_valid()


def test_a_target_is_refused_at_the_field_in_question() -> None:
    crew = Team.objects.create(code="crew", name="Crew")
    assert list(target_errors(team=crew.pk).errors) == ["team"]
    assert list(target_errors(minutes="0").errors) == ["minutes"]
    assert list(target_errors(priority="7").errors) == ["priority"]
    assert "change that one" in str(target_errors(priority="1").errors["__all__"])


def test_a_target_that_its_contract_does_not_cover_is_refused() -> None:
    agreed, other = contract(people.customer(), service("mail")), service("print")
    assert list(target_errors(contract=agreed.pk, service=other.pk).errors) == ["service"]
    assert target_errors(contract=contract(people.customer()).pk, service=other.pk).is_valid()
