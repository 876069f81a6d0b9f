"""Similar faults, beside an incident and beside a problem. Fetched once the page stands: history is long."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from people.models import User
from problems.similar import KINDS
from records.kinds import Panel, register_panel
from records.models import Record
from records.sight import sees_internal


def asked_later(record: Record, user: User) -> dict[str, Any] | None:
    if record.kind not in KINDS or not sees_internal(user.rights, record.kind):
        return None
    return {}


SIMILAR_FAULTS = register_panel(
    Panel(
        name="similar-faults",
        title=_("Similar faults before"),
        template="problems/similar_panel.html",
        context=asked_later,
        position=35,
    )
)
