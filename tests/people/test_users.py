"""Users, teams, skills and duty posts."""

import pytest
from django.test import Client

from people.models import AccessLog, DutyPost, Membership, Role, Skill, Team, User
from people.tokens import issue, token_for
from tests import cast
from tests.people.directory import change, form_of
from tests.people.door import is_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Client:
    return signed_in(cast.person("administrator", name="Zhao Min"))


@pytest.fixture
def agent() -> Client:
    return signed_in(cast.agent(name="Wang Li"))


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
