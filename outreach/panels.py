"""What stands beside a campaign, and beside a record that people are called about."""

from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from advisories.models import Advisory
from outreach.areas import AREA
from outreach.figures import progress_of, progress_of_many
from outreach.models import Campaign
from outreach.sampling import rate_of
from people.models import User
from records.kinds import Panel, is_kept_from_its_subject, register_panel
from records.models import Record
from records.sight import sees_internal

SHOWN = 5
# Where calling those affected is an everyday thing; anywhere else the way leads by the page of campaigns.
OFFERED_BESIDE = ("incident", "problem", "release", "emergency")


def progress_panel(record: Record, user: User) -> dict[str, Any] | None:
    assert isinstance(record, Campaign)
    is_running = record.state == "running"
    return {
        "progress": progress_of(record) if record.started_at else None,
        "rate": rate_of(record) if record.started_at and record.is_sampled else None,
        "may_call": is_running and user.rights.may(AREA, "call"),
    }


def campaigns_of(record: Record, user: User) -> dict[str, Any] | None:
    """The campaigns because of a record, newest first, and the way to a further one."""
    if record.kind == "campaign" or is_kept_from_its_subject(record.kind):
        return None
    if not sees_internal(user.rights, record.kind):
        return None
    # The manager is inherited, and django-stubs reads it as that of Record.
    rows = cast("Any", Campaign.objects.visible_to(user)).filter(for_record=record.pk)
    found = list(rows.order_by("-pk")[:SHOWN])
    may_write = user.rights.may("campaign", "register")
    may_register = may_write and record.kind in OFFERED_BESIDE
    may_plan = may_write and isinstance(record, Advisory) and record.is_offered
    if not found and not may_register and not may_plan:
        return None
    progress = progress_of_many([one.pk for one in found]) if found else {}
    return {
        "campaigns": [(one, progress[one.pk]) for one in found],
        "may_register": may_register,
        "may_plan": may_plan,
    }


PROGRESS = Panel(
    name="progress",
    title=_("Calls"),
    template="campaigns/progress_panel.html",
    context=progress_panel,
    position=8,
)
CAMPAIGNS = register_panel(
    Panel(
        name="campaigns",
        title=_("Campaigns"),
        template="campaigns/campaigns_panel.html",
        context=campaigns_of,
        position=45,
    )
)
