"""The owner answers for a record to its end. Only the step *hand over* changes him, and the ledger keeps both names."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User
from records.forms import HandOverForm
from records.lifecycle import Transition, step
from records.models.ownership import Ownership
from records.models.record import Record


def hand_over_step(
    *, source: tuple[str, ...], roles: tuple[str, ...], inputs: type[HandOverForm] = HandOverForm
) -> Transition:
    """The step *hand over* for a life; its consequence is `pass_on`."""

    def hand_over(self: Record, *, by: User, owner: User, reason: str = "") -> None:
        self.owner = owner

    return step(
        _("Hand over ownership"),
        source=source,
        inputs=inputs,
        roles=roles,
        icon="user-share",
        sentence=_("handed the ownership over to %(owner)s"),
    )(hand_over)


def pass_on(self: Record, *, by: User, owner: User, reason: str = "", **inputs: Any) -> None:
    """Close the line of the old owner in the ledger and open the new one's."""
    now = timezone.now()
    Ownership.objects.filter(record_id=self.pk, until_at__isnull=True).update(until_at=now)
    Ownership.objects.create(record_id=self.pk, owner=owner, given_by=by, reason=reason, from_at=now)
