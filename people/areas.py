"""What rights are given for: kinds of record, and areas such as the settings. Declared beside what they guard.

An app declares its areas in `<app>/areas.py`, found at start-up. The rights page and the default rights read them here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.defaults import grows, install_once
from people.models import Right, Role, Scope, Sight

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Area:
    """Something that steps and a scope are granted for. Roles named here are defaults; rows rule thereafter."""

    name: str
    label: Text
    steps: Mapping[str, Text]
    # Default roles by step.
    roles: Mapping[str, Iterable[str]] = field(default_factory=dict)
    # Default scope by role; None where there are no rows to see more or less of.
    sights: Mapping[str, str] | None = None
    # The scopes that make a difference here, widest first.
    scopes: tuple[str, ...] = tuple(Scope.values)
    icon: str = "layout-grid"


_areas: dict[str, Area] = {}
_sources: list[Callable[[], Iterable[Area]]] = []


def register_area(
    name: str,
    label: Text,
    *,
    steps: Mapping[str, Text],
    roles: Mapping[str, Iterable[str]] | None = None,
    sights: Mapping[str, str] | None = None,
    scopes: Iterable[str] = Scope.values,
    icon: str = "layout-grid",
) -> Area:
    """Declare an area: the steps it knows, with their labels, and the roles that may take them at first."""
    area = Area(
        name=name,
        label=label,
        steps=steps,
        roles=roles or {},
        sights=sights,
        scopes=tuple(scopes),
        icon=icon,
    )
    _areas[name] = area
    return area


def declares_areas(source: Callable[[], Iterable[Area]]) -> Callable[[], Iterable[Area]]:
    """Declare a function that knows further areas, asked late: kinds of record are declared after their app."""
    _sources.append(source)
    return source


def areas() -> list[Area]:
    """Everything that rights are given for: what further sources know (the kinds) first, then the areas."""
    return [*(area for source in _sources for area in source()), *_areas.values()]


def area_named(name: str) -> Area | None:
    return next((area for area in areas() if area.name == name), None)


@grows
def install_rights() -> list[str]:
    """Grant what the areas declare, each step once: a right that was taken away later stays taken away."""
    return [key for area in areas() for key in _install(area)]


def _install(area: Area) -> list[str]:
    new = []
    for step in area.steps:
        key = f"right.{area.name}.{step}"
        if install_once(key, lambda step=step: _grant(area, step)):  # type: ignore[misc]
            new.append(key)
    if area.sights is not None and install_once(f"sight.{area.name}", lambda: _give_sight(area)):
        new.append(f"sight.{area.name}")
    return new


def _grant(area: Area, step: str) -> None:
    for role in Role.objects.filter(slug__in=set(area.roles.get(step, ()))):
        Right.objects.get_or_create(role=role, kind=area.name, step=step)


def _give_sight(area: Area) -> None:
    sights = area.sights or {}
    for role in Role.objects.filter(slug__in=sights):
        Sight.objects.get_or_create(role=role, kind=area.name, defaults={"scope": sights[role.slug]})


DESK = ("agent", "shift_leader", "supervisor", "director", "incident_manager")
MANAGERS = ("problem_manager", "change_manager", "release_manager", "configuration_manager")
HANDS = ("field_engineer", "second_line", "developer", "purchaser")
OVERSEERS = ("auditor", "administrator")
EVERYBODY = (*DESK, *MANAGERS, *HANDS, *OVERSEERS)

CUSTOMERS = register_area(
    "customers",
    _("customers and contacts"),
    steps={"see": _("See"), "edit": _("Edit")},
    roles={
        "see": (*EVERYBODY, "api_client"),
        "edit": (*DESK, "configuration_manager", "administrator", "api_client"),
    },
    sights=dict.fromkeys(EVERYBODY, Scope.ALL) | {"api_client": Scope.CUSTOMER},
    scopes=(Scope.ALL, Scope.CUSTOMER, Scope.NONE),
    icon="building",
)
PEOPLE = register_area(
    "people",
    _("users and teams"),
    steps={"see": _("See"), "edit": _("Edit")},
    roles={"see": EVERYBODY, "edit": ("supervisor", "administrator")},
    icon="users",
)
RIGHTS = register_area(
    "rights",
    _("roles, rights and access log"),
    steps={"see": _("See"), "edit": _("Edit")},
    roles={"see": ("auditor", "administrator"), "edit": ("administrator",)},
    icon="shield-lock",
)
