"""The pages about what follows changes: what they say, to whom, at what cost, and that each number opens its list."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cmdb.models import ConfigurationItem
from incidents.links import CAUSED
from incidents.models import Incident
from people.models import Right, Role, Scope, Sight, User
from records.links import connect
from servicedesk.figures_pages.panel import since_then
from servicedesk.figures_pages.sentences import sentence
from servicedesk.figures_pages.whiskers import WIDTH, whisker_of
from servicedesk.navigation import PLACES
from tests import cast
from tests.changes.people import change, manager
from tests.changes.test_aftermath import done, fault, march, the_month, told
from tests.client import client_of
from tests.cmdb import equipment

pytestmark = pytest.mark.django_db
PAGE = "/figures/after-a-change/"
MONTH = f"{PAGE}?since=2026-03-01&until=2026-03-30"
ROW = re.compile(r'<tr id="row-INC')
BUDGET = 16


@pytest.fixture(autouse=True)
def _in_utc(settings):
    settings.TIME_ZONE = "UTC"


def page_for(user: User, address: str, status: int = 200) -> str:
    answer = client_of(user).get(address)
    assert answer.status_code == status, answer.content.decode()[:400]
    return answer.content.decode()


def boss() -> User:
    return cast.person("supervisor")


def test_every_number_of_the_page_opens_the_list_it_counts() -> None:
    the_month()
    client = client_of(boss())
    numbers = re.findall(
        r'href="(/figures/after-a-change/incidents/[^"]+)"[^>]*>\s*'
        r'(?:<span class="tile-label">.*?tile-value num">)?(\d+)',
        client.get(f"{MONTH}&days=7").content.decode(),
        re.DOTALL,
    )
    # Four tiles; two numbers for all classes and for the one that had incidents.
    assert [int(number) for _url, number in numbers] == [2, 3, 5, 4, 5, 4, 5, 4]
    for url, number in numbers:
        page = client.get(url.replace("&amp;", "&"))
        assert page.status_code == 200
        assert len(ROW.findall(page.content.decode())) == int(number), url


def test_the_page_says_what_it_does_not_prove_and_which_name_a_change() -> None:
    items = the_month()
    by = manager()
    named = Incident.objects.get(item=items["B"], opened_at=march(2))
    connect(CAUSED, earlier=done(by, march(1), items["A"]), later=named, by=by)
    text = page_for(boss(), MONTH)
    assert "does not prove that it comes of it" in text
    assert "too few incidents, or too few items" in text
    assert re.search(r'href="([^"]*named=on[^"]*)">1 of the incidents within 7 days names a change', text)
    listed = page_for(boss(), f"{PAGE}incidents/?since=2026-03-01&until=2026-03-30&days=7&named=on")
    assert named.number in listed
    assert len(ROW.findall(listed)) == 1


def test_a_class_without_any_incident_is_named_apart() -> None:
    the_month()
    text = page_for(boss(), MONTH)
    assert re.search(r"without any incident:\s*Phone \(2\)", text)


def test_the_list_says_how_long_after_which_change() -> None:
    item, by = equipment.item("gateway"), manager()
    made = done(by, march(5), item)
    fault(cast.agent(), march(5, 6), item)
    text = page_for(boss(), f"{PAGE}incidents/?since=2026-03-01&until=2026-03-30&days=1")
    assert made.number in text
    assert "6 h" in text


def test_one_item_has_its_own_page_which_its_page_leads_to() -> None:
    item = the_month()["A"]
    user = boss()
    assert f'href="{PAGE}?item={item.pk}"' in page_for(user, f"/items/{item.pk}/")
    text = page_for(user, f"{MONTH}&item={item.pk}&days=7")
    assert f"After a change: {item.name}" in text
    listed = page_for(user, f"{PAGE}incidents/?since=2026-03-01&until=2026-03-30&days=7&item={item.pk}")
    assert len(ROW.findall(listed)) == 4


@pytest.mark.parametrize("role", ["supervisor", "change_manager", "problem_manager", "director", "auditor"])
def test_the_navigation_leads_managers_there(role: str) -> None:
    person = cast.person(role)
    assert f'href="{PAGE}"' in page_for(person, PAGE)


def test_others_are_neither_led_there_nor_let_in() -> None:
    the_month()
    agent = cast.agent()
    place = next(place for place in PLACES if place.view == "desk:after-a-change")
    assert not place.is_open_to(agent)
    for address in (PAGE, f"{PAGE}incidents/"):
        page_for(agent, address, 403)
    item = ConfigurationItem.objects.first()
    assert item is not None
    assert PAGE not in page_for(agent, f"/items/{item.pk}/")


@pytest.mark.parametrize("kind", ["incident", "change"])
def test_who_sees_a_part_alone_does_not_read_the_rest_from_the_figures(kind: str) -> None:
    the_month()
    role = Role.objects.get(slug="second_line")
    Right.objects.get_or_create(role=role, kind="figures", step="see")
    Sight.objects.filter(role=role).update(scope=Scope.ALL)
    person = cast.person("second_line")
    page_for(person, MONTH)
    Sight.objects.filter(role=role, kind=kind).update(scope=Scope.TEAM)
    person = User.objects.get(pk=person.pk)
    page_for(person, MONTH, 403)
    page_for(person, f"{PAGE}incidents/", 403)


def test_without_days_it_takes_the_four_months_up_to_the_newest_incident() -> None:
    item, by = equipment.item("gateway"), manager()
    done(by, march(5), item)
    fault(cast.agent(), march(5, 6), item)
    client = client_of(boss())
    form = client.get(PAGE).context["form"]
    assert (f"{form.cleaned_data['since']}", f"{form.cleaned_data['until']}") == ("2025-11-06", "2026-03-05")
    assert client.get(PAGE).context["chosen"].hits == 1


def test_a_house_without_records_is_told_what_counts() -> None:
    assert "No change was done in this time" in page_for(boss(), PAGE)


@pytest.mark.parametrize(
    "words",
    [
        "since=2026-03-09&until=2026-03-01",
        "since=yesterday",
        "since=2020-01-01&until=2026-01-01",
        "item=x",
        "item=99",
    ],
)
def test_what_cannot_be_read_is_refused_and_named(words: str) -> None:
    text = page_for(boss(), f"{PAGE}?{words}", 400)
    assert "These days cannot be counted" in text
    page_for(boss(), f"{PAGE}incidents/?{words}", 400)


@pytest.mark.parametrize("words", ["days=2", "days=x", "item_class=9999", "item=%00", "since=%00", "page=-1"])
def test_nonsense_in_an_address_breaks_nothing(words: str) -> None:
    for address in (f"{PAGE}?{words}", f"{PAGE}incidents/?{words}"):
        assert client_of(boss()).get(address).status_code in (200, 400)


def test_the_pages_cost_few_queries_however_many_records() -> None:
    the_month()
    client = client_of(boss())
    listed = f"{PAGE}incidents/?since=2026-03-01&until=2026-03-30&days=7"
    for address in (f"{MONTH}&days=7", listed):
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get(address)
        item = ConfigurationItem.objects.get(name="A")
        for hour in range(6):
            fault(cast.agent(), march(6, hour), item)
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(many) == len(few) <= BUDGET


def test_the_sentence_says_so_where_it_may_be_chance() -> None:
    more, same = (
        told([(4, 10, 4, 20), (5, 10, 4, 20)] * 10),
        told([(2, 10, 4, 20), (1, 10, 3, 20), (3, 10, 5, 20)] * 10),
    )
    assert "came 2.25 times as often as at other times (95 % interval: " in sentence(more, 3)
    assert "may be chance" in sentence(same, 1)
    assert sentence(same, 1).startswith("Within 1 day after")


def test_an_interval_is_drawn_about_the_middle_and_within_the_drawing() -> None:
    whisker = whisker_of(told([(4, 10, 4, 20), (5, 10, 4, 20)] * 10))
    assert whisker is not None
    assert WIDTH / 2 < whisker.low < whisker.point < whisker.high < WIDTH
    assert whisker_of(told([(4, 10, 4, 20)])) is None
    far = whisker_of(told([(40, 10, 4, 20)] * 12))
    assert far is not None
    assert far.point == WIDTH


def test_a_change_that_is_over_shows_the_incidents_on_its_items_since_then() -> None:
    item, other, by = equipment.item("gateway"), equipment.item("switch"), manager()
    made = done(by, march(5), item, other)
    for at, on in (
        (march(4, 23), item),
        (march(5, 6), item),
        (march(7), other),
        (march(11), item),
        (march(13), other),
    ):
        fault(cast.agent(), at, on)
    user = boss()
    lines = since_then(made, user)["lines"]
    assert [(line["count"], line["is_so_far"]) for line in lines] == [(1, False), (2, False), (3, False)]
    for line in lines:
        listed = page_for(user, line["url"])
        assert len(ROW.findall(listed)) == line["count"]
    assert "Incidents on these items since" in page_for(user, made.get_absolute_url())


def test_while_its_days_still_run_the_number_is_so_far() -> None:
    item = equipment.item("gateway")
    made = done(manager(), timezone.now() - timedelta(days=2), item)
    assert [line["is_so_far"] for line in since_then(made, boss())["lines"]] == [False, True, True]


def test_beside_one_that_is_not_over_or_touches_nothing_there_is_nothing_to_show() -> None:
    by, user = manager(), boss()
    assert since_then(change(by, item=equipment.item("gateway")), user) is None
    bare = change(by)
    bare.resolved_at = timezone.now()
    assert since_then(bare, user) is None
    assert since_then(cast.incident(by=cast.agent()), user) is None


def test_that_costs_two_queries_however_many_items(django_assert_num_queries) -> None:
    items = [equipment.item(f"gateway {number}") for number in range(8)]
    made, user = done(manager(), march(5), *items), boss()
    made.item, _rights = made.item, user.rights
    with django_assert_num_queries(2):
        since_then(made, user)
