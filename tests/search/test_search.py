"""What the search page finds, shows and keeps to itself."""

from typing import Any

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import Sight
from records.actions import advance
from servicedesk.search import records as found_records
from servicedesk.search.query import read
from servicedesk.search.records import Wanted
from tests import cast, volume
from tests.servicedesk.pad import at_the_desk

pytestmark = pytest.mark.django_db


ONLY_SOME = "these hold some of them"


def searched(user: Any, text: str, **given: str) -> str:
    response = at_the_desk(user).get("/search/", {"q": text} | given)
    assert response.status_code == 200
    return response.content.decode()


def test_every_word_must_be_there_in_either_language() -> None:
    agent = cast.agent()
    english = cast.incident(by=agent, title="Cannot connect to the remote server")
    chinese = cast.incident(by=agent, title="门店无法连接远程服务器", description="收银台二号")
    cast.incident(by=agent, title="Printer out of paper")
    for text in ("remote SERVER", "server remote"):
        page = searched(agent, text)
        assert english.number in page, text
        assert chinese.number not in page
    assert ONLY_SOME in searched(agent, "conn server remote")
    for text in ("远程服务器", "服务器 无法连接", "收银"):
        page = searched(agent, text)
        assert chinese.number in page, text
        assert english.number not in page


def test_the_last_word_may_be_a_beginning() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent, title="Cannot connect to the remote server")
    assert incident.number in searched(agent, "remote serv")
    assert ONLY_SOME in searched(agent, "emote server")
    assert incident.number not in searched(agent, "emote")


def test_a_solution_is_searched_too() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    advance(incident, "resolve", by=agent, **cast.solution(solution="Exchanged the fuse."))
    assert incident.number in searched(agent, "exchanged fuse")


@pytest.mark.parametrize(
    "write", [str, str.lower, lambda number: number[:3] + " " + number[3:], lambda n: n.lstrip("INC0")]
)
def test_a_number_leads_straight_to_its_record(write: Any) -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    response = at_the_desk(agent).get("/search/", {"q": write(incident.number)})
    assert response.status_code == 302
    assert response["Location"] == incident.get_absolute_url()


def test_a_number_of_somebody_elses_record_leads_nowhere() -> None:
    incident = cast.incident()
    page = searched(cast.engineer(), incident.number)
    assert "No record that you may see" in page
    assert incident.title not in page


def test_what_may_not_be_seen_is_neither_shown_nor_counted() -> None:
    agent = cast.agent()
    own = cast.incident(by=agent, title="Remote server down")
    cast.incident(title="Remote server gone")
    Sight.objects.filter(role__slug="agent", kind="incident").update(scope="own")
    page = searched(agent, "remote server")
    assert own.number in page
    assert "gone" not in page
    found = found_records.search(type(agent).objects.get(pk=agent.pk), Wanted(query=read("remote server")))
    assert found.by_kind == {"incident": 1}


def test_a_customers_account_finds_its_own_only() -> None:
    agent, ours, theirs = cast.agent(), cast.customer(name="Our Shop"), cast.customer(name="Their Shop")
    mine = cast.incident(by=agent, customer=ours, title="Remote server")
    other = cast.incident(by=agent, customer=theirs, title="Remote server")
    tool = cast.person("api_client", teams=())
    tool.customers.add(ours)
    page = searched(tool, "remote server")
    assert (mine.number in page, other.number in page) == (True, False)
    page = searched(tool, "Shop").replace("<mark>", "").replace("</mark>", "")
    assert ("Our Shop" in page, "Their Shop" in page) == (True, False)


def test_people_are_found_by_name_and_by_number_in_any_form() -> None:
    caller = cast.contact(cast.customer(name="Harbour Retail"), name="李伟", phone="(021) 6123-4567")
    colleague = cast.engineer(name="Zhao Lei")
    agent = cast.agent()
    for text in ("李伟", "6123 4567", "+86 21 61234567"):
        assert f"/people/customers/{caller.customer_id}/" in searched(agent, text), text
    assert "Harbour Retail" in searched(agent, "harbour").replace("<mark>", "").replace("</mark>", "")
    assert f"/people/users/{colleague.pk}/" in searched(agent, "zhao")


