"""The chain: walked straight back and straight on, as far as one sees, with the link that everybody waits for."""

import itertools
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.links import CAUSED
from incidents.models import Incident
from knowledge.links import DOCUMENTS
from people.models import User
from problems.models import Problem
from records.actions import advance, register
from records.chain import Chain, chain_of
from records.links import LinkType, connect, register_link_type
from records.models import Clock, Record
from records.waiting import ends_of
from releases.links import FIXES, INCLUDES
from servicedesk.chain.drawing import DRAWN, LETTERS, drawing_of, shortened
from tests import cast
from tests.client import client_of

pytestmark = pytest.mark.django_db

LEADS_TO = register_link_type(
    LinkType(
        name="leads_to",
        onward="led to",
        back="came from",
        onward_sentence="said that it led to %(record)s",
        back_sentence="said that it came from %(record)s",
    )
)


def row(count: int) -> tuple[User, list[Incident]]:
    """So many incidents, each of which led to the next."""
    agent = cast.agent()
    records = [cast.incident(by=agent, title=f"Link {number}") for number in range(count)]
    for earlier, later in itertools.pairwise(records):
        connect(LEADS_TO, earlier=earlier, later=later, by=agent)
    return agent, records


def numbers(chain: Chain) -> list[tuple[int, list[str]]]:
    return [(storey, [node.record.number for node in nodes]) for storey, nodes in chain.storeys()]


def make_late(record: Record, days: int) -> None:
    due_at = timezone.now() - timedelta(days=days, hours=1)
    Record.objects.filter(pk=record.pk).update(due_at=due_at)


def test_it_goes_back_and_on_from_any_record() -> None:
    agent, records = row(4)
    expected = [[record.number] for record in records]
    for place, record in enumerate(records):
        chain = chain_of(record, agent)
        assert numbers(chain) == [(number - place, found) for number, found in enumerate(expected)]


def test_it_does_not_go_sideways() -> None:
    """Of two that led to the same, each shows what came of it and not the other."""
    agent, (first, then) = row(2)
    other = cast.incident(by=agent)
    connect(LEADS_TO, earlier=other, later=then, by=agent)
    assert numbers(chain_of(first, agent)) == [(0, [first.number]), (1, [then.number])]
    assert numbers(chain_of(then, agent)) == [(-1, [first.number, other.number]), (0, [then.number])]


def test_a_child_waits_for_its_parent() -> None:
    agent = cast.agent()
    parent, child = cast.incident(by=agent), cast.incident(by=agent)
    advance(child, "attach", by=agent, parent=parent)
    chain = chain_of(child, agent)
    assert chain.blocking is not None
    assert chain.blocking.record.pk == parent.pk


def blocker(record: Record, reader: User) -> str:
    blocking = chain_of(record, reader).blocking
    return blocking.record.number if blocking else ""


def test_whoever_all_wait_for_is_marked_on_his_own_page_too() -> None:
    agent, (first, last) = row(2)
    make_late(last, 6)
    assert blocker(last, agent) == blocker(first, agent) == last.number
    page = client_of(agent).get(f"/records/{last.number}/chain/").content.decode()
    told = " ".join(re.sub(r"<[^>]+>", " ", page[page.index("chain-names") :]).split())
    assert "Everybody waits for this, 6 days late" in told
    advance(first, "cancel", by=agent, reason="no longer")
    assert blocker(last, agent) == ""


def test_a_release_waits_for_the_part_that_its_change_waits_for() -> None:
    agent, (change, part) = row(2)
    brought_out = cast.incident(by=agent)
    connect(INCLUDES, earlier=change, later=brought_out, by=agent)
    make_late(part, 6)
    chain = chain_of(brought_out, agent)
    assert chain.blocking is not None
    assert (chain.blocking.record.number, chain.blocking.storey) == (part.number, 0)
    assert [node.record.number for node in chain.nodes.values() if node.is_start] == [brought_out.number]
    # Once it is there, the two wait for each other: what was promised first has to begin.
    advance(part, "cancel", by=agent, reason="received")
    make_late(change, 1)
    assert blocker(brought_out, agent) == change.number


def test_what_is_at_fault_waits_for_its_fix_and_not_for_what_it_broke() -> None:
    agent = cast.agent()
    fault, broken, fix, complaint = (cast.incident(by=agent, title=str(number)) for number in range(4))
    connect(CAUSED, earlier=fault, later=broken, by=agent)
    connect(LEADS_TO, earlier=complaint, later=broken, by=agent)
    make_late(broken, 9)
    assert blocker(fault, agent) == blocker(broken, agent) == fault.number
    connect(FIXES, earlier=fault, later=fix, by=agent)
    assert {blocker(one, agent) for one in (fault, broken, complaint)} == {fix.number}
    assert numbers(chain_of(complaint, agent))[1] == (1, sorted((broken.number, fix.number)))


