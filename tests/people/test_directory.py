"""The directory: users, teams, skills; customers, sites and contacts."""

from typing import Any

import pytest
from django.test import Client

from people.models import AccessLog, Contact, Customer, DutyPost, Membership, Role, Site, Skill, Team, User
from people.tokens import issue, token_for
from tests import cast
from tests.people.door import is_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Client:
    return signed_in(cast.person("administrator", name="Zhao Min"))


@pytest.fixture
def agent() -> Client:
    return signed_in(cast.agent(name="Wang Li"))


def form_of(client: Client, path: str) -> dict[str, Any]:
    """A page's form as a browser would send it back."""
    form = client.get(path).context["form"]
    sent = {}
    for bound in form:
        value = bound.value()
        if value not in (None, False, "") and not bound.field.disabled:
            sent[bound.name] = value
    return sent


def change(client: Client, path: str, **fields: Any) -> int:
    return client.post(path, {**form_of(client, path), **fields}).status_code


def open_records(client: Client, customer: Customer) -> dict[str, int]:
    """How many open records of each kind the customer's page counts."""
    panels = {
        panel.name: told for panel, told in client.get(f"/people/customers/{customer.pk}/").context["panels"]
    }
    return {kind.name: count for kind, count, _ in panels["open_records"]["kinds"]}


# Users


def test_a_new_user_is_made_without_a_password(administrator) -> None:
    roles, team = Role.objects.filter(slug="agent"), cast.team("desk")
    answer = administrator.post(
        "/people/users/new/",
        {"name": "Li Na", "username": "li.na", "email": "li@desk.example", "language": "zh-hans",
         "roles": [roles[0].pk], "teams": [team.pk], "is_active": "on"},
    )  # fmt: skip
    user = User.objects.get(username="li.na")
    assert answer.headers["Location"] == f"/people/users/{user.pk}/"
    assert not user.has_usable_password()
    assert [role.slug for role in user.roles.all()] == ["agent"]
    assert user.rights.team_ids == {team.pk}
    created = AccessLog.objects.get(event="created")
    assert (str(created.by), created.changes["roles"]) == ("Zhao Min", ["", "Agent"])


@pytest.mark.parametrize("name", ["wang.li", "WANG.LI", "with blank", "", "x" * 151, "a/b"])
def test_a_sign_in_name_must_be_new_and_writable(administrator, name) -> None:
    cast.agent(username="Wang.Li")
    form = {"name": "X", "username": name, "language": "en"}
    answer = administrator.post("/people/users/new/", form)
    assert answer.status_code == 400
    assert "username" in answer.context["form"].errors


def test_who_gives_rights_changes_roles_and_shuts_out(administrator) -> None:
    person = cast.agent()
    client = signed_in(person)
    _, token = issue(person, "x", by=person)
    path = f"/people/users/{person.pk}/edit/"
    sent = form_of(administrator, path)
    del sent["is_active"]
    assert administrator.post(path, sent).status_code == 302
    assert not is_in(client)
    assert token_for(token) is None


def test_who_only_edits_people_can_neither_give_roles_nor_shut_out() -> None:
    supervisor, person = signed_in(cast.person("supervisor")), cast.agent(name="Old Name")
    path = f"/people/users/{person.pk}/edit/"
    sent = {"name": "New Name", "language": "en", "roles": [Role.objects.get(slug="administrator").pk]}
    sent |= {"username": "hijacked", "seen": form_of(supervisor, path)["seen"]}
    assert supervisor.post(path, sent).status_code == 302
    kept = User.objects.get(pk=person.pk)
    assert kept.name == "New Name"
    assert (kept.username, kept.is_active) == (person.username, True)
    assert [role.slug for role in kept.roles.all()] == ["agent"]


def test_nobody_makes_himself_an_administrator() -> None:
    me = cast.person("supervisor")
    client = signed_in(me)
    path = f"/people/users/{me.pk}/edit/"
    change(client, path, roles=[role.pk for role in Role.objects.all()])
    assert [role.slug for role in User.objects.get(pk=me.pk).roles.all()] == ["supervisor"]


def test_accounts_of_the_system_are_no_people(administrator) -> None:
    clock = cast.agent(username="clock", is_system=True)
    assert administrator.get(f"/people/users/{clock.pk}/").status_code == 404
    assert administrator.get(f"/people/users/{clock.pk}/edit/").status_code == 404
    assert clock not in administrator.get("/people/users/").context["page"].rows


