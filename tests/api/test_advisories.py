"""Advisories by REST: their steps, published versions and mailings."""

import pytest

from notifications.composing import tell_all
from records.actions import advance
from tests import cast
from tests.advisories.people import PLAIN, advisory, problem_manager, published
from tests.advisories.test_mailing import installed, modem, reader
from tests.api.test_roster import V1, Caller

pytestmark = pytest.mark.django_db


def test_each_text_is_written_by_its_own_writers() -> None:
    path = f"{V1}/advisories/{advisory().number}/steps"
    agent, manager = Caller(cast.agent()), Caller(problem_manager())
    assert agent.post(f"{path}/write_plain/", {"plain": "Unplug it."}).status_code == 200
    assert agent.post(f"{path}/write_technical/", {"technical": "Earth it."}).status_code == 403
    assert manager.post(f"{path}/write_technical/", {"technical": "Earth it."}).status_code == 200


def test_published_versions_are_read() -> None:
    made = published()
    (version,) = Caller(cast.agent()).get(f"{V1}/advisories/{made.number}/versions/").json()
    assert (version["number"], version["plain"]) == (1, PLAIN)


def test_a_mailing_tells_what_became_of_it() -> None:
    installed(customer := cast.customer())
    reader(customer), reader(customer, email="")
    supervisor = cast.person("supervisor")
    made = advance(published(), "mail_out", by=supervisor, product_model=modem())
    tell_all()
    (mailing,) = Caller(supervisor).get(f"{V1}/advisories/{made.number}/mailings/").json()
    assert (mailing["people"], mailing["failed"], mailing["waiting"]) == (2, 1, 1)


def test_who_sees_no_advisories_finds_none() -> None:
    made = published()
    caller = Caller(cast.person("api_client", teams=()))
    for path in ("", "versions/", "mailings/"):
        assert caller.get(f"{V1}/advisories/{made.number}/{path}").status_code == 404
