"""Reference data laid down once: declared beside what needs it, installed by `manage.py install_defaults`."""

from collections.abc import Callable

from django.db import transaction

from people.default_roles import DEFAULT_ROLES
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


@installs("people.roles")
def install_roles() -> None:
    for position, role in enumerate(DEFAULT_ROLES):
        columns = ("name", "name_zh_hans", "name_zh_hant", "purpose", "purpose_zh_hans", "purpose_zh_hant")
        words = dict(zip(columns, (*role.names, *role.purposes), strict=True))
        Role.objects.get_or_create(slug=role.slug, defaults={**words, "position": position})
