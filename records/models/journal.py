from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User
from records.models.record import Record


class Via(models.TextChoices):
    """The way a change came in."""

    PAGE = "page", _("page")
    REST = "rest", _("REST")
    CLOCK = "clock", _("clock")
    IMPORT = "import", _("import")
    MAIL = "mail", _("e-mail")


class JournalEntry(models.Model):
    """One line of a record's history. Append-only: the database itself refuses update, delete and truncate."""

    record = models.ForeignKey(
        Record, models.PROTECT, related_name="journal", verbose_name=_("record"), db_index=False
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        User, models.PROTECT, related_name="journal_entries", verbose_name=_("by"), db_index=False
    )
    via = models.CharField(_("via"), max_length=10, choices=Via.choices, default=Via.PAGE)
    step = models.CharField(_("step"), max_length=100)
    from_state = models.CharField(_("from"), max_length=40, blank=True)
    to_state = models.CharField(_("to"), max_length=40, blank=True)
    changes = models.JSONField(
        _("changes"),
        default=dict,
        blank=True,
        help_text=_("Column → [before, after]; a row of another table as {id, label} of that day."),
    )
    note = models.TextField(_("note"), blank=True)
    is_public = models.BooleanField(_("the customer may read it"), default=False)
    version = models.PositiveIntegerField(_("the record's version after it"), default=0)

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["record", "at", "id"], name="journal_by_record"),
            # What came back within a period: few entries among millions.
            models.Index(fields=["at"], name="journal_reopened", condition=models.Q(step="reopen")),
        ]
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")

    def __str__(self) -> str:
        return f"{self.record_id} {self.step} {self.at:%Y-%m-%d %H:%M}"


class OutboxEvent(models.Model):
    """A journal entry that people are still to be told about. Written with it, taken out by the notifier."""

    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, related_name="outbox", verbose_name=_("journal entry")
    )
    told_at = models.DateTimeField(_("told"), null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="outbox_untold", condition=models.Q(told_at__isnull=True))
        ]
        verbose_name = _("outbox event")
        verbose_name_plural = _("outbox")

    def __str__(self) -> str:
        return f"{self.entry_id}"
