"""The people of the seed company. The first of each role signs in under the role's name."""

from typing import NamedTuple

from people.models import DutyPost, Membership, Role, Scope, Sight, Skill, Team, User

PASSWORD = "service-desk-demo"  # noqa: S105 - printed at every start of the demonstration


class Person(NamedTuple):
    role: str
    name: str
    team: str
    language: str = "en"
    skills: tuple[str, ...] = ()


TEAMS = [
    ("desk", "Service desk", "服务台", "服務台"),
    ("field", "Field service", "现场服务", "現場服務"),
    ("servers", "Server operations", "服务器运维", "伺服器維運"),
    ("network", "Network", "网络组", "網路組"),
    ("development", "Product development", "产品研发", "產品研發"),
    ("management", "Service management", "服务管理", "服務管理"),
    ("purchasing", "Purchasing", "采购部", "採購部"),
]

SKILLS = [
    ("network", "Networks", "网络", "網路"),
    ("server", "Servers", "服务器", "伺服器"),
    ("power", "Power and earthing", "供电与接地", "供電與接地"),
    ("terminal", "Terminals", "终端", "終端機"),
    ("database", "Databases", "数据库", "資料庫"),
]

# What somebody must come for at any hour: sign-in names of the holders A and B.
POSTS = [
    ("server", "Server", "服务器", "伺服器", "second-line", "second-line-2"),
    ("data-communication", "Data communication", "数据通信", "資料通訊", "second-line-3", "developer"),
    ("desk-lead", "Lead of the shift", "当班负责人", "當班負責人", "shift-leader", "shift-leader-2"),
]

# Roles that look for what stands behind faults, whoever's they are.
SEEKERS = ("second_line", "developer")

PEOPLE = [
    Person("agent", "Lin Yue", "desk"),
    Person("agent", "Zhou Min", "desk", "zh-hans"),
    Person("agent", "Chen Xiaoyu", "desk", "zh-hans"),
    Person("agent", "Wu Jiahui", "desk", "zh-hant"),
    Person("agent", "Gao Peng", "desk", "zh-hans"),
    Person("agent", "Tang Rui", "desk"),
    Person("shift_leader", "Sun Li", "desk"),
    Person("shift_leader", "Ma Chao", "desk", "zh-hans"),
    Person("supervisor", "He Fang", "desk"),
    Person("director", "Xu Guoqiang", "management"),
    Person("incident_manager", "Zhao Lei", "management"),
    Person("problem_manager", "Song Yan", "management"),
    Person("change_manager", "Feng Tao", "management"),
    Person("release_manager", "Deng Wei", "management"),
    Person("configuration_manager", "Cao Ning", "management"),
    Person("field_engineer", "Luo Bin", "field", skills=("terminal", "power")),
    Person("field_engineer", "Yan Hao", "field", "zh-hans", ("terminal", "network")),
    Person("field_engineer", "Jiang Wen", "field", "zh-hans", ("terminal",)),
    Person("field_engineer", "Qian Kun", "field", "zh-hans", ("power", "server")),
    Person("field_engineer", "Pan Jie", "field", "zh-hans", ("network", "server")),
    Person("second_line", "Guo Zhen", "servers", skills=("server", "database")),
    Person("second_line", "Huang Yi", "servers", "zh-hans", ("server",)),
    Person("second_line", "Liang Bo", "network", "zh-hans", ("network",)),
    Person("developer", "Shen Qi", "development", skills=("database",)),
    Person("developer", "Ye Xin", "development", "zh-hans"),
    Person("purchaser", "Lu Ping", "purchasing"),
    Person("api_client", "Monitoring", "desk"),
    Person("auditor", "Ren Hong", "management"),
    Person("administrator", "Fan Kai", "management"),
]


def hire() -> dict[str, User]:
    """Teams, skills and accounts of the seed company, by sign-in name. What is there already stays as it is."""
    for code, name, hans, hant in TEAMS:
        Team.objects.get_or_create(
            code=code,
            defaults={"name": name, "name_zh_hans": hans, "name_zh_hant": hant, "is_desk": code == "desk"},
        )
    for code, name, hans, hant in SKILLS:
        Skill.objects.get_or_create(
            code=code, defaults={"name": name, "name_zh_hans": hans, "name_zh_hant": hant}
        )
    if not User.objects.filter(username="second-line").exists():
        _let_who_seeks_a_cause_see_every_case()
    staff = {username: _account(username, person) for username, person in _sign_in_names()}
    Team.objects.filter(code="desk", lead=None).update(lead=staff["supervisor"])
    Team.objects.filter(code="servers", lead=None).update(lead=staff["second-line"])
    for code, name, hans, hant, first, second in POSTS:
        holders = {"first_holder": staff[first], "second_holder": staff[second]}
        names = {"name": name, "name_zh_hans": hans, "name_zh_hant": hant}
        DutyPost.objects.get_or_create(code=code, defaults=names | holders)
    return staff


def _let_who_seeks_a_cause_see_every_case() -> None:
    """A product gives these roles the incidents of their team. This company brings releases out with them and asks them
    what stands behind a fault, so it has set their sight wider, as any company may in Settings › Roles."""
    near = Sight.objects.filter(role__slug__in=SEEKERS, kind="incident", scope=Scope.TEAM)
    near.update(scope=Scope.ALL)


def _sign_in_names() -> list[tuple[str, Person]]:
    seen: dict[str, int] = {}
    named = []
    for person in PEOPLE:
        seen[person.role] = seen.get(person.role, 0) + 1
        slug = person.role.replace("_", "-")
        named.append((slug if seen[person.role] == 1 else f"{slug}-{seen[person.role]}", person))
    return named


def _account(username: str, person: Person) -> User:
    user, is_new = User.objects.get_or_create(
        username=username,
        defaults={"name": person.name, "email": f"{username}@desk.example", "language": person.language},
    )
    if is_new:
        user.set_password(PASSWORD)
        user.save()
        user.roles.set(Role.objects.filter(slug=person.role))
        user.skills.set(Skill.objects.filter(code__in=person.skills))
        Membership.objects.get_or_create(user=user, team=Team.objects.get(code=person.team))
    return user