def test_facets_count_what_their_click_brings() -> None:
    agent = cast.agent()
    for number in range(5):
        incident = cast.incident(by=agent, title="Remote server")
        if number < 2:
            advance(incident, "resolve", by=agent, **cast.solution())
    found = found_records.search(agent, Wanted(query=read("remote server")))
    assert (found.by_state["open"], found.by_state["resolved"], found.by_state["closed"]) == (3, 2, 0)
    narrowed = found_records.search(agent, Wanted(query=read("remote server"), state="resolved"))
    assert len(narrowed.rows) == 2
    assert narrowed.by_kind["incident"] == 2
    assert narrowed.by_state == found.by_state


def test_further_pages_show_each_record_once() -> None:
    agent = cast.agent()
    volume.history(cast.incident(by=agent, title="Remote server"), 60, open_every=2)
    seen: list[str] = []
    wanted = Wanted(query=read("remote"))
    while True:
        found = found_records.search(agent, wanted)
        seen += [record.number for record in found.rows]
        if not found.older:
            break
        wanted = Wanted(query=read("remote"), after=found.older)
    assert len(seen) == len(set(seen)) == 61


def test_the_best_match_says_it_in_its_title() -> None:
    agent = cast.agent()
    best = cast.incident(by=agent, title="Remote server down")
    cast.incident(by=agent, title="Shop closed", description="They cannot reach the remote server")
    found = found_records.search(agent, Wanted(query=read("remote server"), order="best"))
    assert found.rows[0].pk == best.pk


def test_where_no_record_holds_all_words_those_with_most_are_shown() -> None:
    agent = cast.agent()
    two = cast.incident(by=agent, title="Remote server down")
    one = cast.incident(by=agent, title="Remote desk")
    page = searched(agent, "remote server unicorn")
    assert ONLY_SOME in page
    assert page.index(two.number) < page.index(one.number)


def test_the_words_found_are_marked_and_markup_is_text() -> None:
    agent = cast.agent()
    cast.incident(
        by=agent, title="<script>alert(1)</script> server", description="on the <b>server</b> floor"
    )
    page = searched(agent, "server")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>server</mark>" in page
    assert "&lt;b&gt;<mark>server</mark>&lt;/b&gt;" in page
    assert "<script>alert" not in page


def drawn(filters: str, text: str, words: list[str]) -> str:
    template = Template("{% load searching %}{{ text|" + filters + ":words }}")
    return template.render(Context({"text": text, "words": words}))


def test_chinese_pairs_are_marked_as_one_word() -> None:
    assert drawn("marked", "远程服务器故障", ["服务", "务器"]) == "远程<mark>服务器</mark>故障"


def test_a_long_text_is_shown_around_the_word_found() -> None:
    shown = drawn("snippet", "x " * 500 + "the needle" + " y" * 500, ["needle"])
    assert shown.startswith("… ")
    assert "<mark>needle</mark>" in shown
    assert len(shown) < 300


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE records_record; --", "a & b | !c <-> d:*", "\\", "%", "_", "''", "\u202e", "💥💥",
        "《》", "<script>alert(1)</script>", "1" * 150, "a " * 99, "'" * 200, "\u4e00" * 200, "INC" + "9" * 9,
    ],
)  # fmt: skip
def test_any_text_is_searched_for(text: str) -> None:
    cast.incident()
    page = searched(cast.agent(), text)
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "given",
    [
        {"q": "x" * 201}, {"q": "a\0b"}, {"q": "a", "kind": "unicorn"}, {"q": "a", "state": "'"},
        {"q": "a", "order": "worst"}, {"q": "a", "after": "nonsense"}, {"q": "a", "after": "2026-01-01T00:00:00~1"},
    ],
)  # fmt: skip
def test_what_cannot_be_searched_is_refused_with_a_reason(given: dict[str, str]) -> None:
    cast.incident(title="a")
    response = at_the_desk(cast.agent()).get("/search/", given)
    assert response.status_code == 400
    assert 'class="trouble' in response.content.decode()


