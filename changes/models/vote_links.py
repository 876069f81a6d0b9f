from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from changes.models.approvals import Approval
from people.models import User


class VoteLink(models.Model):
    """The right to vote once by a link in a mail, for one person and one seat. The link itself is kept nowhere."""

    seat = models.ForeignKey(Approval, models.CASCADE, related_name="links", verbose_name=_("seat"))
    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    digest = models.CharField(_("digest of its secret"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    class Meta:
        verbose_name = _("link to vote by")
        verbose_name_plural = _("links to vote by")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="vote_link_expires_later"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.made_at:%Y-%m-%d}"
