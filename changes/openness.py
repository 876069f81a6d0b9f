"""Who takes the steps of a change, from which states, and under which conditions. The life reads all of it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from changes.votes import seat_of
from people.models import User

MANAGERS = ("change_manager",)
BUILDERS = (
    "change_manager", "problem_manager", "release_manager", "second_line", "developer", "field_engineer",
)  # fmt: skip
VOTERS = (*BUILDERS, "supervisor", "director", "incident_manager", "configuration_manager")
UNJUDGED = ("draft", "submitted", "assessed", "rejected")
UNWEIGHED = ("draft", "submitted", "rejected")
PLANNED = ("approved", "scheduled")
# Weighed, and not begun.
JUDGED = ("assessed", *PLANNED, "waiting_for_parts")
# What the board judges it by.
DECISIVE = ("sort", "standard", "plan", "back_out_plan", "tests", "item", "service", "customer")
OPEN = (
    "draft", "submitted", "assessed", "approved", "rejected", "scheduled", "waiting_for_parts", "in_progress",
)  # fmt: skip


def is_standard(change: Any) -> bool:
    return bool(change.sort == "standard")


def is_emergency(change: Any) -> bool:
    return bool(change.sort == "emergency")


def is_normal(change: Any) -> bool:
    return bool(change.sort == "normal")


def has_items(change: Any) -> bool:
    return bool(change.items.exists())


def has_no_seat(change: Any, user: User) -> Any:
    """Why this person has no vote: neither a member of the board in this round nor a delegate of one."""
    return (
        "" if seat_of(change, user) else _("You have no seat on the board that judges this change, or voted.")
    )


def why_it_stays(change: Any) -> Any:
    """Why what decided its judgement is not altered now; nothing while it is still to be judged."""
    if change.state in UNWEIGHED:
        return ""
    if change.state in JUDGED:
        return _("It was judged with this: take it back to draft, alter it there, and it is judged anew.")
    return _("It was carried out with this: say in a note what was different.")


def has_its_items(change: Any, user: User) -> Any:
    """Why its items stay as they are. Of an emergency nobody judged them before: they are noted as they are found."""
    return "" if is_emergency(change) else why_it_stays(change)
