"""Relations by REST: what a source has said, and what a discovery tool sends, row by row."""

from typing import Any

import pytest
from django.test import Client

from cmdb.models import ItemChange, Relation
from cmdb.relating import relations_of
from people.models import User
from tests import cast
from tests.api.test_items import tool_of
from tests.cmdb.equipment import item, keeper, rely, verb

pytestmark = pytest.mark.django_db
RELATIONS = "/api/v1/relations/"


def got(user: User, tail: str = "", status: int = 200) -> Any:
    answer = tool_of(user).get(f"{RELATIONS}{tail}")
    assert answer.status_code == status, answer.content
    return answer.json()


def posted(client: Client, *rows: dict, key: str = "", **more: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    body = {"source": "scan", "match_by": ["source_key", "name"], "relations": list(rows), **more}
    return client.post(f"{RELATIONS}upsert/", body, content_type="application/json", headers=headers)


def sent(user: User, *rows: dict, **more: Any) -> Any:
    answer = posted(tool_of(user), *rows, **more)
    assert answer.status_code == 200, answer.content
    return answer.json()


def row(subject: str, target: str, **more: Any) -> dict[str, Any]:
    return {"subject": subject, "relation": "runs-on", "target": target, **more}


def outcomes(told: Any) -> list[str]:
    return [one["outcome"] for one in told["results"]]


def test_each_row_is_made_set_taken_away_or_refused_for_itself() -> None:
    verb()
    core, left, right, gone = (item(name) for name in ("Core", "Left", "Right", "Gone"))
    rely(core, left, gone)
    told = sent(
        keeper(),
        row("Core", "Right", group="feeds", needed=1),
        row("Core", "Left", group="feeds"),
        row("Core", "Gone", gone=True),
        row("Core", "Nowhere"),
        row("Core", "Core"),
    )
    assert outcomes(told) == ["add", "change", "remove", "wrong", "wrong"]
    assert (told["results"][0]["subject"], told["results"][0]["target"]) == (core.pk, right.pk)
    assert "target" in told["results"][3]["errors"]
    assert {(one.target.name, str(one.group)) for one in relations_of(core)} == {
        ("Left", "feeds"),
        ("Right", "feeds"),
    }
    line = ItemChange.objects.get(item=right, event="related")
    assert (line.via, line.load_id) == ("rest", told["load"])


def test_said_again_it_is_as_recorded_and_what_is_not_named_stays() -> None:
    verb()
    core, left = item("Core"), item("Left")
    rely(core, item("Other"))
    rows = (row("Core", "Left"), row("Left", "Other", gone=False))
    assert outcomes(sent(keeper(), *rows)) == ["add", "add"]
    assert outcomes(sent(keeper(), *rows)) == ["same", "same"]
    assert {one.target_id for one in relations_of(core)} >= {left.pk}
    assert Relation.objects.count() == 3


def test_keys_are_read_under_the_tool_that_sends_them() -> None:
    verb()
    item("A", source="scan", source_key="7"), item("B", source="scan", source_key="8")
    item("C", source="other", source_key="7")
    sent(keeper(), row("7", "8"))
    made = Relation.objects.get()
    assert (made.subject.name, made.target.name, made.source) == ("A", "B", "scan")


def test_sent_twice_under_one_key_it_is_done_once() -> None:
    verb()
    by = keeper()
    item("Core"), item("Left")
    assert sent(by, row("Core", "Left"), key="k1") == sent(by, row("Core", "Left"), key="k1")
    assert Relation.objects.count() == 1


def test_the_list_tells_what_a_source_has_said() -> None:
    verb()
    core, left = item("Core"), item("Left")
    rely(core, item("Right"))
    by = keeper()
    sent(by, row("Core", "Left"))
    (told,) = got(by, "?source=scan")["results"]
    assert (told["subject"]["id"], told["type"], told["target"]["id"]) == (core.pk, "runs-on", left.pk)
    assert len(got(by, f"?item={core.pk}")["results"]) == 2
    assert len(got(by, f"?item={left.pk}&type=runs-on")["results"]) == 1
    assert got(by, "?type=near")["results"] == []


@pytest.mark.parametrize("tail", ["?item=x", "?item=99999999999999999999", "?colour=red", "?source=%00"])
def test_odd_filters_are_refused(tail: str) -> None:
    got(cast.agent(), tail, 400)


def test_what_is_another_customers_is_neither_listed_nor_an_end() -> None:
    verb()
    tool, mine = cast.person("api_client"), cast.customer()
    tool.customers.add(mine)
    own, near, theirs = item("Core", customer=mine), item("Near", customer=mine), item("Theirs")
    rely(own, near, theirs)
    assert [one["target"]["id"] for one in got(tool)["results"]] == [near.pk]
    told = sent(tool, row("Core", "Theirs"), row("Core", "Theirs", gone=True), row("Near", "Core"))
    assert outcomes(told) == ["wrong", "wrong", "add"]
    assert Relation.objects.count() == 3


def test_who_may_not_import_may_not_upsert() -> None:
    assert posted(tool_of(cast.agent()), row("A", "B")).status_code == 403


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"relations": []}, "relations"),
        ({"relations": [row("A", "B")] * 501}, "relations"),
        ({"relations": [row("A", "B", colour="red")]}, "relations.1"),
        ({"relations": [row("A", "B\x00")]}, "relations.1"),
        ({"relations": [{"subject": {"x": 1}}]}, "relations.1"),
        ({"match_by": ["colour"]}, "match_by"),
    ],
)
def test_what_is_no_row_is_refused_by_its_name(more: dict, field: str) -> None:
    answer = posted(tool_of(keeper()), row("A", "B"), **more)
    assert answer.status_code == 400
    assert field in answer.json()["errors"]


@pytest.mark.parametrize("key", ["attributes.in", "attributes.a__b", "attributes.isnull", "serial"])
def test_odd_keys_and_values_are_no_fault(key: str) -> None:
    rows = [
        {"subject": 7, "relation": True, "target": None},
        {"subject": "x" * 900, "relation": 3.5, "target": "", "needed": -1},
        {"needed": "many", "gone": "perhaps"},
    ]
    assert outcomes(sent(keeper(), *rows, match_by=[key])) == ["wrong"] * 3


def test_many_rows_are_planned_in_the_queries_of_a_few(django_assert_max_num_queries) -> None:
    verb()
    core = item("Core")
    rely(core, *(item(f"N{number}") for number in range(40)))
    client = tool_of(keeper())
    with django_assert_max_num_queries(30):
        answer = posted(client, *(row("Core", f"N{number}") for number in range(40)))
    assert outcomes(answer.json()) == ["same"] * 40