def test_users_are_found_by_name_role_and_team(administrator) -> None:
    cast.agent(name="Wang Li")
    cast.engineer("network", name="Chen Bo")
    cast.agent(name="Left Long Ago", is_active=False)

    def names(query: str) -> list[str]:
        return [user.name for user in administrator.get(f"/people/users/?{query}").context["page"].rows]

    assert names("") == ["Chen Bo", "Wang Li", "Zhao Min"]
    assert names("q=li+wang") == ["Wang Li"]
    assert names("role=second_line") == ["Chen Bo"]
    assert names("team=network") == ["Chen Bo"]
    assert names("state=off") == ["Left Long Ago"]
    assert names("q=%00&role=%00&team=%00") == ["Chen Bo", "Wang Li", "Zhao Min"]


def test_one_changes_ones_own_mail_language_and_theme_and_no_more(agent) -> None:
    sent = {
        "email": "new@desk.example",
        "language": "zh-hant",
        "theme": "dark",
        "name": "Boss",
        "username": "boss",
    }
    answer = agent.post("/account/", {**sent, "seen": form_of(agent, "/account/")["seen"]})
    assert answer.status_code == 302
    me = User.objects.get(name="Wang Li")
    assert (me.email, me.language, me.theme) == ("new@desk.example", "zh-hant", "dark")


# Teams and skills


def test_a_team_is_made_with_its_members(administrator) -> None:
    person = cast.person("developer", teams=())
    form = {"name": "Kernel", "code": "kernel", "members": [person.pk], "is_active": "on"}
    assert administrator.post("/people/teams/new/", form).status_code == 302
    assert list(Team.objects.get(code="kernel").members.all()) == [person]
    assert change(administrator, f"/people/teams/{Team.objects.get(code='kernel').pk}/", members=[]) == 302
    assert not Membership.objects.filter(user=person).exists()


def test_a_skill_is_given_to_people(administrator) -> None:
    person = cast.engineer()
    form = {"name": "Printers", "name_zh_hans": "打印机", "code": "printers", "holders": [person.pk]}
    assert administrator.post("/people/skills/new/", form).status_code == 302
    assert list(person.skills.all()) == [Skill.objects.get(code="printers")]
    assert "Printers" in administrator.get("/people/skills/?q=打印").content.decode()


def test_a_code_stands_for_one_team(administrator) -> None:
    cast.team("network")
    answer = administrator.post("/people/teams/new/", {"name": "X", "code": "network"})
    assert "code" in answer.context["form"].errors


# Customers, sites, contacts


def test_a_customer_grows_sites_and_contacts(agent) -> None:
    agent.post("/people/customers/new/", {"name": "Acme", "code": "ACME", "region": "CN", "is_active": "on"})
    acme = Customer.objects.get(code="ACME")
    agent.post(f"/people/customers/{acme.pk}/sites/new/", {"name": "Mill", "code": "M1", "latitude": "31.2"})
    site = Site.objects.get()
    agent.post(
        f"/people/customers/{acme.pk}/contacts/new/",
        {"name": "Li Wei", "site": site.pk, "language": "zh-hans", "numbers": "021-61234567\r\n\r\n8021\r\n",
         "is_active": "on"},
    )  # fmt: skip
    contact = Contact.objects.get()
    assert (contact.customer, contact.site, site.customer) == (acme, site, acme)
    assert [number.written for number in contact.phone_numbers.order_by("pk")] == ["021-61234567", "8021"]
    page = agent.get(f"/people/customers/{acme.pk}/").content.decode()
    for words in ("Acme", "Mill", "Li Wei", "021-61234567", 'href="tel:+862161234567"'):
        assert words in page
    assert AccessLog.objects.filter(event="created").count() == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [("latitude", "91"), ("longitude", "-181"), ("latitude", "north"), ("code", ""), ("name", "x" * 201)],
)
def test_what_is_wrong_with_a_site_is_named(agent, field, value) -> None:
    customer = cast.customer()
    form = {"name": "Mill", "code": "M1", field: value}
    answer = agent.post(f"/people/customers/{customer.pk}/sites/new/", form)
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert not Site.objects.exists()


def contact_form(**fields: Any) -> dict[str, Any]:
    return {"name": "Li Wei", "language": "zh-hans", "numbers": "", "is_active": "on", **fields}


def test_a_number_that_somebody_has_is_warned_of_once(agent) -> None:
    known = cast.contact(name="Wang Li", phone="021-6123 4567")
    path = f"/people/customers/{known.customer.pk}/contacts/new/"
    answer = agent.post(path, contact_form(numbers="(021) 61234567"))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "known already" in page
    assert "Wang Li" in page
    assert "(021) 61234567" in page
    assert Contact.objects.count() == 1
    assert agent.post(path, contact_form(numbers="(021) 61234567", is_wanted_twice="on")).status_code == 302
    assert Contact.objects.count() == 2


