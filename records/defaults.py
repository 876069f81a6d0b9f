"""Default rights of every declared kind, door by door, and the priority matrix."""

from people.defaults import grows, install_once, installs
from people.models import Right, Role, Sight
from records.kinds import Kind, kinds
from records.models import PriorityRule
from records.priorities import default_priority


@installs("records.priority_matrix")
def install_priority_matrix() -> None:
    PriorityRule.objects.bulk_create(
        [
            PriorityRule(impact=impact, urgency=urgency, priority=default_priority(impact, urgency))
            for impact in range(1, 6)
            for urgency in range(1, 6)
        ],
        ignore_conflicts=True,
    )


def _roles_for(kind: Kind, door: str) -> tuple[str, ...]:
    doors = {"register": kind.register_roles, "revise": kind.revise_roles, "remark": kind.remark_roles}
    return doors[door] if door in doors else kind.steps[door].roles


def _grant(kind: Kind, door: str) -> None:
    for role in Role.objects.filter(slug__in=_roles_for(kind, door)):
        Right.objects.get_or_create(role=role, kind=kind.name, step=door)


def _give_sight(kind: Kind) -> None:
    for role in Role.objects.filter(slug__in=kind.sights):
        Sight.objects.get_or_create(role=role, kind=kind.name, defaults={"scope": kind.sights[role.slug]})


@grows
def install_rights() -> list[str]:
    """Grant what the kinds declare, each door once: a right that was taken away later stays taken away."""
    new = []
    for kind in kinds():
        for door in kind.doors:
            key = f"right.{kind.name}.{door}"
            if install_once(key, lambda kind=kind, door=door: _grant(kind, door)):  # type: ignore[misc]
                new.append(key)
        if install_once(f"sight.{kind.name}", lambda kind=kind: _give_sight(kind)):  # type: ignore[misc]
            new.append(f"sight.{kind.name}")
    return new
