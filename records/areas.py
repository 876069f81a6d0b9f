"""Every declared kind as something that rights are given for: its doors, its steps, and how far a role sees."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from people.areas import Area, declares_areas
from records.kinds import Kind, kinds

DOORS = {"register": _("Register"), "revise": _("Revise"), "remark": _("Remark")}


@declares_areas
def kinds_as_areas() -> Iterator[Area]:
    yield from map(_area, kinds())


def _area(kind: Kind) -> Area:
    # What clocks and other records' consequences take is nobody's to be given.
    taken = {name: step for name, step in kind.steps.items() if not step.is_automatic}
    steps = {name: step.label for name, step in taken.items()}
    granted: dict[str, Iterable[str]] = {name: step.roles for name, step in taken.items()}
    doors = {"register": kind.register_roles, "revise": kind.revise_roles, "remark": kind.remark_roles}
    return Area(
        name=kind.name,
        label=kind.label_plural,
        steps=DOORS | steps,
        roles={**doors, **granted},
        sights=kind.sights,
        icon=kind.icon,
    )
