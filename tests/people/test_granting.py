"""Rights are rows: given and taken on a page, written down, and never all lost."""

import html
import re
import threading
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from people import granting
from people.areas import Area, areas, install_rights, register_area
from people.defaults import install_all
from people.models import AccessLog, Right, Role, Sight, User
from people.rights import Forbidden
from tests import cast
from tests.people.door import signed_in

pytestmark = pytest.mark.django_db


def role(slug: str = "agent") -> Role:
    return Role.objects.get(slug=slug)


def form_of(client: Client, slug: str = "agent") -> dict[str, Any]:
    """The role's page as a browser would send it back."""
    page = client.get(f"/people/rights/{slug}/").content.decode()
    sent: dict[str, Any] = {"seen": html.unescape(re.findall(r'name="seen" value="([^"]+)"', page)[0])}
    for name, value in re.findall(r'name="([\w]+\.step)" value="(\w+)" checked', page):
        sent.setdefault(name, []).append(value)
    for name, options in re.findall(r'<select[^>]* name="(\w+\.scope)">(.*?)</select>', page, re.DOTALL):
        sent[name] = re.findall(r'value="(\w+)" selected', options)[0]
    return sent


@pytest.fixture
def administrator() -> Client:
    return signed_in(cast.person("administrator", name="Zhao Min"))


def test_saving_a_form_as_it_is_changes_nothing(administrator) -> None:
    before = granting.state_of(role())
    lines = AccessLog.objects.count()
    assert administrator.post("/people/rights/agent/", form_of(administrator)).status_code == 302
    assert granting.state_of(role()) == before
    assert AccessLog.objects.count() == lines


def test_what_is_ticked_holds_from_the_next_request(administrator) -> None:
    auditor = cast.person("auditor")
    assert not auditor.rights.may("incident", "remark")
    sent = form_of(administrator, "auditor")
    sent["incident.step"] = ["remark"]
    sent["incident.scope"] = "team"
    administrator.post("/people/rights/auditor/", sent)
    rights = User.objects.get(pk=auditor.pk).rights
    assert rights.may("incident", "remark")
    assert rights.scopes_for("incident") == {"team"}


def test_what_is_unticked_is_refused(administrator) -> None:
    agent = cast.agent()
    sent = form_of(administrator)
    sent["incident.step"].remove("resolve")
    administrator.post("/people/rights/agent/", sent)
    assert not User.objects.get(pk=agent.pk).rights.may("incident", "resolve")


def test_it_is_written_down_who_granted_and_removed_what(administrator) -> None:
    sent = form_of(administrator, "purchaser")
    sent["incident.step"], sent["incident.scope"] = ["remark"], "all"
    sent["board.step"] = ["see"]
    sent.pop("people.step")
    administrator.post("/people/rights/purchaser/", sent)
    lines = AccessLog.objects.filter(event="rights_changed").order_by("id")
    assert {str(line.by) for line in lines} == {"Zhao Min"}
    assert [line.changes for line in lines] == [
        {"area": "incident", "granted": ["remark"], "scope": ["none", "all"]},
        {"area": "people", "removed": ["see"]},
        {"area": "board", "granted": ["see"]},
    ]


def test_two_who_change_different_things_both_have_their_way(administrator) -> None:
    first, second = form_of(administrator), form_of(administrator)
    first["incident.step"].remove("cancel")
    second["incident.step"].remove("reopen")
    second["incident.scope"] = "desk"
    administrator.post("/people/rights/agent/", first)
    answer = administrator.post("/people/rights/agent/", second, follow=True)
    assert "What others changed meanwhile stays" in answer.content.decode()
    state = granting.state_of(role())["incident"]
    assert {"cancel", "reopen"}.isdisjoint(state["steps"])
    assert state["scope"] == "desk"


