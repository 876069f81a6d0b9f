"""The navigation offers what there is and what the person may use, and says where one is."""

import re

import pytest
from django.test import RequestFactory

from servicedesk import navigation
from servicedesk.navigation import GROUPS, Place, items_for, sections_for
from tests import cast

pytestmark = pytest.mark.django_db


def labels(user, address: str = "/") -> list[str]:
    request = RequestFactory().get(address)
    request.user = user
    return [str(item.label) for item in items_for(request)]


def item_at(user, address: str, label: str) -> navigation.Item:
    request = RequestFactory().get(address)
    request.user = user
    return next(item for item in items_for(request) if str(item.label) == label)


@pytest.fixture
def places(monkeypatch):
    """Three places: open to all, behind a right, and not installed."""
    monkeypatch.setattr(
        navigation,
        "PLACES",
        [
            Place("Queues", "inbox", "desk:queues"),
            Place("Components", "settings", "desk:style", needs=("settings", "edit")),
            Place("Nowhere", "home", "desk:nowhere"),
        ],
    )


def test_a_page_that_is_not_installed_is_left_out(places) -> None:
    assert labels(cast.person("administrator")) == ["Queues", "Components"]


def test_a_page_that_the_person_may_not_use_is_left_out(places) -> None:
    assert labels(cast.agent()) == ["Queues"]


def test_nobody_is_offered_nothing() -> None:
    from django.contrib.auth.models import AnonymousUser

    assert labels(AnonymousUser()) == []


def test_every_place_of_the_navigation_has_a_page() -> None:
    assert [place.view for place in navigation.PLACES if not place.url()] == []


def test_every_place_that_is_offered_opens(client) -> None:
    """As whoever is offered the most: by role, each address answers with a page or leads to one."""
    for role in ("supervisor", "administrator", "second_line", "auditor"):
        person = cast.person(role)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        request = RequestFactory().get("/")
        request.user = person
        answers = {item.url: client.get(item.url, follow=True).status_code for item in items_for(request)}
        assert set(answers.values()) == {200}, (role, answers)


def test_no_two_places_share_a_key() -> None:
    keys = [place.key for place in navigation.PLACES if place.key]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("role", ["supervisor", "administrator", "agent"])
def test_what_stands_around_every_page_has_a_key_of_its_own(client, role: str) -> None:
    """The bell and the call pad too, and not the places alone: of two with one key the second is never reached."""
    client.force_login(cast.person(role), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/notices/").content.decode()
    named = set(re.findall(r'data-key="(g .)" data-key-label="([^"]*)"', page))
    assert len(named) > 5
    assert len({key for key, _label in named}) == len(named), sorted(named)


def test_a_page_below_belongs_to_its_place(places) -> None:
    assert item_at(cast.agent(), "/queues/", "Queues").is_current
    assert item_at(cast.agent(), "/queues/?view=mine", "Queues").is_open
    assert not item_at(cast.agent(), "/people/", "Queues").is_current


def test_one_place_is_current_and_its_parent_stands_open(places) -> None:
    parent = item_at(cast.agent(), "/queues/incidents/", "Queues")
    assert [child.is_current for child in parent.children if child.url == "/queues/incidents/"] == [True]
    assert parent.is_open
    assert not parent.is_current


def test_everything_is_not_below_the_root() -> None:
    assert not navigation._is_at("/", "/queues/")
    assert navigation._is_at("/", "/")


def test_each_kind_that_the_person_sees_has_its_queue(places) -> None:
    agent, outsider = cast.agent(), cast.person("api_client", teams=())
    assert "/queues/incidents/" in [child.url for child in item_at(agent, "/", "Queues").children]
    outsider.roles.clear()
    assert item_at(outsider, "/", "Queues").children == ()


@pytest.mark.parametrize(
    ("role", "is_offered"), [("agent", True), ("auditor", False), ("administrator", False)]
)
def test_logging_a_call_is_offered_to_whoever_may(client, role, is_offered) -> None:
    client.force_login(cast.person(role), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/account/").content.decode()
    assert ('data-key="c"' in page) is is_offered


def sections(user, address: str = "/"):
    request = RequestFactory().get(address)
    request.user = user
    return sections_for(request)


@pytest.mark.parametrize(
    ("role", "first"),
    [
        ("agent", ["Board", "Call pad", "Campaigns"]),
        ("purchaser", ["Parts orders", "Queues", "My work"]),
        ("field_engineer", ["My visits", "Queues", "My work"]),
        ("release_manager", ["Board", "Releases", "Queues"]),
        ("director", ["Board", "Emergencies", "Complaints", "Releases", "Reports"]),
        ("administrator", ["Board", "Settings", "Queues"]),
    ],
)
def test_what_a_role_uses_stands_first(role, first) -> None:
    above = sections(cast.person(role))[0]
    assert [str(item.label) for item in above.items][: len(first)] == first


@pytest.mark.parametrize("role", ["supervisor", "agent", "purchaser", "auditor", "administrator"])
def test_every_place_stands_once_and_few_stand_open(role) -> None:
    person = cast.person(role)
    shown = [str(item.label) for section in sections(person) for item in section.items]
    assert sorted(shown) == sorted(labels(person))
    assert len(sections(person)[0].items) <= 10
    assert all(len(section.items) > 1 for section in sections(person)[1:])


def test_the_group_of_the_page_stands_open() -> None:
    auditor = cast.person("auditor")
    is_open = {str(one.label): one.is_open for one in sections(auditor, "/items/new/") if one.label}
    assert [label for label, truth in is_open.items() if truth] == ["Causes"]


def test_every_place_names_a_group_that_exists() -> None:
    assert {place.group for place in navigation.PLACES} <= {"", *GROUPS}
