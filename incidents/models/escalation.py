from django.db import models
from django.utils.translation import gettext_lazy as _

from records.models.reference import Priority
from sla.models import Metric


class EscalationRule(models.Model):
    """How far up an incident goes by itself when a clock reaches a stage."""

    class Percent(models.IntegerChoices):
        HALF = 50, _("50 %")
        THREE_QUARTERS = 75, _("75 %")
        DUE = 100, _("overdue")

    class Level(models.IntegerChoices):
        SHIFT_LEADER = 1, _("shift leader")
        SUPERVISOR = 2, _("supervisor")
        DIRECTOR = 3, _("director")

    metric = models.CharField(
        _("clock"),
        max_length=12,
        choices=[
            (metric.value, metric.label)
            for metric in (Metric.RESPONSE, Metric.RESOLUTION, Metric.OPERATIONAL)
        ],
    )
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices)
    percent = models.PositiveSmallIntegerField(_("when"), choices=Percent.choices)
    level = models.PositiveSmallIntegerField(_("goes to"), choices=Level.choices)

    class Meta:
        ordering = ["metric", "priority", "percent"]
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "priority", "percent"], name="one_level_per_clock_stage"
            )
        ]
        verbose_name = _("escalation rule")
        verbose_name_plural = _("escalation rules")

    def __str__(self) -> str:
        return f"P{self.priority} {self.metric} {self.percent} % → {self.level}"