def test_a_card_without_a_promise_says_that_it_blocks_and_no_more() -> None:
    agent, (first, last) = row(2)
    Record.objects.filter(pk=last.pk).update(due_at=None)
    Clock.objects.filter(record=last.pk).delete()
    page = client_of(agent).get(f"/records/{first.number}/chain/").content.decode()
    assert ">blocks</text>" in page


def test_nobody_waits_for_what_is_only_told() -> None:
    agent = cast.agent()
    fault, article = cast.incident(by=agent), cast.incident(by=agent)
    connect(DOCUMENTS, earlier=fault, later=article, by=agent)
    assert blocker(fault, agent) == blocker(article, agent) == ""


def test_what_waits_aside_stays_unseen_by_whom_it_is_hidden_from() -> None:
    agent, (change, part) = row(2)
    brought_out = cast.incident(by=agent)
    connect(INCLUDES, earlier=change, later=brought_out, by=agent)
    engineer = cast.engineer()
    Record.objects.filter(pk__in=[brought_out.pk, change.pk]).update(team=engineer.teams.get())
    seen = chain_of(Record.objects.get(pk=brought_out.pk), engineer)
    assert part.pk not in seen.nodes
    assert seen.blocking is not None
    assert seen.blocking.record.pk == change.pk


@pytest.mark.parametrize(
    ("waits", "open_keys", "ends"),
    [
        ({1: {2}, 2: {3}}, {1, 2, 3}, {3}),
        ({1: {2}, 2: {3}}, {1, 2}, {2}),
        ({1: {2}, 2: {3}}, {1, 3}, {3}),
        ({1: {2}, 2: {1}}, {1, 2}, {1, 2}),
        ({1: {2}, 2: {1, 3}}, {1, 2, 3}, {3}),
        ({1: {2}}, set(), set()),
    ],
)
def test_waiting_ends_where_nothing_open_is_waited_for(waits: dict, open_keys: set, ends: set) -> None:
    assert ends_of(1, waits, open_keys) == ends


def test_everybody_waits_for_the_open_end_with_the_oldest_promise() -> None:
    agent, (first, middle, last) = row(3)
    other = cast.incident(by=agent)
    connect(LEADS_TO, earlier=middle, later=other, by=agent)
    make_late(last, 1)
    make_late(other, 6)
    blocking = chain_of(first, agent).blocking
    assert blocking is not None
    assert (blocking.record.number, blocking.days_late) == (other.number, 6)
    advance(other, "cancel", by=agent, reason="no longer")
    blocking = chain_of(first, agent).blocking
    assert blocking is not None
    assert (blocking.record.number, blocking.days_late) == (last.number, 1)


def test_what_is_done_waits_for_nothing_that_is_still_open_after_it() -> None:
    agent, records = row(3)
    done = advance(records[0], "resolve", by=agent, **cast.solution())
    assert chain_of(done, agent).blocking is None
    assert blocker(records[1], agent) == records[2].number


def test_what_is_done_was_as_late_as_it_was() -> None:
    agent, (first, last) = row(2)
    make_late(last, 9)
    Clock.objects.filter(record=last.pk).delete()
    Record.objects.filter(pk=last.pk).update(resolved_at=timezone.now() - timedelta(days=4))
    (node,) = [node for node in chain_of(first, agent).nodes.values() if node.storey == 1]
    assert node.days_late == 5


def test_what_one_may_not_see_ends_the_chain() -> None:
    _agent, (first, middle, _last) = row(3)
    engineer = cast.engineer()
    Record.objects.filter(pk__in=[first.pk]).update(team=engineer.teams.get())
    chain = chain_of(Record.objects.get(pk=first.pk), engineer)
    assert numbers(chain) == [(0, [first.number])]
    assert not chain.edges
    page = client_of(engineer).get(f"/records/{first.number}/chain/").content.decode()
    assert middle.number not in page
    assert client_of(engineer).get(f"/records/{middle.number}/chain/").status_code == 404


def test_a_ring_of_links_ends() -> None:
    agent, records = row(3)
    connect(LEADS_TO, earlier=records[2], later=records[0], by=agent)
    assert len(chain_of(records[0], agent).nodes) == 3


def test_of_very_many_the_open_ones_are_shown_and_the_rest_counted() -> None:
    agent = cast.agent()
    last = cast.incident(by=agent)
    for number in range(25):
        connect(LEADS_TO, earlier=cast.incident(by=agent, title=str(number)), later=last, by=agent)
    chain = chain_of(last, agent)
    assert (len(chain.nodes), chain.left_out) == (21, {-1: 5})
    assert "5 further records" in client_of(agent).get(f"/records/{last.number}/chain/").content.decode()


