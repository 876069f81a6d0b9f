"""The pages of releases: tiles, figures that open their lists, noting deployments, and what is absent."""

from datetime import timedelta

import pytest
from django.urls import reverse

from people.models import User
from records.actions import advance
from releases.models import Deployment, Release
from tests import cast
from tests.client import client_of
from tests.releases.people import customers, deployed, item, manager, note, piloting, ready, release, report

pytestmark = pytest.mark.django_db
PAGE_BUDGET, LIST_BUDGET = 48, 40


def page(user: User, record: Release, query: str = "") -> str:
    answer = client_of(user).get(reverse("desk:release", args=[record.number]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def send(user: User, record: Release, *codes: str, status: str = "deployed"):
    url = reverse("desk:note-deployments", args=[record.number])
    return client_of(user).post(url, {"customer": codes, "status": status})


def test_each_pilot_customer_has_a_tile_with_its_incident() -> None:
    lead, group = manager(), customers(3)
    made = deployed(lead, group)
    incident = report(cast.agent(), group[1])
    text = page(lead, made)
    assert text.count('class="release-tile"') == 3
    assert incident.number in text
    assert "33 %" in text


def test_the_list_behind_a_number_holds_as_many() -> None:
    lead, agent, group = manager(), cast.agent(), customers(5)
    made = note(piloting(lead, group), lead, group[:4])
    for one in group[:3]:
        report(agent, one)
    assert page(lead, made, "?show=reported").count('class="release-tile"') == 3
    assert page(lead, made, "?show=has-it").count('class="release-tile"') == 4
    assert page(lead, made, "?show=pending").count('class="release-tile"') == 1


def test_an_incident_that_the_reader_does_not_see_is_not_named() -> None:
    group, stranger = customers(1), cast.engineer("servers")
    made = deployed(manager(), group)
    incident = report(cast.agent(), group[0])
    text = page(stranger, made)
    assert incident.number not in text
    assert "reported a fault" in text


def test_what_is_missing_stands_there_before_the_pilot_begins() -> None:
    lead, group = manager(), customers(2)
    item(group[0], "GW-300")
    text = page(lead, ready(lead, group))
    assert "No test was made on GW-300." in text
    assert "on a model on which nobody saw it work" in text


def test_ticked_customers_are_noted() -> None:
    lead, group = manager(), customers(3)
    made = piloting(lead, group)
    assert send(lead, made, group[0].code, group[2].code).status_code == 303
    assert Deployment.objects.filter(release=made, status="deployed").count() == 2


def test_nothing_ticked_a_leap_and_a_stopped_release_say_why() -> None:
    lead, group = manager(), customers(2)
    made = piloting(lead, group)
    assert b"Tick the customers first" in send(lead, made).content
    leap = send(lead, made, group[0].code, status="verified")
    assert (leap.status_code, b"cannot follow" in leap.content) == (400, True)
    advance(made, "halt", by=lead, reason="Look first")
    stopped = send(lead, made, group[0].code)
    assert (stopped.status_code, b"nothing more of it is deployed" in stopped.content) == (409, True)


def test_who_may_not_note_is_refused_and_who_may_not_see_finds_nothing() -> None:
    lead, group = manager(), customers(1)
    made = piloting(lead, group)
    assert send(cast.agent(), made, group[0].code).status_code == 403
    tool = cast.person("api_client", teams=())
    assert send(tool, made, group[0].code).status_code == 404
    assert client_of(tool).get(reverse("desk:release", args=[made.number])).status_code == 404


def test_another_kind_of_record_is_no_release() -> None:
    agent = cast.agent()
    url = reverse("desk:release", args=[cast.incident(by=agent).number])
    assert client_of(agent).get(url).status_code == 404


def test_releases_stand_beside_their_predecessors() -> None:
    lead, agent, group = manager(), cast.agent(), customers(4)
    deployed(lead, group, version_name="4.1")
    second = deployed(lead, group, version_name="4.2", title="The newer one")
    report(agent, group[0], ago=-timedelta(minutes=1))
    answer = client_of(lead).get(reverse("desk:releases"))
    lines = answer.context["page"].rows
    assert [line.release.version_name for line in lines] == ["4.2", "4.1"]
    assert (lines[0].release.pk, lines[1].change) == (second.pk, None)
    assert lines[0].change is not None
    assert client_of(lead).get(reverse("desk:releases") + "?service=999999").context["page"].rows == []


def test_on_a_phone_each_figure_has_its_name_and_what_is_not_known_takes_no_room() -> None:
    lead, group = manager(), customers(1)
    deployed(lead, group)
    release(lead)
    text = client_of(lead).get(reverse("desk:releases")).content.decode()
    assert text.count('class="card-label"') == 6
    assert text.count("data-empty") == 4


def test_a_predecessor_on_the_next_page_of_the_list_is_compared_with_all_the_same(monkeypatch) -> None:
    lead, group = manager(), customers(4)
    note(deployed(lead, group, version_name="4.1"), lead, group[:1], "faulty")
    release(lead, version_name="4.2, which nobody got")
    deployed(lead, group, version_name="4.3")
    monkeypatch.setattr("people.views.doors.PAGE_SIZE", 1)
    (line,) = client_of(lead).get(reverse("desk:releases")).context["page"].rows
    assert line.release.version_name == "4.3"
    assert line.predecessor.version_name == "4.1"
    assert line.change == -25


def test_a_predecessor_that_the_reader_does_not_see_is_not_compared_with() -> None:
    lead, group, tool = manager(), customers(2), cast.person("api_client", teams=())
    deployed(lead, group, version_name="4.1")
    advance(deployed(lead, group, version_name="4.2"), "entrust", by=lead, assignee=tool)
    (line,) = client_of(tool).get(reverse("desk:releases")).context["page"].rows
    assert (line.release.version_name, line.predecessor, line.change) == ("4.2", None, None)


def test_the_page_costs_the_same_for_many_customers(django_assert_max_num_queries) -> None:
    lead, agent, group = manager(), cast.agent(), customers(15)
    made = deployed(lead, group)
    for one in group[:9]:
        report(agent, one)
    browser = client_of(lead)
    with django_assert_max_num_queries(PAGE_BUDGET):
        browser.get(reverse("desk:release", args=[made.number]))


def test_the_comparison_costs_a_few_queries_for_each_release(django_assert_max_num_queries) -> None:
    lead, group = manager(), customers(2)
    for _ in range(4):
        deployed(lead, group)
    browser = client_of(lead)
    with django_assert_max_num_queries(LIST_BUDGET):
        browser.get(reverse("desk:releases"))


def test_the_record_page_shows_share_readiness_and_deployments() -> None:
    lead, group = manager(), customers(2)
    planned, out = release(lead), deployed(lead, group, tested=("GW-200",))
    report(cast.agent(), group[0])
    browser = client_of(lead)
    assert b"There are no pilot customers." in browser.get(planned.get_absolute_url()).content
    text = browser.get(out.get_absolute_url()).content.decode()
    assert "50 %" in text
    assert "?show=deployed#customers" in text


def test_an_incident_shows_the_release_that_caused_it() -> None:
    lead, group, agent = manager(), customers(1), cast.agent()
    made, incident = deployed(lead, group), report(agent, group[0])
    advance(made, "name_faults", by=agent, incidents=[incident])
    assert made.number in client_of(agent).get(incident.get_absolute_url()).content.decode()
