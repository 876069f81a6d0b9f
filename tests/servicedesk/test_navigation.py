"""The navigation offers what there is and what the person may use, and says where one is."""

import pytest
from django.test import RequestFactory

from servicedesk import navigation
from servicedesk.navigation import Place, items_for
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