def test_the_page_names_the_link_that_blocks() -> None:
    agent, (first, last) = row(2)
    make_late(last, 6)
    page = client_of(agent).get(f"/records/{first.number}/chain/").content.decode()
    told = " ".join(re.sub(r"<[^>]+>", " ", page[page.index("chain-names") :]).split())
    assert f"{first.number} waits for incident {last.number} , 6 days late" in told
    beside = client_of(agent).get(f"/records/{first.number}/").content.decode()
    assert f"/records/{first.number}/chain/" in beside


def test_on_the_first_day_after_its_promise_it_is_overdue_and_not_yet_so_many_days_late() -> None:
    agent, (first, last) = row(2)
    make_late(last, 0)
    page = client_of(agent).get(f"/records/{first.number}/chain/").content.decode()
    assert page.count(">overdue</") == 2
    assert "chain-tail-late" in page
    assert "late</text>" not in page
    make_late(last, 6)
    assert "overdue</" not in client_of(agent).get(f"/records/{first.number}/chain/").content.decode()


def test_a_record_that_stands_alone_says_so() -> None:
    agent, (alone,) = row(1)
    assert "It stands alone" in client_of(agent).get(f"/records/{alone.number}/chain/").content.decode()
    assert "/chain/" not in client_of(agent).get(f"/records/{alone.number}/").content.decode()


def test_the_page_costs_the_same_for_a_long_chain_as_for_a_short_one(django_assert_max_num_queries) -> None:
    agent, records = row(8)
    client = client_of(agent)
    client.get(f"/records/{records[0].number}/chain/")
    # A storey takes six: its links, those that incidents, complaints and emergencies keep themselves, its records;
    # one more is for what is waited for beside the way.
    with django_assert_max_num_queries(56):
        client.get(f"/records/{records[0].number}/chain/")


def hub(count: int) -> tuple[User, Problem]:
    """A problem that explains very many incidents."""
    agent = cast.agent()
    problem = register(Problem, by=cast.person("problem_manager"), title="Fault of the series")
    incidents = [cast.incident(by=agent, title=f"Fault {number}") for number in range(count)]
    problem = advance(problem, "add_incidents", by=problem.owner, incidents=incidents)
    return problem.owner, problem


def test_a_hub_is_read_and_drawn_as_far_as_somebody_looks() -> None:
    user, problem = hub(120)
    with CaptureQueriesContext(connection) as asked:
        chain = chain_of(problem, user)
    assert (len(chain.nodes), chain.left_out) == (21, {-1: 100})
    assert len(asked) < 20
    drawing = drawing_of(chain)
    assert [card.further for card in drawing.cards if card.node is None] == [116]
    assert len(drawing.lines) == DRAWN
    page = client_of(user).get(f"/records/{problem.number}/chain/").content.decode()
    assert "and 116 further" in page
    assert "100 further records" in page


def test_what_everybody_waits_for_is_drawn_among_very_many() -> None:
    agent = cast.agent()
    first = cast.incident(by=agent)
    for number in range(12):
        later = cast.incident(by=agent, title=str(number))
        connect(LEADS_TO, earlier=first, later=later, by=agent)
        make_late(later, number)
    drawing = drawing_of(chain_of(first, agent))
    blocking = [card.node for card in drawing.cards if card.node is not None and card.node.is_blocking]
    assert [node.days_late for node in blocking] == [11]


def test_the_same_as_data() -> None:
    agent, (first, last) = row(2)
    make_late(last, 3)
    told = client_of(agent).get(f"/api/v1/incidents/{first.number}/chain/").json()
    assert told["blocking"] == last.number
    assert [(node["number"], node["storey"]) for node in told["nodes"]] == [
        (first.number, 0),
        (last.number, 1),
    ]
    assert told["nodes"][1]["days_late"] == 3
    assert told["edges"] == [
        {"earlier": first.number, "later": last.number, "type": "leads_to", "label": "led to"}
    ]


def test_a_drawing_has_a_card_for_each_record_and_nothing_overlaps() -> None:
    agent, (first, middle, _last) = row(3)
    connect(LEADS_TO, earlier=first, later=cast.incident(by=agent), by=agent)
    drawing = drawing_of(chain_of(middle, agent))
    places = {(card.x, card.y) for card in drawing.cards}
    assert len(places) == len(drawing.cards) == 3
    assert len(drawing.lines) == 2


@pytest.mark.parametrize(
    ("title", "shown"), [("short", "short"), ("x" * 60, "x" * LETTERS + "…"), ("连" * 30, "连" * 13 + "…")]
)
def test_a_title_is_cut_where_its_card_ends(title: str, shown: str) -> None:
    assert shortened(title) == shown