def test_a_namesake_at_the_same_customer_is_warned_of(agent) -> None:
    known = cast.contact(name="Li Wei")
    assert (
        agent.post(f"/people/customers/{known.customer.pk}/contacts/new/", contact_form()).status_code == 400
    )
    other = cast.customer()
    assert agent.post(f"/people/customers/{other.pk}/contacts/new/", contact_form()).status_code == 302


def test_saving_a_contact_as_it_is_warns_of_nothing(agent) -> None:
    first = cast.contact(name="Li Wei", phone="021-61234567")
    cast.contact(first.customer, name="Li Wei", phone="021-61234567")
    assert change(agent, f"/people/contacts/{first.pk}/") == 302
    assert not AccessLog.objects.filter(event="changed").exists()


@pytest.mark.parametrize("numbers", ["9" * 41, "\n".join(map(str, range(1000, 1021)))])
def test_impossible_numbers_are_refused(agent, numbers) -> None:
    customer = cast.customer()
    answer = agent.post(f"/people/customers/{customer.pk}/contacts/new/", contact_form(numbers=numbers))
    assert "numbers" in answer.context["form"].errors
    assert not Contact.objects.exists()


def test_a_contact_may_not_stand_at_a_site_of_another_customer(agent) -> None:
    customer, site = cast.customer(), cast.site(cast.customer())
    answer = agent.post(f"/people/customers/{customer.pk}/contacts/new/", contact_form(site=site.pk))
    assert "site" in answer.context["form"].errors


def hint(client: Client, customer: Customer, numbers: str, **more: Any) -> str:
    path = f"/people/customers/{customer.pk}/numbers/"
    return client.post(path, {"numbers": numbers, **more}).content.decode()


def test_numbers_are_recognised_while_somebody_types(agent) -> None:
    customer = cast.customer(region="TW")
    told = hint(agent, customer, "02-2345-6789\n(not a number)\n23456789")
    assert "+886 2 2345 6789" in told
    assert "“(not a number)” is no number as dialled in Taiwan" in told


def test_the_hint_names_who_has_the_number_but_not_oneself(agent) -> None:
    known = cast.contact(name="Wang Li", phone="021-6123 4567")
    assert "known already: Wang Li" in hint(agent, known.customer, "02161234567")
    assert "known already" not in hint(agent, known.customer, "02161234567", contact=known.pk)
    assert "known already" in hint(agent, known.customer, "02161234567", contact="9" * 40)


def test_a_moved_customer_reads_its_numbers_anew(agent) -> None:
    contact = cast.contact(cast.customer(region="CN"), phone="02-2345-6789")
    change(agent, f"/people/customers/{contact.customer_id}/edit/", region="TW")
    assert contact.phone_numbers.get().e164 == "+886223456789"


def test_a_customer_shows_what_is_open_and_leads_to_its_queue(agent) -> None:
    acme = cast.customer(name="Acme")
    cast.service("remote-access").customers.add(acme)
    by = cast.agent()
    cast.incident(by=by, customer=acme)
    cast.incident(by=by)
    page = agent.get(f"/people/customers/{acme.pk}/").content.decode()
    assert f"/queues/incidents/?customer={acme.pk}" in page
    assert "Remote Access" in page
    assert open_records(agent, acme)["incident"] == 1


def test_open_records_count_what_the_reader_may_see() -> None:
    acme = cast.customer()
    cast.incident(by=cast.agent(), customer=acme)
    engineer = signed_in(cast.engineer())
    assert open_records(engineer, acme)["incident"] == 0


def test_an_account_of_a_customer_knows_no_other_customer() -> None:
    mine, theirs = cast.contact(name="Mine"), cast.contact(name="Theirs")
    tool = cast.person("api_client")
    tool.customers.add(mine.customer)
    client = signed_in(tool)
    assert client.get(f"/people/customers/{mine.customer_id}/").status_code == 200
    for path in (
        f"/people/customers/{theirs.customer_id}/",
        f"/people/customers/{theirs.customer_id}/edit/",
        f"/people/customers/{theirs.customer_id}/contacts/new/",
        f"/people/contacts/{theirs.pk}/",
        f"/people/sites/{cast.site(theirs.customer).pk}/",
    ):
        assert client.get(path).status_code == 404, path
    assert [row.name for row in client.get("/people/contacts/").context["page"].rows] == ["Mine"]
    assert [row.name for row in client.get("/people/contacts/?q=t").context["page"].rows] == []


