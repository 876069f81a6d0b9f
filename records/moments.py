"""Times that people name for something still to come."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

# Beyond any plan; a year mistyped would otherwise never come, or not fit into a clock.
FARTHEST = timedelta(days=3653)


def check_to_come(moment: datetime) -> None:
    """Raise ValidationError for a time that has passed, or is more than ten years off."""
    now = timezone.now()
    if moment <= now:
        raise ValidationError(_("This time has passed: give one that is still to come."))
    if moment > now + FARTHEST:
        raise ValidationError(_("This time is more than ten years off: look at the year."))
