"""Settings of what is promised: a calendar with its week, and the open clocks that a change has counted again."""

from datetime import date, time

import pytest
from django.test import Client

from people.models import AccessLog
from records import sweep
from records.models import Clock, JournalEntry
from sla.models import Calendar, CalendarException, Contract, Edition, Target
from sla.services import set_week
from tests import cast

pytestmark = pytest.mark.django_db


def administrator() -> Client:
    client = Client()
    client.force_login(
        cast.person("administrator", name="Boss"), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def address(*parts: object) -> str:
    return "/settings/" + "".join(f"{part}/" for part in parts)


def office() -> Calendar:
    calendar = Calendar.objects.create(name="Little office")
    set_week(calendar, [(0, time(9), time(12)), (0, time(13), time(18))])
    return calendar


def sent(response) -> dict[str, object]:
    """Everything the page would send back as it stands: the form, and the rows of the week."""
    sheet = response.context["sheet"]
    data = {name: sheet.form[name].value() for name in sheet.form.fields}
    for part in sheet.parts:
        data["seen_week"] = part.seen
        for form in [part.rows.management_form, *part.rows.forms]:
            data |= {form[name].html_name: form[name].value() for name in form.fields}
    # A browser sends no box that is not ticked, and the first choice of a list where none is chosen.
    return {
        name: 0 if value is None and name.endswith("-weekday") else value
        for name, value in data.items()
        if not (value is None or value is False) or name.endswith("-weekday")
    }


def messages(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def week_of(calendar: Calendar) -> list[tuple[int, time, time]]:
    return list(calendar.workinghours_set.values_list("weekday", "opens_at", "closes_at"))


def test_a_calendar_is_made_with_its_week() -> None:
    client = administrator()
    data = sent(client.get(address("calendars", "new")))
    data |= {"name": "Night shift", "form-0-weekday": 4, "form-0-opens_at": "22", "form-0-closes_at": "24:00"}
    answer = client.post(address("calendars", "new"), data)
    assert answer.status_code == 302
    made = Calendar.objects.get(name="Night shift")
    assert answer.url == address("calendars", made.pk)
    assert week_of(made) == [(4, time(22), time(0))]
    assert AccessLog.objects.get(subject=f"sla.Calendar:{made.pk}").changes["week"] == ["", "Fri 22:00–24:00"]


def test_a_calendar_without_hours_is_refused_and_keeps_what_was_typed() -> None:
    client = administrator()
    data = sent(client.get(address("calendars", "new"))) | {"name": "Never"}
    answer = client.post(address("calendars", "new"), data)
    assert answer.status_code == 400
    assert 'value="Never"' in answer.content.decode()
    assert "at least one weekday" in answer.content.decode()
    assert not Calendar.objects.filter(name="Never").exists()


def test_hours_that_overlap_are_told_at_their_row() -> None:
    client, calendar = administrator(), office()
    data = sent(client.get(address("calendars", calendar.pk))) | {"form-1-opens_at": "11:00"}
    answer = client.post(address("calendars", calendar.pk), data)
    assert answer.status_code == 400
    assert "Overlaps 09:00–12:00" in answer.content.decode()


def test_a_row_of_the_week_is_left_out() -> None:
    client, calendar = administrator(), office()
    data = sent(client.get(address("calendars", calendar.pk))) | {"form-1-DELETE": "on"}
    assert client.post(address("calendars", calendar.pk), data).status_code == 302
    assert week_of(calendar) == [(0, time(9), time(12))]


def test_keeping_a_calendar_as_it_is_turns_no_clock() -> None:
    client, calendar = administrator(), office()
    data, before = sent(client.get(address("calendars", calendar.pk))), Edition.current()
    answer = client.post(address("calendars", calendar.pk), data, follow=True)
    assert "Nothing was changed" in messages(answer)
    assert Edition.current() == before


def test_a_week_that_somebody_else_changed_is_told_and_not_overwritten() -> None:
    client, calendar = administrator(), office()
    url = address("calendars", calendar.pk)
    data = sent(client.get(url))
    client.post(url, data | {"form-1-DELETE": "on"})
    late = client.post(url, data | {"form-1-closes_at": "19:00"})
    assert late.status_code == 400
    assert "Mon 09:00–12:00" in late.content.decode()
    assert week_of(calendar) == [(0, time(9), time(12))]


def test_another_field_is_kept_beside_a_week_that_somebody_else_changed() -> None:
    client, calendar = administrator(), office()
    url = address("calendars", calendar.pk)
    data = sent(client.get(url))
    client.post(url, data | {"form-1-DELETE": "on"})
    assert client.post(url, data | {"name": "Small office"}).status_code == 302
    calendar.refresh_from_db()
    assert calendar.name == "Small office"
    assert week_of(calendar) == [(0, time(9), time(12))]


def test_being_the_usual_one_is_taken_from_the_calendar_before() -> None:
    client, calendar = administrator(), office()
    before = Calendar.objects.get(is_default=True)
    data = sent(client.get(address("calendars", calendar.pk))) | {"is_default": "on"}
    client.post(address("calendars", calendar.pk), data)
    before.refresh_from_db()
    assert not before.is_default
    assert Calendar.objects.get(is_default=True) == calendar


def test_a_calendar_that_clocks_count_on_says_so_and_stays() -> None:
    client, calendar = administrator(), office()
    Target.objects.update(calendar=calendar)
    answer = client.post(address("calendars", calendar.pk, "remove"))
    assert answer.status_code == 409
    assert f"Targets: {Target.objects.count()}" in answer.content.decode().replace("</a>", "").replace(
        f'<a href="/settings/targets/?calendar={calendar.pk}">', ""
    )
    assert Calendar.objects.filter(pk=calendar.pk).exists()


def test_an_exception_of_several_days_is_one_row_each() -> None:
    client, calendar = administrator(), office()
    url = address("exceptions", "new")
    assert client.get(url, {"calendar": calendar.pk}).context["form"]["calendar"].value() == calendar.pk
    given = {
        "calendar": calendar.pk,
        "on": "2026-12-24",
        "until": "2026-12-26",
        "name": "Closed for the year",
    }
    assert client.post(url, given).status_code == 302
    days = list(CalendarException.objects.filter(calendar=calendar).values_list("on", flat=True))
    assert days == [date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26)]
    assert client.post(url, given).status_code == 400


def test_the_days_that_differ_stand_beside_the_calendar(time_machine) -> None:
    time_machine.move_to("2026-01-02T10:00:00+08:00")
    calendar = office()
    calendar.region = "CN"
    calendar.save()
    CalendarException.objects.create(calendar=calendar, on=date(2026, 3, 9), name="Stocktaking")
    page = administrator().get(address("calendars", calendar.pk)).content.decode()
    assert "2026-03-09" in page
    assert "Stocktaking" in page
    assert "make-up working day" in page


def test_a_target_that_changes_has_the_open_clocks_counted_again(time_machine) -> None:
    client = administrator()
    incident = cast.incident(impact=2, urgency=2)
    sweep.retime_open_clocks()
    clock = Clock.objects.get(record=incident, metric="resolution")
    data = sent(client.get(address("targets", clock.target_id))) | {"minutes": 17}
    answer = client.post(address("targets", clock.target_id), data, follow=True)
    number = Clock.objects.filter(stopped_at=None, target__isnull=False).count()
    assert f"{number} open clocks are counted again" in messages(answer)
    due_at = clock.due_at
    sweep.retime_open_clocks()
    clock.refresh_from_db()
    assert clock.seconds == 17 * 60
    assert clock.due_at < due_at
    assert JournalEntry.objects.filter(record=incident, step="retimed").exists()


def test_a_house_without_open_clocks_is_told_that_none_is_counted() -> None:
    client, calendar = administrator(), office()
    data = sent(client.get(address("calendars", calendar.pk))) | {"name": "Small office"}
    answer = client.post(address("calendars", calendar.pk), data, follow=True)
    assert "none is counted again" in messages(answer)


def test_a_contract_is_kept_with_its_services() -> None:
    client, customer, service = administrator(), cast.customer(), cast.service("vpn")
    given = {"customer": customer.pk, "name": "Gold", "starts_on": "2026-01-01", "services": [service.pk]}
    assert client.post(address("contracts", "new"), given | {"ends_on": "2025-01-01"}).status_code == 400
    assert client.post(address("contracts", "new"), given).status_code == 302
    contract = Contract.objects.get(name="Gold")
    assert list(contract.services.all()) == [service]
    data = sent(client.get(address("contracts", contract.pk))) | {"ends_on": "2027-12-31"}
    assert client.post(address("contracts", contract.pk), data).status_code == 302
    contract.refresh_from_db()
    assert contract.ends_on == date(2027, 12, 31)
    line = AccessLog.objects.filter(subject=f"sla.Contract:{contract.pk}").first()
    assert line is not None
    assert line.changes == {"ends_on": ["", "2027-12-31"]}


def test_a_target_for_a_service_outside_the_contract_is_refused() -> None:
    client, covered, other = administrator(), cast.service("vpn"), cast.service("fax")
    contract = Contract.objects.create(customer=cast.customer(), name="Gold", starts_on="2026-01-01")
    contract.services.add(covered)
    given = {"metric": "response", "contract": contract.pk, "minutes": 10}
    assert client.post(address("targets", "new"), given | {"service": other.pk}).status_code == 400
    assert client.post(address("targets", "new"), given | {"service": covered.pk}).status_code == 302


def test_a_site_and_a_team_are_put_on_a_calendar() -> None:
    client, calendar, team = administrator(), office(), cast.team("network")
    site = cast.site(cast.customer())
    assert (
        client.post(address("site-calendars", "new"), {"site": site.pk, "calendar": calendar.pk}).status_code
        == 302
    )
    assert (
        client.post(address("team-calendars", "new"), {"team": team.pk, "calendar": calendar.pk}).status_code
        == 302
    )
    assert (site.site_calendar.calendar, team.team_calendar.calendar) == (calendar, calendar)
    again = client.post(address("team-calendars", "new"), {"team": team.pk, "calendar": calendar.pk})
    assert again.status_code == 400
    assert "team" in again.context["form"].errors
