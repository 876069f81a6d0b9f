"""Pages of equipment: lists, one item, its impact, a service; who may and who may not; what a page costs."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cmdb.changing import change_item
from cmdb.models import ConfigurationItem
from people.models import User
from tests import cast
from tests.client import client_of
from tests.cmdb import equipment
from tests.cmdb.equipment import item, keeper, rely, trace, verb

pytestmark = pytest.mark.django_db
BUDGET = 30


def shown(user: User, path: str, status: int = 200) -> str:
    answer = client_of(user).get(path)
    assert answer.status_code == status, answer.content.decode()[:400]
    return answer.content.decode()


def listed(user: User, tail: str = "") -> list[str]:
    return [row.name for row in client_of(user).get(f"/items/{tail}").context["page"].rows]


def test_the_list_narrows_by_words_and_filters() -> None:
    agent, mine = cast.agent(), cast.customer(name="Harbour")
    gateway = equipment.model("GW-200")
    item("A", customer=mine, model=gateway)
    item("B", serial="ZX-81", item_class=equipment.kind("server"))
    item("C", status="retired")
    assert listed(agent) == ["A", "B"]
    assert listed(agent, "?status=any") == ["A", "B", "C"]
    assert listed(agent, "?status=retired") == ["C"]
    assert listed(agent, "?q=harbour") == listed(agent, "?q=gw-2") == ["A"]
    assert listed(agent, "?q=zx") == ["B"]
    assert listed(agent, f"?model={gateway.pk}") == listed(agent, f"?customer={mine.pk}") == ["A"]
    assert listed(agent, f"?item_class={equipment.kind('server').pk}") == ["B"]
    assert listed(agent, "?verified=never") == ["A", "B"]
    shown(agent, "/items/?status=broken", 400)


def test_an_empty_source_is_a_filter_too() -> None:
    item("scanned", source="scan", source_key="1")
    item("typed")
    agent = cast.agent()
    assert listed(agent, "?source=") == ["typed"]
    assert listed(agent, "?source=scan") == ["scanned"]


def test_a_page_of_items_says_what_is_recorded_and_what_is_missing() -> None:
    kind = equipment.kind(needed_columns=["serial"])
    equipment.attribute("ports", "number", unit="ports")
    made = item(
        "Core switch",
        item_class=kind,
        attributes={"ports": 24},
        model=equipment.model("GW-200"),
        verified_on=date(2026, 3, 1),
    )
    change_item(made, trace(note="Read off the plate"), model=equipment.model("GW-300"))
    incident = cast.incident(item=made, title="It is dark")
    told = shown(cast.agent(), f"/items/{made.pk}/")
    for words in (
        "Core switch",
        "2026-03-01",
        "24 ports",
        "GW-200",
        "GW-300",
        "missing",
        "Read off the plate",
    ):
        assert words in told
    assert incident.number in told


def test_history_can_be_read_one_attribute_at_a_time_and_as_of_a_day() -> None:
    made = item(serial="S-1")
    change_item(made, trace(), serial="S-2")
    change_item(made, trace(), subtype="core")
    agent = cast.agent()
    only = client_of(agent).get(f"/items/{made.pk}/?attribute=serial").context["history"]
    assert len(only["lines"]) == 2
    yesterday = timezone.localdate() - timedelta(days=1)
    assert "It was not recorded yet." in shown(agent, f"/items/{made.pk}/?at={yesterday}")
    assert "As it was at the end of" in shown(agent, f"/items/{made.pk}/?at={timezone.localdate()}")
    assert shown(agent, f"/items/{made.pk}/?at=2026-02-31&attribute=%3Cb%3E&before=x")


def test_what_hangs_on_it_is_listed_and_drawn() -> None:
    server, rack = item("server", service=cast.service()), item("rack")
    cast.service().customers.add(cast.customer(name="Harbour"))
    rely(server, rack)
    answer = client_of(cast.agent()).get(f"/items/{rack.pk}/impact/")
    told = answer.content.decode()
    assert "Harbour" in told
    assert "Remote Access" in told
    assert {node["label"] for node in answer.context["graph"]["nodes"]} == {"rack", "server"}
    assert answer.context["graph"]["edges"] == [
        {"supplier": rack.pk, "dependent": server.pk, "isSpare": False}
    ]
    assert "rack" in shown(cast.agent(), f"/items/{server.pk}/impact/?way=up")


def test_a_hostile_name_stays_a_name() -> None:
    made = item("</script><script>alert(1)</script>")
    rely(item("x"), made)
    for path in (f"/items/{made.pk}/", f"/items/{made.pk}/impact/", "/items/"):
        assert "<script>alert(1)" not in shown(cast.agent(), path)


def test_a_service_says_what_it_hangs_on_and_who_feels_it() -> None:
    service, mine = cast.service(), cast.customer(name="Harbour")
    service.customers.add(mine)
    server, rack = item("server", service=service), item("rack")
    rely(server, rack)
    told = shown(cast.agent(), f"/services/{service.pk}/")
    for words in ("server", "rack", "Harbour"):
        assert words in told
    assert "Remote Access" in shown(cast.agent(), "/services/?q=remote")


def test_the_incident_page_says_what_hangs_on_its_item() -> None:
    rack, server = item("rack"), item("server")
    rely(server, rack)
    agent = cast.agent()
    incident = cast.incident(by=agent, item=rack)
    told = shown(agent, incident.get_absolute_url())
    assert "Equipment and its impact" in told
    assert f"/items/{rack.pk}/impact/" in told
    assert "Equipment and its impact" not in shown(agent, cast.incident(by=agent).get_absolute_url())


def form_of(client: Client, path: str) -> dict[str, object]:
    form = client.get(path).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}


def test_a_new_item_is_asked_for_what_its_class_has() -> None:
    equipment.attribute("ports", "number", is_required=True)
    client = client_of(keeper())
    assert "item_class" in client.get("/items/new/").content.decode()
    path = f"/items/new/?item_class={equipment.kind().pk}"
    assert client.post(path, {"name": "R1", "status": "in_use"}).status_code == 400
    answer = client.post(path, {"name": "R1", "status": "in_use", "attribute_ports": "8", "note": "New"})
    made = ConfigurationItem.objects.get(name="R1")
    assert answer["Location"] == f"/items/{made.pk}/"
    assert (made.attributes, made.changes.get().note) == ({"ports": 8}, "New")


def test_editing_writes_history_and_keeps_what_others_changed() -> None:
    equipment.attribute("firmware")
    made = item("R1", serial="S-1", attributes={"firmware": "1"})
    client = client_of(keeper())
    path = f"/items/{made.pk}/edit/"
    first = form_of(client, path)
    change_item(made, trace(), attributes={"firmware": "2"})
    assert client.post(path, {**first, "serial": "S-2"}).status_code == 302
    made.refresh_from_db()
    assert (made.serial, made.attributes) == ("S-2", {"firmware": "2"})
    assert client.post(path, {**first, "attribute_firmware": "3"}).status_code == 400


def test_a_refusal_stands_at_its_field() -> None:
    model = equipment.model()
    item(serial="S-1", model=model)
    made = item("R2", model=model)
    client = client_of(keeper())
    path = f"/items/{made.pk}/edit/"
    answer = client.post(path, {**form_of(client, path), "serial": "S-1"})
    assert answer.status_code == 400
    assert "serial" in answer.context["form"].errors


def test_verifying_and_relating_go_through_dialogs() -> None:
    made, other = item("one"), item("other")
    client = client_of(keeper())
    verb()
    today = timezone.localdate().isoformat()
    assert client.post(f"/items/{made.pk}/verify/", {"on": today}).status_code == 303
    assert client.post(f"/items/{made.pk}/verify/", {"on": "2999-01-01"}).status_code == 400
    given = {"verb": "back:runs-on", "other": other.pk, "needed": 1}
    assert client.post(f"/items/{made.pk}/relate/", given).status_code == 303
    relation = other.relations_onward.get()
    assert relation.target == made
    path = f"/items/{made.pk}/relations/{relation.pk}/remove/"
    assert "is that no longer so?" in client.get(path).content.decode()
    assert client.post(path).status_code == 303
    assert not other.relations_onward.exists()
    assert client.post(f"/items/{made.pk}/relate/", {"verb": "x", "other": made.pk}).status_code == 400


@pytest.mark.parametrize("path", ["edit/", "relate/", "verify/"])
def test_only_who_may_changes_an_item(path: str) -> None:
    made = item()
    assert client_of(cast.agent()).get(f"/items/{made.pk}/{path}").status_code == 403
    assert client_of(keeper()).get(f"/items/{made.pk}/{path}").status_code == 200
    assert client_of(cast.agent()).get("/items/new/").status_code == 403


def test_an_item_of_another_customer_is_absent() -> None:
    made, client = item(customer=cast.customer()), cast.person("api_client")
    for path in ("", "impact/"):
        assert client_of(client).get(f"/items/{made.pk}/{path}").status_code == 404
    assert listed(client) == []
    assert client_of(cast.agent()).get(f"/items/{10**20}/").status_code == 404


def test_pages_cost_the_same_however_much_there_is(django_assert_max_num_queries) -> None:
    hub = item("hub", service=cast.service())
    agent = cast.agent()
    for number in range(30):
        rely(item(f"spoke {number:02}", customer=cast.customer(), model=equipment.model()), hub)
        cast.incident(by=agent, item=hub)
    client = client_of(agent)
    client.get("/items/")
    for path in (
        "/items/",
        f"/items/{hub.pk}/",
        f"/items/{hub.pk}/impact/",
        "/services/",
        f"/services/{hub.service_id}/",
    ):
        with django_assert_max_num_queries(BUDGET):
            assert client.get(path).status_code == 200
