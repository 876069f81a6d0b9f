"""What starting a campaign does: its audience is frozen, and of a sampled one a sample is drawn."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from outreach.audience import freeze
from outreach.sampling import in_order
from records.errors import Refused

if TYPE_CHECKING:
    from outreach.models import Campaign

BATCH = 500


def freeze_and_draw(campaign: "Campaign") -> tuple[int, int]:
    """Write the audience down; of a sample, in the order of its draw. Returns people, and those to be called first.

    Raises Refused where there is nobody to call.
    """
    from outreach.models import CallTask

    tasks = freeze(campaign)
    waiting = [task for task in tasks if task.fate == CallTask.Fate.WAITING]
    if not waiting:
        raise Refused(_("There is nobody to call: look at the preview of its audience."), code="nobody")
    if not campaign.is_sampled:
        return len(tasks), len(waiting)
    by_key = {task.key: task for task in tasks}
    ordered = [by_key[key] for key in in_order(campaign.seed, [task.key for task in waiting])]
    size = campaign.sample_size or 0
    for place, task in enumerate(ordered):
        task.position = place
        task.fate = CallTask.Fate.WAITING if place < size else CallTask.Fate.NOT_DRAWN
    behind = [task for task in tasks if task not in waiting]
    for place, task in enumerate(behind, start=len(ordered)):
        task.position = place
    CallTask.objects.bulk_update([*ordered, *behind], ["position", "fate"], batch_size=BATCH)
    return len(tasks), min(size, len(ordered))