# Duty posts


def test_a_duty_post_has_two_holders_and_shows_its_gaps(administrator) -> None:
    first, second = cast.person("second_line", name="Guo Zhen"), cast.person("second_line", name="Huang Yi")
    form = {"name": "Machine room", "code": "machine-room", "first_holder": first.pk, "is_active": "on"}
    same = administrator.post("/people/duty-posts/new/", {**form, "second_holder": first.pk})
    assert (same.status_code, list(same.context["form"].errors)) == (400, ["second_holder"])
    assert administrator.post("/people/duty-posts/new/", form).status_code == 302
    assert "one holder only" in administrator.get("/people/duty-posts/").content.decode()
    post = DutyPost.objects.get(code="machine-room")
    path = f"/people/duty-posts/{post.pk}/"
    assert administrator.post(path, {**form, "second_holder": second.pk}).status_code == 302
    assert DutyPost.objects.get(pk=post.pk).holders == [first, second]


def test_whoever_may_not_sign_in_holds_no_post() -> None:
    gone = cast.person("second_line", is_active=False)
    post = DutyPost.objects.create(name="Machine room", code="machine-room", first_holder=gone)
    assert post.holders == []


# Who may open what

SEES = {
    "/people/customers/": "customers",
    "/people/contacts/": "customers",
    "/people/users/": "people",
    "/people/teams/": "people",
    "/people/skills/": "people",
    "/people/duty-posts/": "people",
    "/people/rights/": "rights",
    "/people/access-log/": "rights",
    "/people/customers/new/": "customers.edit",
    "/people/users/new/": "people.edit",
    "/people/teams/new/": "people.edit",
    "/people/skills/new/": "people.edit",
    "/people/duty-posts/new/": "people.edit",
    "/people/rights/new/": "rights.edit",
}
OPEN = {
    "agent": {"customers", "customers.edit", "people"},
    "supervisor": {"customers", "customers.edit", "people", "people.edit"},
    "field_engineer": {"customers", "people"},
    "api_client": {"customers", "customers.edit"},
    "auditor": {"customers", "people", "rights"},
    "administrator": set(SEES.values()),
}


@pytest.mark.parametrize("role", OPEN)
def test_each_page_opens_to_who_may_see_it(role) -> None:
    client = signed_in(cast.person(role))
    statuses = {path: client.get(path).status_code for path in SEES}
    assert statuses == {path: 200 if needed in OPEN[role] else 403 for path, needed in SEES.items()}


@pytest.mark.parametrize("role", OPEN)
def test_the_tabs_lead_nowhere_that_is_closed(role) -> None:
    client = signed_in(cast.person(role))
    for tab in client.get("/people/customers/").context["tabs"]:
        assert client.get(tab["url"]).status_code == 200


# Lists


@pytest.mark.parametrize(
    ("path", "build"),
    [
        ("/people/customers/", cast.customer),
        ("/people/contacts/", lambda: cast.contact(phone="021-61234567")),
        ("/people/users/", cast.agent),
        ("/people/teams/", lambda: cast.team(f"team-{Team.objects.count()}")),
    ],
)
def test_a_list_is_paged_and_costs_the_same_however_long(
    administrator, path, build, django_assert_max_num_queries
) -> None:
    for _ in range(60):
        build()
    administrator.get(path)
    with django_assert_max_num_queries(16):
        page = administrator.get(path).context["page"]
    assert len(page.rows) == 50
    assert (page.earlier_url, page.later_url) == ("", "?page=2")
    second = administrator.get(f"{path}?page=2").context["page"]
    assert 0 < len(second.rows) < 50
    assert {row.pk for row in page.rows}.isdisjoint(row.pk for row in second.rows)


@pytest.mark.parametrize("number", ["0", "-1", "x", "９", "1e9", "99999999999999999999", ""])
def test_a_page_that_is_none_is_the_first_or_empty(administrator, number) -> None:
    assert administrator.get(f"/people/customers/?page={number}").status_code == 200


def test_a_hostile_name_is_shown_and_never_run(agent) -> None:
    mischief = '<script>alert("x")</script>'
    customer = cast.customer(name=mischief)
    cast.contact(customer, name=mischief, phone='"><img src=x>')
    for path in ("/people/customers/", "/people/contacts/", f"/people/customers/{customer.pk}/"):
        page = agent.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x>" not in page
