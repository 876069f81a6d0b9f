from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cmdb.models import Service
from people.models import Team
from sla.models.calendars import Calendar
from sla.models.contracts import Contract
from sla.models.edition import Term

LONGEST_MINUTES = 1_000_000
ONLY_OPERATIONAL = _("Only a team's own time can name a team.")


class Metric(models.TextChoices):
    """What is timed."""

    RESPONSE = "response", _("response")
    RESOLUTION = "resolution", _("resolution")
    OPERATIONAL = "operational", _("team's own time")
    AUTO_CLOSE = "auto_close", _("closing what nobody confirms")


class Target(Term):
    """Minutes promised, by metric × contract × team × service × priority. An empty one of these fits all.

    The most specific that fits is chosen (`sla.targets`); no two can be equally specific.
    """

    metric = models.CharField(_("what is timed"), max_length=12, choices=Metric.choices)
    contract = models.ForeignKey(
        Contract, models.CASCADE, null=True, blank=True, related_name="targets", verbose_name=_("contract")
    )
    team = models.ForeignKey(
        Team,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("team"),
        help_text=_("Only for a team's own time."),
    )
    service = models.ForeignKey(
        Service, models.CASCADE, null=True, blank=True, related_name="targets", verbose_name=_("service")
    )
    priority = models.PositiveSmallIntegerField(
        _("priority"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    minutes = models.PositiveIntegerField(
        _("minutes of working time"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST_MINUTES)]
    )
    calendar = models.ForeignKey(
        Calendar,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("calendar"),
        help_text=_("Empty: the calendar of the contract or the site; for a team's own time, of the team."),
    )

    class Meta:
        ordering = ["metric", "contract", "team", "service", "priority"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "contract", "team", "service", "priority"],
                name="one_target_per_case",
                nulls_distinct=False,
                violation_error_message=_("There is a target for this very case already: change that one."),
            ),
            models.CheckConstraint(
                condition=models.Q(team=None) | models.Q(metric=Metric.OPERATIONAL),
                name="only_operational_targets_name_a_team",
                violation_error_message=ONLY_OPERATIONAL,
            ),
            models.CheckConstraint(
                condition=models.Q(priority=None) | models.Q(priority__range=(1, 5)),
                name="target_priority_is_1_to_5",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__range=(1, LONGEST_MINUTES)), name="target_takes_at_least_a_minute"
            ),
        ]

    def clean(self) -> None:
        if self.team_id and self.metric != Metric.OPERATIONAL:
            raise ValidationError({"team": ONLY_OPERATIONAL})

    def __str__(self) -> str:
        return f"{Metric(self.metric).label} {self.minutes} min"
