from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User
from records.models.record import Record


class FollowUp(models.Model):
    """An instruction on a record: asked by somebody, of somebody, due at a time, answered on the record."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="follow_ups", verbose_name=_("record"))
    asked_by = models.ForeignKey(
        User, models.PROTECT, related_name="follow_ups_asked", verbose_name=_("asked by")
    )
    asked_of = models.ForeignKey(
        User, models.PROTECT, related_name="follow_ups_due", verbose_name=_("asked of")
    )
    what = models.CharField(_("what is to be done"), max_length=500)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    due_at = models.DateTimeField(_("due"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(
                fields=["asked_of", "due_at"],
                name="follow_up_open",
                condition=models.Q(answered_at__isnull=True, withdrawn_at__isnull=True),
            )
        ]
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.withdrawn_at is None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at < timezone.now()
