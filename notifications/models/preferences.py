from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import User


class Preference(models.Model):
    """What one person wants by mail. On the page everything arrives, whatever stands here."""

    user = models.OneToOneField(User, models.CASCADE, related_name="notice_preference", primary_key=True)
    mails_watched = models.BooleanField(
        _("mail me about records that I only watch"),
        default=True,
        help_text=_("They are under the bell in any case."),
    )

    def __str__(self) -> str:
        return str(self.user_id)
