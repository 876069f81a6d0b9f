"""Customers, contacts, users, teams and rights by REST: the pages' own forms, rights and log."""

import pytest

from people.models import AccessLog, Contact, Customer, Right, Role, User
from tests import cast
from tests.api.test_records import Caller

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


@pytest.fixture
def boss() -> Caller:
    return Caller(cast.person("administrator", name="Boss"))


@pytest.fixture
def agent() -> Caller:
    return Caller(cast.agent())


def test_a_customer_is_made_read_changed_and_written_down(agent) -> None:
    made = agent.post(f"{V1}/customers/", {"name": "Harbour", "code": "H1", "region": "TW"})
    assert made.status_code == 201
    told = agent.get(made["Location"])
    assert (told.json()["name"], told.json()["region"], told.json()["is_active"]) == ("Harbour", "TW", True)
    changed = agent.patch(made["Location"], {"is_active": False}, If_Match=told["ETag"])
    assert changed.status_code == 200
    assert (changed.json()["is_active"], changed.json()["name"]) == (False, "Harbour")
    events = AccessLog.objects.filter(subject=f"people.Customer:{told.json()['id']}").order_by("id")
    assert [line.event for line in events] == ["created", "changed"]


def test_a_contact_has_numbers_in_any_form(agent) -> None:
    customer = cast.customer()
    body = {"customer": customer.pk, "name": "Wang Li", "language": "zh-hans"}
    made = agent.post(f"{V1}/contacts/", {**body, "numbers": ["(021) 6123 4567-802", "+852 2345 6789"]})
    assert made.status_code == 201
    assert made.json()["numbers"] == ["(021) 6123 4567-802", "+852 2345 6789"]
    assert made.json()["recognised_numbers"] == ["+862161234567", "+85223456789"]
    again = agent.post(f"{V1}/contacts/", {**body, "numbers": ["021-61234567"]})
    assert (again.status_code, list(again.json()["errors"])) == (400, ["is_wanted_twice"])
    wanted = agent.post(f"{V1}/contacts/", {**body, "numbers": ["021-61234567"], "is_wanted_twice": True})
    assert wanted.status_code == 201


def test_a_caller_is_found_by_number(agent) -> None:
    contact = cast.contact(cast.customer(), phone="021 6123 4567", name="Wang Li")
    found = agent.get(f"{V1}/callers/", number="+86 21 6123-4567").json()
    assert [(one["contact"]["id"], one["is_exact"]) for one in found] == [(contact.pk, True)]
    assert agent.get(f"{V1}/callers/", number="x").json() == []
    assert agent.get(f"{V1}/callers/").status_code == 400


def test_a_tool_finds_callers_of_its_own_customers_only() -> None:
    tool = Caller(cast.person("api_client"))
    cast.contact(cast.customer(), phone="021 6123 4567")
    assert tool.get(f"{V1}/callers/", number="02161234567").json() == []


def test_what_a_change_leaves_out_stays(agent) -> None:
    contact = cast.contact(cast.customer(), phone="021 6123 4567", name="Wang Li")
    answer = agent.patch(f"{V1}/contacts/{contact.pk}/", {"title": "Manager"})
    assert (answer.status_code, answer.json()["numbers"]) == (200, ["021 6123 4567"])


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("customers", {"code": "X"}, "name"),
        ("customers", {"name": "X", "code": "X", "region": "Mars"}, "region"),
        ("customers", {"name": "X", "code": "X", "region": "CN", "nonsense": 1}, "nonsense"),
        ("customers", {"name": ["X"], "code": "X", "region": "CN"}, "name"),
        ("customers", {"name": "X\x00", "code": "X", "region": "CN"}, "name"),
        ("customers", {"name": "X", "code": "X", "region": "CN", "is_active": "yes"}, "is_active"),
        ("sites", {"customer": 10**12, "name": "X", "code": "X"}, "customer"),
        ("sites", {"name": "X", "code": "X"}, "customer"),
        ("contacts", {"customer": True, "name": "X"}, "customer"),
        ("teams", {"name": "X", "code": "X", "members": 3}, "members"),
        ("teams", {"name": "X", "code": "X", "members": [10**9]}, "members"),
        ("users", {"username": "a b", "name": "X", "language": "en"}, "username"),
    ],
)
def test_what_cannot_be_kept_is_named(boss, path, body, field) -> None:
    answer = boss.post(f"{V1}/{path}/", body)
    assert (answer.status_code, field in answer.json()["errors"]) == (400, True)


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("customers", {"region": "Mars"}, "region"),
        ("customers", {"is_active": "perhaps"}, "is_active"),
        ("contacts", {"customer": "x"}, "customer"),
        ("contacts", {"nonsense": "1"}, "nonsense"),
        ("users", {"words": "x" * 201}, "words"),
    ],
)
def test_a_filter_that_cannot_be_read_is_named(boss, path, query, field) -> None:
    answer = boss.get(f"{V1}/{path}/", **query)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


