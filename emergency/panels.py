"""What stands beside an emergency: the criteria with their figures, and the roll-call."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from emergency.criteria import criteria_in
from emergency.models import Emergency
from emergency.roll_call import standing_lines
from emergency.signing import is_genuine
from people.models import User
from records.kinds import Panel, register_panel
from records.models import Record
from records.sight import sees_internal


def criteria_of(record: Record, user: User) -> dict[str, Any] | None:
    """The evidence that counts, and who signed upon it."""
    assert isinstance(record, Emergency)
    evidence = record.evidence
    if evidence is None:
        return None
    is_true = is_genuine(record) if record.signature else None
    return {
        "emergency": record,
        "evidence": evidence,
        "criteria": criteria_in(evidence),
        "is_genuine": is_true,
    }


def called_to(record: Record, user: User) -> dict[str, Any] | None:
    assert isinstance(record, Emergency)
    lines = list(standing_lines(record))
    return {"emergency": record, "lines": lines} if lines else None


def emergency_of(record: Record, user: User) -> dict[str, Any] | None:
    """Beside an incident: the emergency it belongs to, with what callers are told."""
    if record.kind != "incident" or not sees_internal(user.rights, "emergency"):
        return None
    emergencies: Any = Emergency.objects.visible_to(user)
    found = emergencies.filter(attached__incident=record.pk).first()
    return {"emergency": found} if found is not None else None


CRITERIA = Panel(
    name="emergency-criteria",
    title=_("Criteria"),
    template="emergency/criteria_panel.html",
    context=criteria_of,
    position=8,
)
CALLED_PANEL = Panel(
    name="emergency-called",
    title=_("Roll-call"),
    template="emergency/called_panel.html",
    context=called_to,
    position=9,
)
BELONGS = register_panel(
    Panel(
        name="emergency",
        title=_("Emergency"),
        template="emergency/incident_panel.html",
        context=emergency_of,
        position=7,
    )
)
