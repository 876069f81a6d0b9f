"""What an import leaves beside the records it brings: that it ran, and the changes, which have no life here yet."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmdb.models import ConfigurationItem


class ImportRun(models.Model):
    """One run of an import: when, and how many of what. Not finished means stopped half-way; run it again."""

    source = models.CharField(_("source"), max_length=40)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    counts = models.JSONField(_("counts"), default=dict, blank=True)

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M}"


class ImportedChange(models.Model):
    """A change as its source kept it: what incidents name as their cause, and which items it touched."""

    source = models.CharField(_("source"), max_length=40)
    source_key = models.CharField(_("key at the source"), max_length=100)
    type = models.CharField(_("type"), max_length=200, blank=True)
    risk = models.CharField(_("risk"), max_length=200, blank=True)
    origin = models.CharField(_("came from"), max_length=200, blank=True)
    is_emergency = models.BooleanField(_("emergency"), null=True)
    needs_board = models.BooleanField(_("needs the board's approval"), null=True)
    planned_start_at = models.DateTimeField(_("planned start"), null=True, blank=True)
    planned_end_at = models.DateTimeField(_("planned end"), null=True, blank=True)
    downtime_start_at = models.DateTimeField(_("planned start of downtime"), null=True, blank=True)
    downtime_end_at = models.DateTimeField(_("planned end of downtime"), null=True, blank=True)
    actual_start_at = models.DateTimeField(_("actual start"), null=True, blank=True)
    actual_end_at = models.DateTimeField(_("actual end"), null=True, blank=True)
    requested_end_at = models.DateTimeField(_("wanted by"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    items = models.ManyToManyField(
        ConfigurationItem, related_name="imported_changes", blank=True, verbose_name=_("configuration items")
    )

    class Meta:
        ordering = ["-opened_at", "-id"]
        verbose_name = _("imported change")
        verbose_name_plural = _("imported changes")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"], name="one_imported_change_per_source_key"
            )
        ]
        indexes = [models.Index(fields=["actual_start_at"], name="imported_change_start")]

    def __str__(self) -> str:
        return self.source_key
