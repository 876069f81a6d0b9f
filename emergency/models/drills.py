"""Drills: the same as an emergency, with calls that nobody made."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emergency.models.plans import PlanVersion
from people.models import Customer, User


class Drill(models.Model):
    """One exercise of a plan. Its calls are drawn with a seed, so that it can be held again."""

    version = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="drills", verbose_name=_("version of the plan")
    )
    seed = models.BigIntegerField(_("seed"))
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("started by"))
    started_at = models.DateTimeField(_("started"), default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        verbose_name = _("drill")
        verbose_name_plural = _("drills")

    def __str__(self) -> str:
        return f"{self.version} {timezone.localtime(self.started_at):%Y-%m-%d %H:%M}"


class DrillCall(models.Model):
    """A call of a drill: it counts for the drill alone, and stands in no list of calls."""

    drill = models.ForeignKey(Drill, models.CASCADE, related_name="calls", verbose_name=_("drill"))
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, related_name="+", verbose_name=_("customer")
    )
    started_at = models.DateTimeField(_("started"))

    class Meta:
        ordering: ClassVar[list[str]] = ["started_at", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["drill", "started_at"], name="drill_call_started")
        ]
        verbose_name = _("call of a drill")
        verbose_name_plural = _("calls of drills")

    def __str__(self) -> str:
        return f"{self.drill_id} {self.started_at:%H:%M:%S}"