def test_it_needs_a_person_signed_in() -> None:
    assert Client().get("/search/").status_code == 302
    assert Client().get("/search/palette/").status_code == 302
    assert at_the_desk(cast.agent()).post("/search/").status_code == 405


def test_an_empty_search_says_what_can_be_searched() -> None:
    assert "Search the whole desk" in searched(cast.agent(), "   ")


def test_a_page_costs_few_queries(django_assert_max_num_queries: Any) -> None:
    agent = cast.agent()
    for _ in range(12):
        cast.incident(by=agent, customer=cast.customer(name="Remote Shop"), title="Remote server")
    client = at_the_desk(agent)
    client.get("/search/", {"q": "remote"})
    with django_assert_max_num_queries(20):
        client.get("/search/", {"q": "remote"})


def test_a_rare_word_is_found_by_the_word_index_and_a_common_one_from_the_newest_end() -> None:
    agent = cast.agent()
    volume.history(cast.incident(by=agent, title="Remote server"), 20_000, open_every=50)
    rare = cast.incident(by=agent, title="Unicorn")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_searchwords")
    with CaptureQueriesContext(connection) as captured:
        found = found_records.search(agent, Wanted(query=read("unicorn")))
    assert [record.pk for record in found.rows] == [rare.pk]
    asked = [row["sql"] for row in captured if "SELECT record_id" in row["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert "record_words" in volume.plan(asked[0])
        cursor.execute("SET LOCAL enable_seqscan = on")
    plans = [volume.plan(row["sql"]) for row in captured if '"records_record"' in row["sql"]]
    assert plans
    large = ("Seq Scan on records_record ", "Seq Scan on records_searchwords ")
    assert not any(scan in chosen for scan in large for chosen in plans), plans

    with CaptureQueriesContext(connection) as captured:
        found = found_records.search(agent, Wanted(query=read("remote")))
    assert not found.is_counted_whole
    assert len(found.rows) == found_records.PAGE
    asked = [row["sql"] for row in captured]
    # The word index would gather all 20,000; and what the walk met is not walked to again for the page.
    assert not any("SELECT record_id" in sql for sql in asked)
    (walk,) = [sql for sql in asked if '"records_record"' in sql and "ts_match_vq" in sql]
    assert "record_newest" in volume.plan(walk)


def test_a_page_beyond_what_was_counted_goes_on_where_the_last_one_ended() -> None:
    agent = cast.agent()
    volume.history(cast.incident(by=agent, title="Remote server"), 200, open_every=50)
    met: list[int] = []
    after = ""
    for _page in range(9):
        found = found_records.search(agent, Wanted(query=read("remote"), after=after))
        met += [record.pk for record in found.rows]
        after = found.older
        if not after:
            break
    assert len(met) == len(set(met)) == 201


def test_a_facet_within_the_newest_is_a_whole_page_of_its_own() -> None:
    agent = cast.agent()
    volume.history(cast.incident(by=agent, title="Remote server"), 200, open_every=4)
    found = found_records.search(agent, Wanted(query=read("remote"), state="open"))
    assert len(found.rows) == found_records.PAGE
    assert all(record.is_open for record in found.rows)
    assert found.older


def test_the_beginning_that_every_number_has_does_not_gather_history() -> None:
    agent = cast.agent()
    first = cast.incident(by=agent, title="Remote server")
    volume.history(first, 20_000, open_every=50)
    with connection.cursor() as cursor:
        # As in life: numbers that no two records share beside words that some do. Of a beginning that is among none
        # of these the planner believes that it is rarer than all of them.
        cursor.execute(
            "UPDATE records_searchwords"
            " SET words = array_to_tsvector(ARRAY['inc' || record_id, 'shared' || record_id % 900])"
        )
        cursor.execute("ANALYZE records_searchwords")
    with CaptureQueriesContext(connection) as captured:
        found = found_records.quick(agent, read("INC"), 8)
    assert len(found) == 8
    chosen = volume.plan(captured[-1]["sql"])
    assert "record_newest" in chosen, chosen
    assert "Sort" not in chosen, chosen
