"""Queues: what they list, in what order, at what cost, and what they refuse."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from incidents.models import Incident
from people.models import User
from records.actions import advance
from servicedesk.models import SavedView
from servicedesk.queues.counting import queue_url
from servicedesk.queues.named import NAMED
from servicedesk.queues.ordering import ORDERS
from tests import cast
from tests.client import client_of
from tests.servicedesk.test_record_page import FRAGMENT, HOSTILE

pytestmark = pytest.mark.django_db


def numbers_in(shown: str) -> list[str]:
    return [part.partition('"')[0] for part in shown.split('<tr id="row-')[1:]]


def listed(user: User, url: str) -> list[str]:
    answer = client_of(user).get(url)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return numbers_in(answer.content.decode())


def test_it_lists_open_work_newest_first() -> None:
    agent = cast.agent()
    with time_machine.travel(timezone.now() - timedelta(hours=2)):
        old = cast.incident(by=agent)
    new = cast.incident(by=agent)
    done = advance(cast.incident(by=agent), "resolve", by=agent, **cast.solution())
    assert listed(agent, "/queues/incidents/") == [new.number, old.number]
    assert done.number in listed(agent, "/queues/incidents/?show=all")


def test_a_line_is_cells_and_nothing_between_them() -> None:
    agent = cast.agent()
    cast.incident(by=agent)
    shown = client_of(agent).get("/queues/incidents/").content.decode()
    line = re.search(r'<tr id="row-.*?</tr>', shown, re.DOTALL)
    assert line is not None
    assert re.sub(r"<td[ >].*?</td>", "", line[0], flags=re.DOTALL).endswith('"></tr>')


def test_it_lists_what_the_person_may_see_and_no_more() -> None:
    incident = cast.incident()
    engineer = cast.engineer("network")
    assert listed(engineer, "/queues/") == []
    agent = cast.agent()
    advance(incident, "assign", by=agent, team=cast.team("network"))
    assert listed(engineer, "/queues/?show=team") == [incident.number]


def test_a_queue_of_a_kind_that_one_sees_nothing_of_is_absent() -> None:
    client = client_of(cast.person("purchaser", teams=()))
    assert client.get("/queues/incidents/").status_code == 404
    assert client.get("/queues/unicorns/").status_code == 404


def test_the_number_on_a_tab_is_that_of_its_list() -> None:
    agent = cast.agent()
    for _ in range(3):
        cast.incident(by=agent)
    cast.incident()
    shown = client_of(agent).get("/queues/incidents/").content.decode()
    tab = shown.partition("show=mine")[2].partition("</a>")[0]
    assert ">3<" in tab
    assert len(listed(agent, queue_url("incident", show="mine"))) == 3


@pytest.mark.parametrize("name", NAMED)
def test_every_list_opens(name: str) -> None:
    assert client_of(cast.agent()).get(f"/queues/?show={name}").status_code == 200


def test_filters_stand_as_chips_and_come_off_one_by_one() -> None:
    agent = cast.agent()
    cast.incident(by=agent)
    shown = client_of(agent).get("/queues/incidents/?priority=1&priority=4&state=new").content.decode()
    assert shown.count('class="chip"') == 3
    assert "/queues/incidents/?state=new&amp;priority=4" in shown


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_pages_through_everything_once(order: str) -> None:
    agent = cast.agent()
    for number in range(7):
        cast.incident(by=agent, impact=1 + number % 5, urgency=1 + number % 3)
    Incident.objects.filter(impact=2).update(due_at=None)
    expected = listed(agent, f"/queues/incidents/?order={order}")
    assert len(set(expected)) == 7
    seen, url, client = [], f"/queues/incidents/?order={order}", client_of(agent)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "servicedesk.queues.ordering.page_of.__kwdefaults__", {"after": "", "before": "", "size": 3}
        )
        while url:
            shown = client.get(url).content.decode()
            seen += numbers_in(shown)
            last, url = url, link(shown, "next")
        assert seen == expected
        back = client.get(last).content.decode()
        assert numbers_in(client.get(link(back, "prev")).content.decode()) == expected[3:6]


def link(shown: str, rel: str) -> str:
    for part in shown.split("<a ")[1:]:
        tag = part.partition(">")[0]
        if f'rel="{rel}"' in tag:
            return tag.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    return ""


@pytest.mark.parametrize(
    "query",
    [
        "after=x",
        "after=2026-01-01T00:00:00+00:00~x",
        "after=~",
        "after=" + "9" * 400,
        "order=random",
        "order=due&show=all",
        "order=due&after=1~2",
        "columns=password",
        "columns=" + ",".join(["number"] * 500) + ",secret",
        "state=%00",
        "text=%ff%fe",
        "priority=" + "&priority=".join("1" * 3 for _ in range(3)),
        "&".join(f"team={number}" for number in range(60)),
    ],
)
def test_an_address_that_cannot_be_read_is_400(query: str) -> None:
    assert client_of(cast.agent()).get(f"/queues/incidents/?{query}").status_code == 400


def test_a_thousand_filters_are_400() -> None:
    query = "&".join(f"priority={number}" for number in range(1_500))
    assert client_of(cast.agent()).get(f"/queues/incidents/?{query}").status_code == 400


def test_a_list_costs_as_many_queries_as_an_empty_one_and_a_few(
    django_assert_max_num_queries: object,
) -> None:
    agent = cast.agent()
    cast.incident(by=agent, customer=cast.customer())
    client = client_of(agent)
    client.get("/queues/incidents/")
    with django_assert_max_num_queries(14) as few:  # type: ignore[operator]
        client.get("/queues/incidents/")
        budget = len(few)
    for _ in range(12):
        other = cast.agent()
        incident = cast.incident(by=other, customer=cast.customer())
        advance(incident, "assign", by=other, team=cast.team("desk"), assignee=other)
    cache.clear()
    client.get("/queues/incidents/")
    with django_assert_max_num_queries(budget):  # type: ignore[operator]
        assert len(numbers_in(client.get("/queues/incidents/").content.decode())) == 13


def test_history_is_not_counted(django_assert_max_num_queries: object) -> None:
    agent = cast.agent()
    cast.incident(by=agent)
    shown = client_of(agent).get("/queues/incidents/?show=all").content.decode()
    assert "history is not counted" in shown
    assert (
        "1 of 1"
        in client_of(agent).get("/queues/incidents/?show=all&opened_from=2020-01-01").content.decode()
    )


def test_a_live_part_gets_the_list_alone_at_the_same_address() -> None:
    agent = cast.agent()
    cast.incident(by=agent)
    answer = client_of(agent).get("/queues/incidents/", **FRAGMENT)
    assert answer.content.decode().lstrip().startswith('<section id="queue-list"')
    assert "HX-Request" in answer["Vary"]


def test_nothing_of_what_people_write_becomes_markup() -> None:
    agent = cast.agent(name=HOSTILE)
    cast.incident(by=agent, title=HOSTILE, customer=cast.customer(name=HOSTILE))
    shown = client_of(agent).get("/queues/incidents/?text=script").content.decode()
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown


def test_an_empty_list_says_what_would_stand_there() -> None:
    shown = client_of(cast.agent()).get("/queues/incidents/?show=overdue").content.decode()
    assert "past its due time" in shown


@pytest.mark.parametrize("dialog", ["filters", "columns"])
def test_the_dialogs_keep_what_the_address_holds(dialog: str) -> None:
    agent = cast.agent()
    shown = client_of(agent).get(f"/queues/{dialog}/?plural=incidents&priority=2&show=mine").content.decode()
    assert 'name="show" value="mine"' in shown
    assert 'name="priority" value="2"' in shown


# Views that are kept.


def save(user: User, query: str, **form: object) -> object:
    return client_of(user).post(f"{reverse('desk:save-view')}?{query}", {"name": "Urgent", **form})


def test_a_view_is_kept_and_opens_the_same_list() -> None:
    agent = cast.agent()
    cast.incident(by=agent)
    wanted = cast.incident(by=agent, impact=1, urgency=1)
    answer = save(agent, "plural=incidents&priority=1&after=x")
    view = SavedView.objects.get(owner=agent)
    assert "after" not in view.query
    url = answer["Location"]  # type: ignore[index]
    assert listed(agent, url) == [wanted.number]
    assert "Urgent" in client_of(agent).get(url).content.decode()


def test_a_view_that_could_not_be_opened_again_is_not_kept() -> None:
    agent = cast.agent()
    assert save(agent, "plural=incidents&priority=99").status_code == 400  # type: ignore[attr-defined]
    assert not SavedView.objects.exists()


def test_two_views_of_one_name_are_refused_at_the_name() -> None:
    agent = cast.agent()
    save(agent, "plural=incidents")
    assert save(agent, "plural=incidents").status_code == 400  # type: ignore[attr-defined]


def test_a_shared_view_shows_each_member_only_what_he_may_see() -> None:
    agent = cast.person("agent", teams=("desk", "network"))
    engineer, stranger = cast.engineer("network"), cast.engineer("database")
    hidden = cast.incident(by=agent)
    shared = advance(cast.incident(by=agent), "assign", by=agent, team=cast.team("network"))
    save(agent, "plural=incidents", team=cast.team("network").pk)
    view = SavedView.objects.get()
    assert "Urgent" in client_of(engineer).get("/queues/").content.decode()
    assert "Urgent" not in client_of(stranger).get("/queues/").content.decode()
    assert listed(engineer, f"/queues/incidents/?view={view.pk}") == [shared.number]
    assert hidden.number in listed(agent, f"/queues/incidents/?view={view.pk}")


def test_only_its_owner_changes_or_removes_a_view() -> None:
    agent, member = cast.agent(), cast.agent()
    save(agent, "plural=incidents", team=cast.team("desk").pk)
    view = SavedView.objects.get()
    remove = reverse("desk:remove-view", args=[view.pk])
    assert client_of(member).post(remove).status_code == 404
    assert client_of(member).get(reverse("desk:change-view", args=[view.pk])).status_code == 404
    client_of(agent).post(reverse("desk:change-view", args=[view.pk]), {"name": "Renamed"})
    assert SavedView.objects.get().name == "Renamed"
    client_of(agent).post(remove)
    assert not SavedView.objects.exists()


def test_a_view_is_not_shared_with_a_team_that_one_is_not_in() -> None:
    agent = cast.agent()
    answer = save(agent, "plural=incidents", team=cast.team("network").pk)
    assert answer.status_code == 400  # type: ignore[attr-defined]
