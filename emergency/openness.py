"""Who may take which step of an emergency, and when a step is open."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from people.models import User

if TYPE_CHECKING:
    from emergency.models import Emergency

PROPOSERS = ("shift_leader", "supervisor", "incident_manager")
SIGNERS = ("supervisor", "director")
LEADS = ("shift_leader", "supervisor", "director", "incident_manager")
COORDINATORS = (*LEADS, "problem_manager")
HANDS = (
    "agent", "change_manager", "release_manager", "configuration_manager", "field_engineer", "second_line",
    "developer", "purchaser",
)  # fmt: skip
CALLED = (*COORDINATORS, *HANDS)

AHEAD = ("prepared", "proposed")
CALMING = ("contained", "verifying")
RUNNING = ("active", *CALMING)


def may_not_propose(emergency: "Emergency", by: User) -> Any:
    role = emergency.plan_version.proposer_role
    if by.plays(role.slug):
        return ""
    return _("The plan says who proposes it: %(role)s.") % {"role": role}


def may_not_sign(emergency: "Emergency", by: User) -> Any:
    roles = emergency.signer_roles
    if by.plays(*(role.slug for role in roles)):
        return ""
    return _("The plan says who signs it now: %(roles)s.") % {"roles": ", ".join(str(role) for role in roles)}


def has_not_called(emergency: "Emergency", by: User) -> Any:
    """Why this person has no roll-call to answer."""
    lines = emergency.called.filter(user=by, substitute__isnull=True)
    if lines.filter(answered_at__isnull=True).exists():
        return ""
    if lines.exists():
        return _("You have answered already.")
    replaced = emergency.called.filter(user=by, substitute__isnull=False).select_related("substitute__user")
    if (line := replaced.last()) is not None:
        return _("%(person)s was called in your place.") % {"person": line.substitute.user}
    return _("You are not called in this emergency.")


def is_drill(emergency: "Emergency") -> bool:
    return emergency.is_drill
