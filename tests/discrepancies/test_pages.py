"""A discrepancy on its pages: reported by one link, told beside the record, listed, reached by REST."""

import json

import pytest
from django.test import Client

from discrepancies.models import Discrepancy
from people.tokens import issue
from records.actions import advance
from tests import cast
from tests.client import client_of
from tests.cmdb.equipment import keeper
from tests.discrepancies.cast import discrepancy, gateway
from tests.discrepancies.test_life import load_of

pytestmark = pytest.mark.django_db
BUDGET = 45


def test_it_is_reported_from_the_incident_and_leads_back_to_it() -> None:
    agent, item = cast.agent(), gateway()
    incident = cast.incident(by=agent, item=item)
    client = client_of(agent)
    link = f"/items/{item.pk}/discrepancies/new/?found_on={incident.number}"
    assert link in client.get(incident.get_absolute_url()).content.decode()
    assert "Product model: GW-200" in client.get(link).content.decode()
    answer = client.post(link, {"attribute": "model", "observed": "GW-300", "origin": "call"})
    assert (answer.status_code, answer["Location"]) == (303, incident.get_absolute_url())
    made = Discrepancy.objects.get()
    assert (made.found_on_id, made.origin) == (incident.pk, "call")
    told = client.get(incident.get_absolute_url()).content.decode()
    assert made.number in told
    assert made.number in client.get(f"/items/{item.pk}/").content.decode()


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed() -> None:
    client, item = client_of(cast.agent()), gateway()
    link = f"/items/{item.pk}/discrepancies/new/"
    answer = client.post(
        link, {"attribute": "model", "observed": "GW-200", "origin": "call", "evidence": "plate"}
    )
    assert answer.status_code == 400
    assert "verify the item instead" in answer.content.decode()
    assert "plate" in answer.content.decode()


def test_who_may_not_report_is_told_who_can() -> None:
    item = gateway()
    answer = client_of(cast.person("auditor")).get(f"/items/{item.pk}/discrepancies/new/")
    assert answer.status_code == 403
    assert "Agent" in answer.content.decode()


def test_the_pattern_is_told_beside_it_and_opens_the_list_it_counts() -> None:
    items = load_of(5)
    made = [discrepancy(item=one) for one in items[:4]]
    client = client_of(keeper())
    told = client.get(made[0].get_absolute_url()).content.decode()
    assert "4 of the 5 records of the import “assets.csv” are wrong in “Product model”." in told
    load = made[0].item.changes.get().load_id
    assert f"/items/?load={load}&amp;status=any" in told
    assert len(client.get(f"/items/?load={load}&status=any").context["page"].rows) == 5


def test_queue_search_and_steps_work_for_it() -> None:
    made, client = discrepancy(), client_of(keeper())
    assert made.number in client.get("/queues/discrepancies/").content.decode()
    assert made.number in client.get("/search/?q=GW-300").content.decode()
    assert client.post(f"/records/{made.number}/steps/confirm/", {"version": made.version}).status_code == 303
    made.refresh_from_db()
    given = {"version": made.version, "value": "GW-300"}
    assert client.post(f"/records/{made.number}/steps/correct/", given).status_code == 303
    made.item.refresh_from_db()
    assert str(made.item.model) == "GW-300"


def test_another_tool_reports_by_rest() -> None:
    item, user = gateway(), cast.person("release_manager")
    client = Client(headers={"Authorization": f"Bearer {issue(user, 'test', by=user)[1]}"})
    given = {"item": item.pk, "attribute": "model", "observed": "GW-300", "origin": "discovery"}
    answer = client.post("/api/v1/discrepancies/", json.dumps(given), content_type="application/json")
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["recorded"], told["state"]) == ("GW-200", "reported")
    answer = client.post(
        f"/api/v1/discrepancies/{told['number']}/steps/confirm/", "{}", content_type="application/json"
    )
    assert answer.status_code == 409


def test_its_page_costs_the_same_however_much_is_known(django_assert_max_num_queries) -> None:
    items = load_of(12)
    made = [discrepancy(item=one) for one in items]
    made[0] = advance(made[0], "confirm", by=cast.person("field_engineer"))
    client = client_of(keeper())
    with django_assert_max_num_queries(BUDGET):
        assert client.get(made[0].get_absolute_url()).status_code == 200