def test_lists_are_narrowed(boss) -> None:
    mine, other = cast.customer(region="TW"), cast.customer(region="HK")
    contact = cast.contact(mine)
    cast.contact(other)
    assert [one["id"] for one in boss.get(f"{V1}/customers/", region="TW").json()["results"]] == [mine.pk]
    assert [one["id"] for one in boss.get(f"{V1}/contacts/", customer=mine.pk).json()["results"]] == [
        contact.pk
    ]


@pytest.mark.parametrize("path", ["customers", "sites", "contacts", "users", "teams", "skills", "roles"])
def test_a_list_costs_the_same_however_long(boss, path, django_assert_max_num_queries) -> None:
    for at in range(6):
        customer = cast.customer()
        cast.site(customer)
        contact = cast.contact(customer, phone=f"021 6123 45{at:02}")
        contact.phone_numbers.create(written=f"+852 2345 67{at:02}")
        cast.person("agent", teams=(f"team-{at}",))
    with django_assert_max_num_queries(11):
        assert len(boss.get(f"{V1}/{path}/", limit=200).json()["results"]) >= (0 if path == "skills" else 6)


def test_who_may_not_see_or_edit_is_refused(agent) -> None:
    other = cast.agent()
    assert agent.get(f"{V1}/roles/").status_code == 403
    assert agent.get(f"{V1}/settings/calendars/").status_code == 403
    assert agent.patch(f"{V1}/users/{other.pk}/", {"name": "Fool"}).status_code == 403
    assert agent.post(f"{V1}/teams/", {"name": "X", "code": "x"}).status_code == 403
    tool = Caller(cast.person("api_client"))
    assert tool.get(f"{V1}/users/").status_code == 403


def test_a_customer_out_of_sight_is_absent() -> None:
    tool, hidden = Caller(cast.person("api_client")), cast.customer()
    contact = cast.contact(hidden)
    nothing = tool.get(f"{V1}/customers/{10**9}/")
    assert tool.get(f"{V1}/customers/{hidden.pk}/").content == nothing.content
    for path in (f"customers/{hidden.pk}", f"contacts/{contact.pk}"):
        assert tool.patch(f"{V1}/{path}/", {"name": "Mine"}).status_code == 404
    body = {"customer": hidden.pk, "name": "Spy", "language": "en"}
    assert list(tool.post(f"{V1}/contacts/", body).json()["errors"]) == ["customer"]
    assert not Contact.objects.filter(name="Spy").exists()


def test_a_version_that_has_passed_is_412(boss) -> None:
    customer = cast.customer()
    tag = boss.get(f"{V1}/customers/{customer.pk}/")["ETag"]
    Customer.objects.filter(pk=customer.pk).update(name="Theirs")
    assert boss.patch(f"{V1}/customers/{customer.pk}/", {"name": "Mine"}, If_Match=tag).status_code == 412
    assert Customer.objects.get(pk=customer.pk).name == "Theirs"


