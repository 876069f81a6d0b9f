"""Every table of the settings by REST, through the forms of its page."""

import pytest

from incidents.models import HintPolicy
from notifications.models import Rule
from people.models import AccessLog
from records.models import Category
from records.priorities import priority_for
from servicedesk.settings_pages.tables import tables
from sla.models import Calendar
from tests import cast
from tests.api.test_records import Caller

pytestmark = pytest.mark.django_db
V1 = "/api/v1/settings"
NAMES = [*(table.name for table in tables()), "notice-rules", "notice-templates", "webhooks"]


@pytest.fixture
def boss() -> Caller:
    return Caller(cast.person("administrator"))


@pytest.mark.parametrize("name", NAMES)
def test_every_table_is_read_by_who_sees_settings_and_by_nobody_else(name, boss) -> None:
    assert boss.get(f"{V1}/{name}/").status_code == 200
    assert Caller(cast.agent()).get(f"{V1}/{name}/").status_code == 403
    assert Caller(cast.person("auditor")).post(f"{V1}/{name}/", {}).status_code == 403
    assert boss.post(f"{V1}/{name}/", {}).status_code == 400


@pytest.mark.parametrize("name", NAMES)
def test_a_row_sent_back_as_it_was_read_changes_nothing(name, boss) -> None:
    rows = boss.get(f"{V1}/{name}/").json()["results"]
    for row in rows[:3]:
        sent = {key: _written(value) for key, value in row.items() if key not in ("id", "label")}
        before = AccessLog.objects.count()
        answer = boss.patch(f"{V1}/{name}/{row['id']}/", sent)
        if answer.status_code == 400:
            # What is given once and for all is no field of a change.
            for field in answer.json()["errors"]:
                del sent[field]
            answer = boss.patch(f"{V1}/{name}/{row['id']}/", sent)
        assert (answer.status_code, answer.json()) == (200, row)
        lines = AccessLog.objects.all()[: AccessLog.objects.count() - before]
        assert [line.changes for line in lines if line.changes] == []


def _written(value):
    """References are written by their key."""
    if isinstance(value, list):
        return [_written(one) for one in value]
    return value["id"] if isinstance(value, dict) and "label" in value else value


def test_a_category_is_made_used_and_taken_out_of_use(boss) -> None:
    made = boss.post(f"{V1}/categories/", {"name": "Door", "code": "door", "is_active": True})
    path = f"{V1}/categories/{made.json()['id']}/"
    category = Category.objects.get(code="door")
    incident = cast.incident(category=category)
    answer = boss.client.delete(path, headers=boss.headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "used")
    assert boss.patch(path, {"is_active": False}).json()["is_active"] is False
    incident.refresh_from_db()
    assert incident.category_id == category.pk


def test_a_row_that_nothing_uses_is_removed_and_written_down(boss) -> None:
    made = boss.post(f"{V1}/symptoms/", {"name": "Smoke", "code": "smoke", "is_active": True})
    path = f"{V1}/symptoms/{made.json()['id']}/"
    assert boss.client.delete(path, headers=boss.headers).status_code == 204
    assert boss.get(path).status_code == 404
    assert AccessLog.objects.order_by("id").last().event == "removed"


def test_a_calendar_has_its_week(boss) -> None:
    week = [
        {"weekday": 0, "opens_at": "09:00", "closes_at": "12:00"},
        {"weekday": 0, "opens_at": "13:00", "closes_at": "24:00"},
    ]
    body = {"name": "Nights", "time_zone": "Asia/Shanghai", "make_up_weekday": 0, "week": week}
    made = boss.post(f"{V1}/calendars/", body)
    assert (made.status_code, made.json()["week"]) == (201, week)
    path = made["Location"]
    assert boss.patch(path, {"name": "Evenings"}).json()["week"] == week
    bad = boss.patch(path, {"week": [{"weekday": 0, "opens_at": "18:00", "closes_at": "09:00"}]})
    assert (bad.status_code, "week.0" in next(iter(bad.json()["errors"]))) == (400, True)
    assert boss.patch(path, {"week": [{"weekday": 9}]}).status_code == 400
    assert boss.patch(path, {"week": "always"}).status_code == 400
    assert Calendar.objects.get(name="Evenings").workinghours_set.count() == 2


def test_the_matrix_is_read_and_changed(boss) -> None:
    assert len(boss.get(f"{V1}/priority-matrix/").json()["cells"]) == 25
    cell = {"impact": 5, "urgency": 5, "priority": 2}
    assert boss.patch(f"{V1}/priority-matrix/", {"cells": [cell]}).status_code == 200
    assert priority_for(5, 5) == 2
    assert boss.patch(f"{V1}/priority-matrix/", {"cells": [{**cell, "priority": 9}]}).status_code == 400
    assert Caller(cast.person("auditor")).patch(f"{V1}/priority-matrix/", {"cells": []}).status_code == 403


def test_the_hints_are_read_and_changed(boss) -> None:
    assert boss.patch(f"{V1}/hints/", {"storm_calls": 7}).json()["storm_calls"] == 7
    assert HintPolicy.current().storm_calls == 7
    answer = boss.patch(f"{V1}/hints/", {"storm_calls": 1})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["storm_calls"])


def test_a_rule_has_its_conditions(boss) -> None:
    rule = Rule.objects.first()
    path = f"{V1}/notice-rules/{rule.pk}/"
    wanted = [{"field": "priority", "operator": "=", "value": 1}]
    unknown = boss.patch(path, {"condition": [{"field": "priority", "operator": "??"}]})
    assert (unknown.status_code, list(unknown.json()["errors"])) == (400, ["condition"])
    for term in ({"field": "x", "operator": "=", "value": 1}, {"field": {}, "operator": "="}):
        assert boss.patch(path, {"condition": [term]}).status_code == 400
    answer = boss.patch(path, {"condition": wanted})
    assert (answer.status_code, answer.json().get("condition", answer.json())) == (200, wanted)
    assert "condition" in AccessLog.objects.order_by("id").last().changes


def test_a_secret_is_in_no_answer(boss) -> None:
    body = {"name": "Pager", "url": "https://example.com/hook", "owner": boss.user.pk, "is_active": True}
    made = boss.post(f"{V1}/webhooks/", body)
    assert made.status_code == 201, made.json()
    assert "whsec" not in made.content.decode() + boss.get(f"{V1}/webhooks/").content.decode()
