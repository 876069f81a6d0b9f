"""What complaints are classed and timed by: data, laid down once and the desk's own from then on."""

from datetime import timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Named

LONGEST_HOURS = 24 * 90


class Cause(Named):
    """What brought a customer to complain, once it is known: a class to count by."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        verbose_name = _("cause of complaints")
        verbose_name_plural = _("causes of complaints")


class Limit(models.Model):
    """How long a complaint may take, in hours of wall time from its receipt."""

    class What(models.TextChoices):
        ACKNOWLEDGE = "acknowledge", _("acknowledged to the customer")
        WARN = "warn", _("owner and supervisor are warned")
        DIRECTOR = "director", _("goes to the director by itself")

    # The plan of the house: a day, five days, a week.
    DEFAULT_HOURS: ClassVar[dict[str, int]] = {What.ACKNOWLEDGE: 24, What.WARN: 5 * 24, What.DIRECTOR: 7 * 24}

    what = models.CharField(_("what happens"), max_length=20, choices=What.choices, unique=True)
    hours = models.PositiveIntegerField(
        _("hours after receipt"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST_HOURS)]
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["hours"]
        verbose_name = _("limit of complaints")
        verbose_name_plural = _("limits of complaints")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(hours__range=(1, LONGEST_HOURS)),
                name="complaint_limit_is_an_hour_at_least",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.hours} h"

    def clean(self) -> None:
        times = hours_by_limit() | {self.what: self.hours}
        if self.hours and times[self.What.WARN] >= times[self.What.DIRECTOR]:
            raise ValidationError({"hours": _("The warning must come before the director is told.")})


def hours_by_limit() -> dict[str, int]:
    """Every limit in hours; the plan of the house where a row is missing."""
    rows: Any = Limit.objects.values_list("what", "hours")
    return {str(what): hours for what, hours in Limit.DEFAULT_HOURS.items()} | dict(rows)


def time_until(what: str) -> timedelta:
    return timedelta(hours=hours_by_limit()[what])
