from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cmdb.models import Service


class HaltRule(models.Model):
    """When a roll-out stops by itself. Without a service it holds for every service that has no rule of its own."""

    service = models.OneToOneField(
        Service,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="halt_rule",
        verbose_name=_("service"),
        help_text=_("Empty: for every service that has no rule of its own."),
    )
    percent = models.PositiveSmallIntegerField(
        _("halts at, in per cent"),
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Customers that reported, of those that have the release."),
    )
    least_reports = models.PositiveSmallIntegerField(
        _("but not before so many customers reported"), default=3, validators=[MinValueValidator(1)]
    )
    watched_days = models.PositiveSmallIntegerField(
        _("days after a deployment in which a report counts"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["service__name", "pk"]
        verbose_name = _("halt rule")
        verbose_name_plural = _("halt rules")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(service__isnull=True),
                name="one_general_halt_rule",
                violation_error_message=_("There is a rule for all services already: change that one."),
            )
        ]

    def __str__(self) -> str:
        return str(self.service) if self.service_id else str(_("all services"))

    @classmethod
    def of(cls, service_id: int | None) -> "HaltRule":
        """The service's own rule, else the general one, else the defaults of its columns."""
        found = cls.objects.filter(models.Q(service=service_id) | models.Q(service=None))
        return found.order_by(models.F("service").asc(nulls_last=True)).first() or cls()
