"""Reference data laid down once: declared beside what needs it, installed by `manage.py install_defaults`."""

from collections.abc import Callable

from django.db import transaction

from people.models import InstalledDefault, Role

Installer = Callable[[], None]
_installers: dict[str, Installer] = {}
_growing: list[Callable[[], list[str]]] = []


def installs(key: str) -> Callable[[Installer], Installer]:
    """Declare a function that lays down reference data once per database, under a key that never changes."""

    def declare(installer: Installer) -> Installer:
        _installers[key] = installer
        return installer

    return declare


def install_once(key: str, installer: Installer) -> bool:
    """Run the installer unless the key is known already. True where it ran."""
    with transaction.atomic():
        _, is_new = InstalledDefault.objects.get_or_create(key=key)
        if is_new:
            installer()
    return is_new


def grows(installer: Callable[[], list[str]]) -> Callable[[], list[str]]:
    """Declare a function that runs every time, since what it lays down grows with the code: rights of new steps."""
    _growing.append(installer)
    return installer


def install_all() -> list[str]:
    """Install what is declared and not yet there, in order of declaration. Returns the new keys."""
    new = [key for key, installer in _installers.items() if install_once(key, installer)]
    return new + [key for installer in _growing for key in installer()]


ROLES = [
    # slug, English, Simplified, Traditional, purpose
    ("agent", "Agent", "坐席", "客服專員", "takes calls and owns records"),
    ("shift_leader", "Shift leader", "值班长", "值班組長", "leads the desk's shift"),
    ("supervisor", "Service desk supervisor", "服务台主管", "服務台主管", "answers for the desk"),
    ("director", "Service director", "服务总监", "服務總監", "answers for the service"),
    ("incident_manager", "Incident manager", "事件经理", "事件經理", "runs incident management"),
    ("problem_manager", "Problem manager", "问题经理", "問題經理", "finds causes"),
    ("change_manager", "Change manager", "变更经理", "變更經理", "judges and schedules changes"),
    ("release_manager", "Release manager", "发布经理", "發行經理", "brings releases out"),
    ("configuration_manager", "Configuration manager", "配置经理", "組態經理", "keeps the CMDB true"),
    ("field_engineer", "First-line engineer", "一线工程师", "一線工程師", "works at customers' sites"),
    ("second_line", "Second-line engineer", "二线工程师", "二線工程師", "looks after servers"),
    ("developer", "Developer", "开发人员", "開發人員", "mends the product"),
    ("purchaser", "Purchaser", "采购员", "採購人員", "orders spare parts"),
    ("api_client", "API client", "接口客户端", "介接程式", "another tool, by REST"),
    ("auditor", "Auditor", "审计员", "稽核員", "reads everything, changes nothing"),
    ("administrator", "Administrator", "管理员", "管理員", "runs the system"),
]


@installs("people.roles")
def install_roles() -> None:
    for position, (slug, name, hans, hant, purpose) in enumerate(ROLES):
        Role.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "name_zh_hans": hans,
                "name_zh_hant": hant,
                "purpose": purpose,
                "position": position,
            },
        )
