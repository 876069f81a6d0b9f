"""The way in: what there is, and JSON where there is nothing."""

import pytest
from django.test import Client

from tests import cast
from tests.api.test_records import Caller

pytestmark = pytest.mark.django_db


def test_every_address_of_the_root_answers() -> None:
    client = Client()
    client.force_login(cast.person("administrator"), backend="django.contrib.auth.backends.ModelBackend")
    told = client.get("/api/v1/").json()
    assert {"incidents", "calls", "customers", "schema", "me"} <= told.keys()
    statuses = {name: client.get(address).status_code for name, address in told.items()}
    # One asks for the number of a caller, the other for what he said.
    assert (statuses.pop("callers"), statuses.pop("hints")) == (400, 405)
    # Who administers the house reads no figures of it, and sends nobody out.
    figures = ("after-a-change", "after-a-change/incidents", "nearest-engineer")
    assert {statuses.pop(name) for name in figures} == {403}
    assert set(statuses.values()) == {200}


@pytest.mark.parametrize("path", ["/api/", "/api/v1/nothing/", "/api/v1/incidents/../../x/", "/api/v2/me/"])
def test_nothing_is_refused_as_json(path) -> None:
    tool = Caller(cast.agent())
    for answer in (tool.get(path), tool.post(path)):
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_slash_that_is_missing_is_told() -> None:
    answer = Caller(cast.agent()).post("/api/v1/incidents", {"title": "x"})
    assert (answer.status_code, answer.json()["detail"]) == (404, "Addresses end in a slash.")


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/schema/", "/api/v1/nothing/"])
def test_a_stranger_learns_nothing_of_what_there_is(path) -> None:
    assert Client().get(path).status_code == 401


def test_the_documentation_is_for_whoever_is_signed_in() -> None:
    answer = Client().get("/api/v1/docs/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/api/v1/docs/")
