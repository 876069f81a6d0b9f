"""Items by REST: reading with the list's filters, and what a discovery tool sends."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from cmdb.changing import change_item
from cmdb.models import ConfigurationItem, ItemChange
from discrepancies.models import Discrepancy
from people.models import User
from people.tokens import issue
from tests import cast
from tests.cmdb import equipment
from tests.cmdb.equipment import item, keeper, rely, trace

pytestmark = pytest.mark.django_db
UPSERT = "/api/v1/items/upsert/"


def tool_of(user: User) -> Client:
    return Client(headers={"Authorization": f"Bearer {issue(user, 'tool', by=user)[1]}"})


def got(user: User, path: str, status: int = 200) -> Any:
    answer = tool_of(user).get(f"/api/v1/items/{path}")
    assert answer.status_code == status, answer.content
    return answer.json()


def sent(user: User, *rows: dict, status: int = 200, key: str = "", **more: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    body = {"source": "scan", "items": list(rows), **more}
    answer = tool_of(user).post(UPSERT, body, content_type="application/json", headers=headers)
    assert answer.status_code == status, answer.content
    return answer.json()


def names(told: Any) -> list[str]:
    return [row["name"] for row in told["results"]]


def test_the_list_takes_the_filters_of_the_page_and_goes_on_by_cursor() -> None:
    agent, mine = cast.agent(), cast.customer()
    item("A", customer=mine), item("B"), item("C", status="retired")
    assert names(got(agent, "")) == ["B", "A"]
    assert names(got(agent, f"?customer={mine.pk}")) == names(got(agent, "?words=a")) == ["A"]
    assert names(got(agent, "?status=any&limit=2")) == ["C", "B"]
    following = got(agent, "?status=any&limit=2")["next"]
    assert names(tool_of(agent).get(following).json()) == ["A"]
    assert "known" not in got(agent, "?colour=red", 400)
    got(agent, "?customer=x", 400)


def test_one_item_its_history_and_relations() -> None:
    agent = cast.agent()
    equipment.attribute("ports", "number")
    server, rack = item("server", attributes={"ports": 4}), item("rack")
    change_item(server, trace(note="plate"), serial="S-1")
    rely(server, rack, group="power")
    assert got(agent, f"{server.pk}/")["attributes"] == {"ports": 4}
    newest, changed, made = got(agent, f"{server.pk}/history/")["results"]
    assert (newest["event"], changed["changes"]["serial"], made["event"]) == (
        "related",
        ["", "S-1"],
        "created",
    )
    (relation,) = got(agent, f"{rack.pk}/relations/")["results"]
    assert (relation["subject"]["label"], relation["group"]["label"], relation["needed"]) == (
        "server",
        "power",
        1,
    )


def test_impact_tells_what_fails_and_who_feels_it() -> None:
    agent, mine = cast.agent(), cast.customer()
    server, rack = item("server", customer=mine), item("rack")
    rely(server, rack)
    told = got(agent, f"{rack.pk}/impact/")
    assert (told["count"], told["is_whole"]) == (1, True)
    assert [(one["item"]["label"], one["steps"]) for one in told["items"]] == [("server", 1)]
    assert [one["id"] for one in told["customers"]] == [mine.pk]
    assert got(agent, f"{server.pk}/impact/?way=up")["items"][0]["item"]["label"] == "rack"
    got(agent, f"{server.pk}/impact/?way=sideways", 400)


def test_what_is_another_customers_is_absent() -> None:
    tool = cast.person("api_client")
    tool.customers.add(mine := cast.customer())
    own, other = item(customer=mine), item(customer=cast.customer())
    assert [row["id"] for row in got(tool, "")["results"]] == [own.pk]
    for tail in ("", "history/", "relations/", "impact/"):
        got(tool, f"{other.pk}/{tail}", 404)


def test_each_row_is_done_or_refused_for_itself() -> None:
    by = keeper()
    item("known", serial="S-1")
    told = sent(
        by,
        {"name": "new", "item_class": "router", "source_key": "7"},
        {"serial": "S-1", "subtype": "core"},
        {"name": "odd", "item_class": "spaceship"},
        {"serial": "S-1"},
    )
    assert [one["outcome"] for one in told["results"]] == ["add", "change", "wrong", "wrong"]
    assert "item_class" in told["results"][2]["errors"]
    new = ConfigurationItem.objects.get(name="new")
    assert told["results"][0]["item"] == new.pk
    assert (new.source, new.source_key) == ("scan", "7")
    assert ItemChange.objects.get(item=new).via == "rest"
    assert got(by, f"?load={told['load']}")["results"]


def test_a_contradiction_of_what_was_verified_opens_a_discrepancy() -> None:
    equipment.model("GW-300")
    made = item(serial="S-1", model=equipment.model("GW-200"), verified_on=date(2026, 3, 1))
    (told,) = sent(keeper(), {"serial": "S-1", "model": "GW-300"})["results"]
    found = Discrepancy.objects.get()
    assert (told["outcome"], told["discrepancies"]) == ("contradict", [found.number])
    assert (found.origin, found.observed) == ("discovery", "GW-300")
    made.refresh_from_db()
    assert str(made.model) == "GW-200"


def test_sent_twice_it_is_done_once() -> None:
    by = keeper()
    equipment.kind()
    row = {"name": "A", "item_class": "router"}
    assert sent(by, row, key="k1", match_by=["serial"]) == sent(by, row, key="k1", match_by=["serial"])
    assert ConfigurationItem.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"items": []}, "items"),
        ({"items": [{"colour": "red"}]}, "items.1"),
        ({"items": [{"name": {"x": 1}}]}, "items.1"),
        ({"items": [{"name": "a\x00"}]}, "items.1"),
        ({"items": [{"attributes": []}]}, "items.1"),
        ({"items": [{"name": "A"}], "match_by": ["colour"]}, "match_by"),
        ({"items": [{"name": "A"}] * 501}, "items"),
    ],
)
def test_what_is_no_row_is_refused_by_its_name(body: dict, field: str) -> None:
    answer = tool_of(keeper()).post(UPSERT, {"source": "scan", **body}, content_type="application/json")
    assert answer.status_code == 400
    assert field in answer.json()["errors"]


def test_who_may_not_import_may_not_upsert() -> None:
    sent(cast.agent(), {"name": "A"}, status=403)


@pytest.mark.parametrize(
    "key", ["attributes.in", "attributes.a__b", "attributes.a-b", "attributes.isnull", "name"]
)
def test_odd_keys_and_values_are_no_fault(key: str) -> None:
    rows = [
        {
            "name": 7,
            "item_class": "router",
            "serial": True,
            "attributes": {"in": 1, "a__b": None, "isnull": "x"},
        },
        {"name": "B", "item_class": 3, "source_key": 9.5, "verified_on": "2026-99-99"},
        {"customer": "x" * 900, "status": None, "name": ""},
    ]
    equipment.kind()
    told = sent(keeper(), *rows, match_by=[key])
    assert [one["outcome"] for one in told["results"]] == ["wrong"] * 3


@pytest.mark.parametrize(
    "tail", ["?customer=99999999999999999999", "?load=-1", "?verified=x", "?limit=0", "?words=%00"]
)
def test_odd_filters_are_refused(tail: str) -> None:
    got(cast.agent(), tail, 400)