def test_two_who_set_one_scope_differently_are_told_and_keep_their_form(administrator) -> None:
    mine, theirs = form_of(administrator), form_of(administrator)
    theirs["incident.scope"] = "team"
    administrator.post("/people/rights/agent/", theirs)
    mine["incident.scope"] = "own"
    mine["incident.step"].remove("cancel")
    answer = administrator.post("/people/rights/agent/", mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Zhao Min meanwhile set incidents to “own team”" in page
    assert granting.state_of(role())["incident"]["scope"] == "team"
    assert 'value="own" selected' in page
    mine["seen"] = html.unescape(re.findall(r'name="seen" value="([^"]+)"', page)[0])
    assert administrator.post("/people/rights/agent/", mine).status_code == 302
    state = granting.state_of(role())["incident"]
    assert (state["scope"], "cancel" in state["steps"]) == ("own", False)


@pytest.mark.parametrize("seen", ["", "x", "eyJhIjoxfQ:x:y"])
def test_a_form_tampered_with_is_refused(administrator, seen) -> None:
    sent = form_of(administrator)
    before = granting.state_of(role())
    assert administrator.post("/people/rights/agent/", {**sent, "seen": seen}).status_code == 400
    assert granting.state_of(role()) == before


def test_what_no_area_knows_is_not_granted(administrator) -> None:
    sent = form_of(administrator)
    sent["incident.step"] += ["delete", "resolve_with_parent", "__class__"]
    sent["nonsense.step"] = ["see"]
    sent["incident.scope"] = "universe"
    administrator.post("/people/rights/agent/", sent)
    assert not Right.objects.filter(step__in=("delete", "resolve_with_parent", "__class__")).exists()
    assert not Right.objects.filter(kind="nonsense").exists()
    assert granting.state_of(role())["incident"]["scope"] == "none"


def test_rights_of_what_is_not_installed_now_are_left_alone(administrator) -> None:
    Right.objects.create(role=role(), kind="problem", step="investigate")
    sent = form_of(administrator)
    sent["incident.step"].remove("cancel")
    administrator.post("/people/rights/agent/", sent)
    assert Right.objects.filter(kind="problem").exists()


def test_the_last_who_can_give_rights_cannot_take_them_from_himself(administrator) -> None:
    sent = form_of(administrator, "administrator")
    sent["rights.step"] = ["see"]
    answer = administrator.post("/people/rights/administrator/", sent)
    assert answer.status_code == 400
    assert "nobody could give rights any more" in answer.content.decode()
    assert Right.objects.filter(role__slug="administrator", kind="rights", step="edit").exists()
    assert not AccessLog.objects.filter(event="rights_changed").exists()


def test_it_may_go_once_somebody_else_has_it(administrator) -> None:
    cast.person("supervisor")
    sent = form_of(administrator, "supervisor")
    sent["rights.step"] = ["see", "edit"]
    administrator.post("/people/rights/supervisor/", sent)
    sent = form_of(administrator, "administrator")
    sent["rights.step"] = ["see"]
    assert administrator.post("/people/rights/administrator/", sent).status_code == 302


@pytest.mark.parametrize("change", [{"is_active": None}, {"roles": []}])
def test_the_last_administrator_cannot_be_shut_out_or_lose_the_role(change) -> None:
    last = cast.person("administrator")
    client = signed_in(last)
    form = client.get(f"/people/users/{last.pk}/edit/").context["form"]
    sent = {"username": last.username, "name": last.name, "language": "en", "is_active": "on"}
    sent |= {"roles": [role("administrator").pk], "seen": form["seen"].value()} | change
    answer = client.post(
        f"/people/users/{last.pk}/edit/", {name: value for name, value in sent.items() if value is not None}
    )
    assert answer.status_code == 400
    assert "nobody could give rights any more" in answer.content.decode()
    last.refresh_from_db()
    assert last.is_active
    assert last.roles.get().slug == "administrator"


@pytest.mark.parametrize("slug", ["agent", "supervisor", "director", "auditor"])
def test_nobody_else_changes_rights(slug) -> None:
    client = signed_in(cast.person(slug))
    sees = slug == "auditor"
    assert client.get("/people/rights/").status_code == (200 if sees else 403)
    assert client.post("/people/rights/agent/", {"seen": ""}).status_code in (400, 403)
    with pytest.raises(Forbidden):
        granting.change(role(), {}, {}, by=cast.person(slug))


def test_an_auditor_reads_the_table_without_a_button() -> None:
    page = signed_in(cast.person("auditor")).get("/people/rights/agent/").content.decode()
    assert "disabled" in page
    assert ">Save<" not in page


def test_the_table_reads_both_ways(administrator) -> None:
    overview = administrator.get("/people/rights/").content.decode()
    assert "18/18" in overview
    assert "own customers" in overview
    by_step = administrator.get("/people/rights/?area=incident").content.decode()
    assert "Escalate to another team" in by_step
    assert administrator.get("/people/rights/?area=nonsense\0").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_keys_from_each_other_do_not_both_succeed() -> None:
    """Each takes the right from the other's role at the same moment; one of them must be refused."""
    supervisor = role("supervisor")
    Right.objects.create(role=supervisor, kind="rights", step="edit")
    people = {"administrator": cast.person("administrator"), "supervisor": cast.person("supervisor")}
    start, refused = threading.Barrier(2), []

    def take_from(victim: str, by: User) -> None:
        seen = granting.state_of(role(victim))
        wanted = {**seen, "rights": {"steps": [], "scope": ""}}
        start.wait()
        try:
            granting.change(role(victim), seen, wanted, by=by)
        except (ValidationError, Forbidden) as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=take_from, args=("supervisor", people["administrator"])),
        threading.Thread(target=take_from, args=("administrator", people["supervisor"])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Right.objects.filter(kind="rights", step="edit").count() == 1


def test_defaults_are_laid_once_so_that_what_was_taken_stays_taken() -> None:
    Right.objects.filter(role__slug="agent", kind="incident", step="cancel").delete()
    Sight.objects.filter(role__slug="agent", kind="incident").update(scope="own")
    install_all()
    assert not Right.objects.filter(role__slug="agent", kind="incident", step="cancel").exists()
    assert Sight.objects.get(role__slug="agent", kind="incident").scope == "own"


def test_a_new_area_is_granted_to_its_default_roles(monkeypatch) -> None:
    monkeypatch.setattr("people.areas._areas", {})
    register_area(
        "canteen", "canteen", steps={"see": "See"}, roles={"see": ("agent",)}, sights={"agent": "team"}
    )
    assert sorted(install_rights()) == ["right.canteen.see", "sight.canteen"]
    agent = cast.agent()
    assert agent.rights.may("canteen", "see")
    assert agent.rights.scopes_for("canteen") == {"team"}
    assert install_rights() == []


def test_every_area_has_its_own_name_and_grants_steps_it_knows() -> None:
    known: list[Area] = areas()
    assert len({area.name for area in known}) == len(known)
    slugs = set(Role.objects.values_list("slug", flat=True))
    for area in known:
        assert set(area.roles) <= set(area.steps), area.name
        assert set().union(*area.roles.values(), area.sights or ()) <= slugs, area.name
        assert set((area.sights or {}).values()) <= set(area.scopes), area.name


def test_rights_are_refused_by_default() -> None:
    nobody = cast.person("no-such-role")
    assert not nobody.rights.steps
    assert not nobody.rights.scopes
    with pytest.raises(Forbidden):
        nobody.rights.require("incident", "register")


def test_two_roles_add_up() -> None:
    both = cast.person("purchaser")
    both.roles.add(role("field_engineer"))
    assert both.rights.scopes_for("incident") == {"team"}
    assert both.rights.may("incident", "resolve")