def test_sent_twice_with_one_key_a_customer_is_made_once(boss) -> None:
    body = {"name": "Harbour", "code": "H1", "region": "CN"}
    for _ in range(2):
        assert boss.post(f"{V1}/customers/", body, Idempotency_Key="c1").status_code == 201
    assert Customer.objects.filter(code="H1").count() == 1


def test_a_refused_creation_does_not_use_its_key_up(boss) -> None:
    body = {"name": "Harbour", "code": "H1", "region": "Mars"}
    assert boss.post(f"{V1}/customers/", body, Idempotency_Key="c1").status_code == 400
    body["region"] = "CN"
    assert boss.post(f"{V1}/customers/", body, Idempotency_Key="c1").status_code == 201


def test_an_account_is_made_without_any_password(boss) -> None:
    role, team = Role.objects.get(slug="agent"), cast.team()
    body = {"username": "li", "name": "Li", "language": "en", "is_active": True, "roles": [role.pk]}
    made = boss.post(f"{V1}/users/", {**body, "teams": [team.pk]})
    assert (made.status_code, [one["id"] for one in made.json()["roles"]]) == (201, [role.pk])
    user = User.objects.get(username="li")
    assert not user.has_usable_password()
    assert "password" not in made.json()


def test_who_gives_no_rights_changes_no_roles() -> None:
    supervisor, other = Caller(cast.person("supervisor")), cast.agent()
    answer = supervisor.patch(f"{V1}/users/{other.pk}/", {"roles": []})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["roles"])
    assert supervisor.patch(f"{V1}/users/{other.pk}/", {"email": "li@example.com"}).status_code == 200
    assert other.roles.count() == 1


def test_the_last_keeper_of_the_keys_stays(boss) -> None:
    me = f"{V1}/users/{boss.user.pk}/"
    assert boss.patch(me, {"is_active": False}).status_code == 400
    answer = boss.patch(f"{V1}/roles/administrator/", {"rights": {"rights": {"steps": []}}})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["rights"])
    assert User.objects.get(pk=boss.user.pk).rights.may("rights", "edit")


def test_rights_are_read_and_given(boss) -> None:
    told = boss.get(f"{V1}/roles/purchaser/")
    assert told.json()["rights"]["incident"]["scope"] == "none"
    wanted = {"rights": {"incident": {"scope": "all", "steps": ["remark"]}}}
    changed = boss.patch(f"{V1}/roles/purchaser/", wanted, If_Match=told["ETag"])
    assert changed.json()["rights"]["incident"] == {"scope": "all", "steps": ["remark"]}
    assert Right.objects.filter(role__slug="purchaser", kind="incident").get().step == "remark"
    assert boss.patch(f"{V1}/roles/purchaser/", wanted, If_Match=told["ETag"]).status_code == 412


@pytest.mark.parametrize(
    ("rights", "field"),
    [
        ([], "rights"),
        ({"incident": []}, "rights"),
        ({"nonsense": {}}, "rights.nonsense"),
        ({"incident": {"steps": ["delete"]}}, "rights.incident.steps"),
        ({"incident": {"steps": [{}]}}, "rights.incident.steps"),
        ({"incident": {"scope": "galaxy"}}, "rights.incident.scope"),
        ({"board": {"scope": "all"}}, "rights.board.scope"),
    ],
)
def test_a_right_that_does_not_exist_is_named(boss, rights, field) -> None:
    answer = boss.patch(f"{V1}/roles/agent/", {"rights": rights})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


def test_a_role_that_cannot_be_kept_leaves_nothing_behind(boss) -> None:
    body = {"slug": "night", "name": "Night shift", "rights": {"nonsense": {}}}
    assert boss.post(f"{V1}/roles/", body).status_code == 400
    assert not Role.objects.filter(slug="night").exists()
    body["rights"] = {"call": {"steps": ["log"]}}
    assert boss.post(f"{V1}/roles/", body).json()["rights"]["call"]["steps"] == ["log"]
