"""The figures of what follows a change by REST: those of the page, for whom the page is, each with its list."""

import pytest

from changes.aftermath import figures
from people.models import Scope, Sight
from servicedesk.figures_pages.asked import PeriodForm
from tests import cast
from tests.api.test_records import Caller
from tests.changes.test_aftermath import the_month

pytestmark = pytest.mark.django_db
PATH = "/api/v1/after-a-change/"
MONTH = {"since": "2026-03-01", "until": "2026-03-30"}


@pytest.fixture(autouse=True)
def _in_utc(settings):
    settings.TIME_ZONE = "UTC"


def test_it_gives_the_figures_of_the_page_for_one_three_and_seven_days() -> None:
    the_month()
    boss = cast.person("supervisor")
    answer = Caller(boss).get(PATH, **MONTH)
    assert answer.status_code == 200, answer.json()
    form = PeriodForm(MONTH, boss)
    assert form.is_valid()
    kept = figures(form.period).of_all
    told = {one["days"]: one for one in answer.json()["figures"]}
    assert set(told) == {1, 3, 7}
    for days, sums in kept.items():
        assert told[days]["incidents_after"] == sums.hits
        assert told[days]["incidents_otherwise"] == sums.others
        assert told[days]["item_days_after"] == pytest.approx(sums.length)
        assert told[days]["verdict"] == sums.verdict
        # A ratio stands only beside how sure it is.
        assert (told[days]["ratio"] is None) == (sums.interval is None)


def test_each_figure_has_its_list_and_they_agree() -> None:
    the_month()
    caller = Caller(cast.person("supervisor"))
    of_all = {one["days"]: one for one in caller.get(PATH, **MONTH).json()["figures"]}
    for days, count in ((7, of_all[7]["incidents_after"]), ("", of_all[7]["incidents_otherwise"])):
        answer = caller.get(f"{PATH}incidents/", **MONTH, days=days, limit=200)
        assert answer.status_code == 200, answer.json()
        rows = answer.json()["results"]
        assert count > 0
        assert len(rows) == count
        assert all(bool(row["change"]) == bool(days) for row in rows)


def test_what_cannot_be_read_is_named() -> None:
    caller = Caller(cast.person("supervisor"))
    assert "until" in str(caller.get(PATH, since="2026-03-02", until="2026-03-01").json())
    assert caller.get(PATH, colour="red").status_code == 400
    assert caller.get(f"{PATH}incidents/", **MONTH, days=2).status_code == 400


def test_who_sees_a_part_alone_or_has_no_right_gets_403() -> None:
    boss = cast.person("supervisor")
    Sight.objects.filter(role__slug="supervisor", kind="incident").update(scope=Scope.TEAM)
    for caller in (Caller(boss), Caller(cast.person("field_engineer"))):
        for path in (PATH, f"{PATH}incidents/"):
            assert caller.get(path, **MONTH).status_code == 403


def test_a_page_of_the_list_costs_the_same_for_many(django_assert_max_num_queries) -> None:
    the_month()
    caller = Caller(cast.person("supervisor"))
    with django_assert_max_num_queries(14):
        caller.get(f"{PATH}incidents/", **MONTH, days=7, limit=200)
