from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User
from records.models.record import Record


class Ownership(models.Model):
    """The ledger of who answered for a record, from when to when, and who handed it over."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="ownerships", verbose_name=_("record"))
    owner = models.ForeignKey(User, models.PROTECT, related_name="ownerships", verbose_name=_("owner"))
    given_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("given by"), db_index=False
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    from_at = models.DateTimeField(_("from"), default=timezone.now)
    until_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["from_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=models.Q(until_at__isnull=True), name="one_owner_at_a_time"
            )
        ]
        # A line that ended is a hand-over: there are few, however many records there are.
        indexes = [
            models.Index(
                F("until_at").desc(),
                F("id").desc(),
                name="ownership_handed_over",
                condition=models.Q(until_at__isnull=False),
            )
        ]
        verbose_name = _("ownership")
        verbose_name_plural = _("ownership ledger")

    def __str__(self) -> str:
        return f"{self.record_id}: {self.owner_id}"


class Watch(models.Model):
    """Somebody wants to hear of a record's changes. Watching gives no sight of it."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="watches", verbose_name=_("record"))
    user = models.ForeignKey(User, models.CASCADE, related_name="watches", verbose_name=_("watcher"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "user"], name="one_watch_per_person")]
        verbose_name = _("watch")
        verbose_name_plural = _("watches")

    def __str__(self) -> str:
        return f"{self.user_id} watches {self.record_id}"
