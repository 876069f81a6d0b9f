"""The weekdays of a campaign: any set of them, chosen by boxes, kept in one column, said in the reader's language."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from outreach.models import Campaign
from outreach.window import is_open
from records.actions import revise
from tests.client import client_of
from tests.outreach import people as cp
from tests.outreach.test_writing import NEW, form

MONDAY = 2  # of November 2026


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("12345", "Mon–Fri"), ("1234567", "every day"), ("135", "Mon, Wed, Fri"), ("67", "Sat, Sun"),
        ("1235", "Mon–Wed, Fri"), ("workdays", "Mon–Fri"),
    ],
)  # fmt: skip
def test_days_on_end_are_said_as_one_stretch(days: str, said: str) -> None:
    assert Campaign(days=days).get_days_display() == said


def test_they_are_said_in_the_readers_language() -> None:
    with translation.override("zh-hans"):
        assert "星期一" in Campaign(days="135").get_days_display()


@pytest.mark.parametrize("days", ["", "8", "21", "11", "12345 ", "workdays"])
def test_what_is_no_set_of_weekdays_is_refused(days: str) -> None:
    with pytest.raises(ValidationError):
        Campaign._meta.get_field("days").clean(days, None)


def test_people_are_called_on_the_chosen_days_only() -> None:
    campaign = Campaign(days="26", follows_calendar=False)
    days = [datetime(2026, 11, MONDAY + place, 2, tzinfo=UTC) for place in range(7)]
    assert [is_open(campaign, None, day) for day in days] == [False, True, False, False, False, True, False]


@pytest.mark.django_db
def test_the_boxes_are_kept_and_stand_ticked_again() -> None:
    desk = client_of(cp.supervisor())
    answer = desk.post(NEW, form({"text": "Works?"}, days=["1", "3"]))
    made = Campaign.objects.get()
    assert made.days == "13"
    again = desk.get(f"{answer['Location']}write/").content.decode()
    assert [_is_ticked(again, day) for day in "1234567"] == [day in "13" for day in "1234567"]


def _is_ticked(page: str, day: str) -> bool:
    box = next(tag for tag in page.split("<input") if 'name="days"' in tag and f'value="{day}"' in tag)
    return " checked" in box.split(">")[0]


@pytest.mark.django_db
def test_without_any_day_nothing_is_kept_and_the_page_says_what_to_do() -> None:
    answer = client_of(cp.supervisor()).post(NEW, form({"text": "Works?"}, days=[]))
    assert answer.status_code == 400
    assert "Choose at least one day." in answer.content.decode()
    assert not Campaign.objects.exists()


@pytest.mark.django_db
def test_the_journal_says_them_in_words() -> None:
    campaign = cp.draft()
    revise(campaign, by=cp.supervisor(), version=campaign.version, days="135")
    page = client_of(cp.supervisor()).get(f"/records/{campaign.number}/").content.decode()
    assert "Mon, Wed, Fri" in page
