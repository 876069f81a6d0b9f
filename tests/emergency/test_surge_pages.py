"""A surge where people meet it: the board, its page with its lists, the call pad, the notices, and REST."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from calls.models import Call
from emergency.drills import hold_drill
from emergency.models import Emergency, Surge, SurgeRule
from emergency.surge_lifecycle import parent_numbered
from emergency.surge_reports import calls_of, incidents_of
from emergency.watch import prepare_drills
from emergency.watching import look
from notifications.models import Notice
from notifications.tasks import tell
from people.models import User
from records.actions import advance
from records.errors import Forbidden, Refused
from servicedesk.board.moments import moment_of
from servicedesk.board.tiles import further_figures
from servicedesk.call_pad.hints import hints, typed_from
from tests import cast
from tests.emergency.plans import PASSWORD, active, player, signed_plan
from tests.emergency.storms import calls, desk
from tests.servicedesk.pad import at_the_desk, send
from tests.servicedesk.pad import hints as pad_hints

pytestmark = pytest.mark.django_db


def surge(many: int = 20, **facts: Any) -> Surge:
    lead = facts.pop("by", None) or desk()
    calls(many, facts.pop("service", None) or cast.service(), by=lead, every=1, **facts)
    (found,) = look()
    return found


def test_supervisor_and_shift_leader_are_told_once_and_nobody_else():
    people = {role: cast.person(role) for role in ("shift_leader", "agent", "developer", "director")}
    found = surge()
    tell()
    look()
    tell()
    told = Notice.objects.filter(record_id=found.pk, channel="in_app")
    assert sorted(told.values_list("user__roles__slug", flat=True)) == ["shift_leader", "supervisor"]
    assert not told.filter(user__in=[people["agent"], people["developer"]]).exists()
    assert "20" in told[0].body
    mails = Notice.objects.filter(record_id=found.pk, channel="email")
    assert mails.count() == 2


@pytest.mark.parametrize("role", ["agent", "supervisor", "director", "auditor", "developer", "purchaser"])
def test_each_number_and_its_list_agree_for_every_role(client, role):
    lead, user = desk(), cast.person(role)
    incident = cast.incident(lead, service=cast.service())
    found = surge(21, by=lead, record=incident)
    client.force_login(user)
    page = client.get(found.get_absolute_url())
    if not user.rights.scopes_for("surge"):
        assert page.status_code == 404
        assert client.get(reverse("desk:surge-incidents", args=[found.number])).status_code == 404
        assert client.get(reverse("desk:surge-calls", args=[found.number])).status_code == 404
        return
    now, text = timezone.now(), page.content.decode()
    for name, rows in (("calls", calls_of(found, now)), ("incidents", incidents_of(found, now))):
        address = reverse(f"desk:surge-{name}", args=[found.number])
        if address not in text:
            assert name == "calls"
            assert client.get(address).status_code == 403
            continue
        listed = client.get(address)
        assert f'href="{address}">{rows.visible_to(user).count()}<' in text
        assert listed.context["total"] == len(listed.context["rows"]) == rows.visible_to(user).count()


def test_the_board_counts_it_and_the_count_is_its_list(client):
    lead = desk()
    found = surge(by=lead)
    (tile,) = [one for one in further_figures(lead, moment_of("")) if one["name"] == "surges"]
    assert tile["count"] == 1
    client.force_login(lead)
    assert found.number in client.get(tile["href"]).content.decode()
    board = client.get("/", headers={"HX-Request": "true"}).content.decode()
    assert 'id="box-surges"' in board
    assert found.number in board


def test_the_pad_shows_a_running_surge_first_and_one_key_attaches_to_its_parent():
    lead, service = desk(), cast.service()
    mine, elsewhere = cast.customer(), cast.customer()
    parent = cast.incident(lead, service=service, customer=elsewhere)
    found = surge(by=lead, service=service)
    found = advance(found, "point", by=lead, parent=parent)
    agent, caller = cast.agent(), cast.contact(mine)
    desk_of_agent = at_the_desk(agent)
    shown = pad_hints(desk_of_agent, service=service.pk, customer=mine.pk)
    assert shown.index("pad-surge") < shown.index("pad-line-" + parent.number)
    send(desk_of_agent, title="Cannot connect", contact=caller.pk, attach=parent.number)
    call = Call.objects.get(agent=agent)
    assert call.record.specific.parent_id == parent.pk


def test_a_running_surge_takes_the_place_of_the_storm_on_the_same_service():
    lead, service = desk(), cast.service()
    surge(by=lead, service=service)
    shown = hints(cast.agent(), typed_from({"service": str(service.pk)}))
    assert [one.surge.service for one in shown.now.surges] == [service]
    assert shown.now.storms == []


def test_callers_are_attached_only_to_what_is_open_and_seen():
    lead = desk()
    found = surge(by=lead)
    with pytest.raises(Forbidden):
        advance(found, "point", by=cast.agent(), parent=cast.incident(lead))
    with pytest.raises(ValidationError, match="no incident and no emergency"):
        parent_numbered(found.number, lead)


def test_nobody_but_the_watch_registers_or_ends_a_surge(client):
    found = surge()
    supervisor: User = found.owner
    with pytest.raises((Forbidden, Refused, ValidationError)):
        advance(found, "subside", by=supervisor, ended_at=timezone.now())
    client.force_login(supervisor)
    answer = client.post("/api/v1/surges/", {"title": "Mine"}, content_type="application/json")
    assert answer.status_code == 403


def test_rest_reads_surges_and_keeps_them_from_whom_they_do_not_concern(client):
    found = surge()
    client.force_login(found.owner)
    (row,) = client.get("/api/v1/surges/").json()["results"]
    assert (row["number"], row["peak"], row["limit"]) == (found.number, 20, 20)
    client.force_login(cast.person("purchaser"))
    assert client.get(f"/api/v1/surges/{found.number}/").status_code == 404


def test_the_rules_are_a_page_of_the_settings_and_reject_the_impossible(client):
    client.force_login(cast.person("administrator"))
    assert client.get("/settings/surge-rules/").status_code == 200
    bad = {
        "watched": "item",
        "service": cast.service().pk,
        "reports": 5,
        "minutes": 10,
        "odds": 1000,
        "seen": "",
    }
    answer = client.post("/settings/surge-rules/new/", bad)
    assert (
        answer.status_code == 400
        or "errorlist" in answer.content.decode()
        or answer.context["sheet"].form.errors
    )
    assert not SurgeRule.objects.filter(watched="item").exists()
    good = {
        "watched": "service",
        "service": cast.service().pk,
        "reports": 5,
        "minutes": 10,
        "odds": 1000,
        "seen": "",
    }
    client.post("/settings/surge-rules/new/", good)
    assert SurgeRule.objects.get(service=cast.service()).reports == 5


def test_a_page_of_surges_costs_the_same_however_many_there_are(client, django_assert_max_num_queries):
    lead = desk()
    for place in range(4):
        surge(by=lead, service=cast.service(f"service-{place}"))
    client.force_login(lead)
    client.get("/queues/surges/")
    with django_assert_max_num_queries(30):
        client.get("/queues/surges/")


def test_one_key_attaches_a_caller_to_an_emergency_that_a_surge_points_at():
    lead, service = desk(), cast.service()
    emergency = active(signed_plan(service=service))
    found = advance(surge(by=lead, service=service), "point", by=lead, parent=emergency)
    agent, caller = cast.agent(), cast.contact()
    desk_of_agent = at_the_desk(agent)
    shown = pad_hints(desk_of_agent, service=service.pk, customer=caller.customer_id)
    assert f"pad-line-{emergency.number}" in shown
    send(desk_of_agent, title="Cannot connect", contact=caller.pk, attach=emergency.number)
    call = Call.objects.get(agent=agent)
    assert call.record.kind == "incident"
    assert call.record.specific.emergency_attachment.emergency_id == emergency.pk
    assert found.attaches_to_id == emergency.pk


def test_the_pad_says_what_callers_are_told_also_when_no_surge_runs_any_more():
    emergency = active(signed_plan(caller_line="We know of it; you need do nothing."))
    shown = pad_hints(at_the_desk(cast.agent()))
    assert "We know of it; you need do nothing." in shown
    assert shown.index("pad-emergency") < shown.index(f"pad-line-{emergency.number}")


def test_what_stands_there_as_an_emergency_stands_there_once():
    lead, service = desk(), cast.service()
    emergency = active(signed_plan(service=service))
    advance(surge(by=lead, service=service), "point", by=lead, parent=emergency)
    assert pad_hints(at_the_desk(cast.agent())).count(f"pad-line-{emergency.number}") == 1


def test_of_a_drill_the_pad_says_nothing_for_its_callers_are_none():
    version = signed_plan(caller_line="We know of it.")
    hold_drill(version.plan, by=cast.person("shift_leader"))
    prepare_drills()
    found = advance(Emergency.objects.get(), "propose", by=cast.person("shift_leader"))
    advance(found, "sign", by=player("supervisor"), password=PASSWORD)
    assert "We know of it." not in pad_hints(at_the_desk(cast.agent()))
