"""Releases in pilot on the board: the share as the release tells it, the list behind it, and whom it needs."""

import re

import pytest
from django.test import Client

from people.models import User
from records.actions import advance
from releases.halting import halt_where_too_many_reported
from releases.models import HaltRule
from servicedesk.board.attention import needs
from servicedesk.board.moments import Moment, moment_of
from servicedesk.board.pilots import SHOWN, pilots
from servicedesk.board.tiles import further_figures
from tests import cast
from tests.releases.people import customers, deployed, fresh, manager, piloting, ready, report

pytestmark = pytest.mark.django_db
NOW = moment_of("")


def board_for(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.get("/", headers={"HX-Request": "true"}).content.decode()


def tile(user: User) -> dict:
    return next(one for one in further_figures(user, NOW) if one["name"] == "pilots")


def test_the_share_stands_there_with_its_interval_and_leads_to_who_reported() -> None:
    HaltRule.objects.create(percent=70)
    lead, group, agent = manager(), customers(5), cast.agent()
    made = deployed(lead, group)
    for one in group[:3]:
        report(agent, one)
    line = pilots(lead, NOW)["lines"][0]
    assert (line["share"].percent, line["limit"], line["is_over"]) == (60, 70, False)
    page = board_for(agent)
    assert "60 %" in page
    assert "23–88 %, halts at 70 %" in page
    client = Client()
    client.force_login(agent)
    behind = client.get(line["reported_url"].partition("#")[0]).content.decode()
    assert line["reported_url"] in page
    assert len(set(re.findall(r'id="tile-(\d+)"', behind))) == line["share"].reported == 3
    assert made.number in page


def test_what_is_not_out_yet_is_over_or_was_taken_back_is_no_concern_of_the_morning() -> None:
    lead = manager()
    ready(lead, customers(1))
    advance(deployed(lead, customers(1)), "roll_back", by=lead, reason="It fails")
    assert pilots(lead, NOW) is None
    assert tile(lead)["count"] == 0
    out = piloting(lead, customers(1))
    assert [line["release"].pk for line in pilots(lead, NOW)["lines"]] == [out.pk]
    assert "nobody has it yet" in board_for(lead)


def test_the_number_of_the_tile_is_that_of_its_list() -> None:
    lead, agent = manager(), cast.agent()
    for _ in range(2):
        deployed(lead, customers(1))
    shown, client = tile(agent), Client()
    client.force_login(agent)
    page = client.get(shown["href"]).content.decode()
    assert shown["count"] == len(set(re.findall(r'href="/records/(REL\d+)/"', page))) == 2


def test_who_may_stop_one_is_told_that_it_stopped_itself() -> None:
    HaltRule.objects.create(percent=30)
    lead, group, agent = manager(), customers(5), cast.agent()
    made = deployed(lead, group)
    for one in group[:4]:
        report(agent, one)
    halt_where_too_many_reported()
    assert fresh(made).state == "halted"
    for boss in (lead, cast.person("supervisor"), cast.person("director")):
        need = next(one for one in needs(boss) if one.number == made.number)
        assert need.text == "release halted itself: 4 of 5 reported"
    assert made.number not in [one.number for one in needs(agent)]
    assert pilots(agent, NOW)["lines"][0]["is_over"]


def test_of_a_past_moment_nothing_is_said() -> None:
    lead = manager()
    deployed(lead, customers(1))
    assert pilots(lead, Moment(NOW.at, is_now=False)) is None


def test_who_sees_no_release_has_neither_tile_nor_box() -> None:
    deployed(manager(), customers(1))
    tool = cast.person("api_client")
    assert pilots(tool, NOW) is None


def test_the_box_costs_the_same_for_many_customers_and_is_bounded(django_assert_max_num_queries) -> None:
    lead, agent = manager(), cast.agent()
    group = customers(6)
    for _ in range(SHOWN + 1):
        deployed(lead, group)
    for one in group:
        report(agent, one)
    with django_assert_max_num_queries(2 + 5 * SHOWN):
        told = pilots(lead, NOW)
    assert (len(told["lines"]), told["has_more"]) == (SHOWN, True)
