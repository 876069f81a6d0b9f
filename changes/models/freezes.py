from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cmdb.models import Service
from people.models import Customer, Named


class FreezeWindow(Named):
    """A time in which nothing is changed but in an emergency. Without service and customer it holds for all."""

    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    service = models.ForeignKey(
        Service, models.CASCADE, null=True, blank=True, related_name="freezes", verbose_name=_("service")
    )
    customer = models.ForeignKey(
        Customer, models.CASCADE, null=True, blank=True, related_name="freezes", verbose_name=_("customer")
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-starts_at"]
        verbose_name = _("freeze window")
        verbose_name_plural = _("freeze windows")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="freeze_ends_after_start",
                violation_error_message=_("It ends before it starts: give a later end."),
            )
        ]
