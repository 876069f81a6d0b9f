import pytest
from django.core.management import call_command

from sla.business_time import add
from sla.calendars import compiled
from sla.defaults import install_calendars, install_targets
from sla.models import Calendar, Target
from tests.sla.timetables import at, wall

pytestmark = pytest.mark.django_db


def test_a_new_house_has_calendars_in_three_languages() -> None:
    found = {row.name: row for row in Calendar.objects.all()}
    assert set(found) == {"Around the clock", "Mainland China office", "Taiwan office", "Hong Kong office"}
    assert all(row.name_zh_hans and row.name_zh_hant for row in found.values())
    assert [row.name for row in found.values() if row.is_default] == ["Mainland China office"]
    zones = {(row.time_zone, row.region) for row in found.values() if row.region}
    assert zones == {("Asia/Shanghai", "CN"), ("Asia/Taipei", "TW"), ("Asia/Hong_Kong", "HK")}


def test_its_office_hours_leave_lunch_free() -> None:
    office = compiled(Calendar.objects.get(name="Mainland China office"))
    assert wall(office, add(office, at(office, "2026-09-30 16:30"), 4 * 3600)) == "2026-10-08 11:30"


@pytest.mark.parametrize(
    ("priority", "response", "resolution", "calendar"),
    [
        (1, 15, 240, "Around the clock"),
        (2, 30, 480, "Around the clock"),
        (3, 120, 960, None),
        (4, 240, 2400, None),
        (5, 480, 4800, None),
    ],
)
def test_a_new_house_promises_by_priority(
    priority: int, response: int, resolution: int, calendar: str | None
) -> None:
    rows = Target.objects.filter(priority=priority).select_related("calendar")
    found = {row.metric: (row.minutes, row.calendar.name if row.calendar else None) for row in rows}
    assert found == {"response": (response, calendar), "resolution": (resolution, calendar)}


def test_installing_again_changes_nothing() -> None:
    Target.objects.filter(priority=1, metric="response").update(minutes=99)
    before = list(Target.objects.order_by("pk").values()), list(Calendar.objects.order_by("pk").values())
    install_calendars()
    install_targets()
    assert (
        list(Target.objects.order_by("pk").values()),
        list(Calendar.objects.order_by("pk").values()),
    ) == before


def test_a_default_chosen_by_the_house_is_left_alone() -> None:
    Target.objects.all().delete()
    Calendar.objects.exclude(name="Taiwan office").delete()
    Calendar.objects.update(is_default=True)
    install_calendars()
    assert Calendar.objects.get(is_default=True).name == "Taiwan office"


def test_adopting_holidays_says_which(capsys: pytest.CaptureFixture[str]) -> None:
    Calendar.objects.filter(region="CN").update(holiday_release="0.1")
    call_command("adopt_holidays")
    assert capsys.readouterr().out.startswith("Mainland China office: public holidays as of release ")
    call_command("adopt_holidays")
    assert capsys.readouterr().out == ""
