"""A surge: many reports of one thing in a short time; the rules it is found by; what is usual at which hour."""

from datetime import timedelta
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cmdb.models import Service
from emergency.surge_lifecycle import SurgeLife
from incidents.models import Symptom
from records.models import Record


class Watched(models.TextChoices):
    """What reports are gathered by."""

    SERVICE = "service", _("service")
    ITEM = "item", _("configuration item")
    SYMPTOM = "symptom", _("symptom")


class Surge(SurgeLife, Record):
    """Calls and incidents on one service, item or symptom that reached a limit, or left what is usual at this hour."""

    watched = models.CharField(
        _("gathered by"), max_length=10, choices=Watched.choices, default=Watched.SERVICE, editable=False
    )
    symptom = models.ForeignKey(
        Symptom,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="surges",
        verbose_name=_("symptom"),
        editable=False,
    )
    limit = models.PositiveIntegerField(pgettext_lazy("a number of reports", "limit"), editable=False)
    window_minutes = models.PositiveIntegerField(_("window in minutes"), editable=False)
    # The subject and whether it runs, as the database guards them: once per storm, whoever looks.
    subject = models.CharField(max_length=40, editable=False)
    is_running = models.BooleanField(default=True, editable=False)

    began_at = models.DateTimeField(_("began"), editable=False)
    warned_at = models.DateTimeField(_("early warning"), null=True, blank=True, editable=False)
    reached_at = models.DateTimeField(_("limit reached"), null=True, blank=True, editable=False)
    last_at = models.DateTimeField(_("last report"), editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    usual = models.FloatField(_("usual within the window"), null=True, blank=True, editable=False)
    reports = models.PositiveIntegerField(_("reports"), default=0, editable=False)
    peak = models.PositiveIntegerField(_("most within the window"), default=0, editable=False)
    peak_at = models.DateTimeField(_("at its height"), null=True, blank=True, editable=False)
    attaches_to = models.ForeignKey(
        Record,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="surges",
        verbose_name=_("callers are attached to"),
        editable=False,
    )

    class Meta:
        verbose_name = _("surge")
        verbose_name_plural = _("surges")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject", "-began_at"], name="surge_subject_newest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subject"], condition=models.Q(is_running=True), name="one_running_surge_per_subject"
            )
        ]

    @property
    def window(self) -> timedelta:
        return timedelta(minutes=self.window_minutes)

    @property
    def about(self) -> Any:
        """The service, item or symptom."""
        return getattr(self, self.watched)

    @property
    def standing(self) -> str:
        told = {"reports": self.reports, "subject": self.about}
        return _now("%(reports)s reports on %(subject)s") % told


class SurgeRule(models.Model):
    """From how many reports within how many minutes on it is a surge. Without a service: for all that have no rule."""

    watched = models.CharField(
        _("gathered by"), max_length=10, choices=Watched.choices, default=Watched.SERVICE
    )
    service = models.ForeignKey(
        Service,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="surge_rules",
        verbose_name=_("service"),
        help_text=_("Empty: for every one that has no rule of its own."),
    )
    reports = models.PositiveIntegerField(
        _("reports"), default=20, validators=[MinValueValidator(2), MaxValueValidator(10_000)]
    )
    minutes = models.PositiveIntegerField(
        _("within minutes"), default=30, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    warns = models.BooleanField(
        _("warns early"),
        default=True,
        help_text=_(
            "As soon as more came in than is usual at this hour of the week, before the limit is reached."
        ),
    )
    odds = models.PositiveIntegerField(
        _("early warning at odds of one in"),
        default=10_000,
        validators=[MinValueValidator(100), MaxValueValidator(1_000_000_000)],
        help_text=_("How improbable so many reports must be at this hour of the week."),
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["watched", "service__name", "pk"]
        verbose_name = _("surge rule")
        verbose_name_plural = _("surge rules")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["watched", "service"],
                nulls_distinct=False,
                name="one_surge_rule_each",
                violation_error_message=_("There is a rule for this already: change that one."),
            ),
            models.CheckConstraint(
                condition=models.Q(service__isnull=True) | models.Q(watched="service"),
                name="surge_rule_of_a_service",
                violation_error_message=_(
                    "A rule of one service gathers by service: leave the service empty."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.service) if self.service_id else str(_("all services, items or symptoms"))

    @property
    def window(self) -> timedelta:
        return timedelta(minutes=self.minutes)


class UsualWeek(models.Model):
    """How many reports an hour of the week brings to a service, as learned from the past weeks."""

    service = models.OneToOneField(
        Service, models.CASCADE, related_name="usual_week", verbose_name=_("service")
    )
    # 168 numbers: reports per hour, from Monday 00:00 of the desk's own time on.
    rates = models.JSONField(_("reports an hour"))
    # Variance = mean + mean² × this; 0 is Poisson.
    spread = models.FloatField(_("spread"), default=0)
    weeks = models.PositiveIntegerField(_("weeks learned from"))
    learned_at = models.DateTimeField(_("learned"))

    class Meta:
        verbose_name = _("usual week")
        verbose_name_plural = _("usual weeks")

    def __str__(self) -> str:
        return str(self.service)


class Lookout(models.Model):
    """The one row that the watch holds while it looks, so that two workers never look at once."""

    looked_at = models.DateTimeField(_("looked"), null=True)

    class Meta:
        verbose_name = _("lookout")
        verbose_name_plural = _("lookouts")

    def __str__(self) -> str:
        return f"{self.looked_at}"
