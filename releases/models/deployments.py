from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.models import Incident
from people.models import Customer, User


class Deployment(models.Model):
    """One customer and one release. Noted by the release's step, so that its journal tells of each."""

    class Status(models.TextChoices):
        PENDING = "pending", pgettext_lazy("a deployment", "pending")
        DEPLOYED = "deployed", _("deployed")
        FAULTY = "faulty", _("faulty")
        VERIFIED = "verified", pgettext_lazy("a deployment", "verified")
        REVERTED = "reverted", _("reverted")

    release = models.ForeignKey(
        "releases.Release",
        models.PROTECT,
        related_name="deployments",
        verbose_name=_("release"),
        db_index=False,
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="deployments", verbose_name=_("customer"), db_index=False
    )
    is_pilot = models.BooleanField(_("in the pilot group"), default=False)
    status = models.CharField(_("deployment"), max_length=10, choices=Status.choices, default=Status.PENDING)
    deployed_at = models.DateTimeField(_("deployed"), null=True, blank=True)
    faulty_at = models.DateTimeField(_("found faulty"), null=True, blank=True)
    verified_at = models.DateTimeField(pgettext_lazy("a deployment", "verified"), null=True, blank=True)
    reverted_at = models.DateTimeField(_("reverted"), null=True, blank=True)
    noted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("noted by"), db_index=False
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["release", "customer"]
        verbose_name = _("deployment")
        verbose_name_plural = _("deployments")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["release", "customer"], name="one_deployment_per_customer"),
            models.CheckConstraint(
                condition=Q(status="pending") | Q(deployed_at__isnull=False), name="deployed_has_its_time"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                "customer",
                F("deployed_at").desc(),
                name="deployment_recent",
                condition=Q(deployed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.customer_id} {self.status}"


class Acquittal(models.Model):
    """Somebody looked and says: this incident is not the release's doing. It no longer counts as reported."""

    release = models.ForeignKey(
        "releases.Release",
        models.PROTECT,
        related_name="acquittals",
        verbose_name=_("release"),
        db_index=False,
    )
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="+", verbose_name=_("incident"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"), db_index=False)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        verbose_name = _("acquittal")
        verbose_name_plural = _("acquittals")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["release", "incident"], name="one_acquittal_per_incident")
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.incident_id}"
