"""Emergency plans: what counts as one, who decides, who comes and what each has to do. Versions, signed one by one."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cmdb.models import Service
from people.models import DutyPost, Named, Role, Site, Skill, User

AT_LEAST_ONE = [MinValueValidator(1)]
CRITERIA = ("least_calls", "least_customers", "least_share", "least_criticality")


class Plan(Named):
    """The plan for one service. What it says stands in its versions; the newest signed one is in force."""

    service = models.OneToOneField(
        Service, models.PROTECT, related_name="emergency_plan", verbose_name=_("service")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "pk"]
        verbose_name = _("emergency plan")
        verbose_name_plural = _("emergency plans")

    @property
    def in_force(self) -> "PlanVersion | None":
        """The newest signed version; None before the first signature, and while the plan is out of use."""
        if not self.is_active:
            return None
        return self.versions.filter(signed_at__isnull=False).order_by("-number").first()

    @property
    def draft(self) -> "PlanVersion | None":
        """The version that waits for its signature."""
        return self.versions.filter(signed_at__isnull=True).first()


class PlanVersion(models.Model):
    """One wording of a plan. Once signed, the database refuses to change it or what belongs to it.

    Of the criteria those that have a figure count, and all of them must be met; minutes are wall time.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions", verbose_name=_("plan"))
    number = models.PositiveIntegerField(_("version"), editable=False)
    change_note = models.CharField(_("what is new"), max_length=500, blank=True)

    window_minutes = models.PositiveIntegerField(
        _("counted within minutes"), default=30, validators=AT_LEAST_ONE
    )
    least_calls = models.PositiveIntegerField(
        _("calls, at least"), null=True, blank=True, default=20, validators=AT_LEAST_ONE
    )
    least_customers = models.PositiveIntegerField(
        _("different customers, at least"), null=True, blank=True, validators=AT_LEAST_ONE
    )
    least_share = models.PositiveIntegerField(
        _("share of the service's customers, at least"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Per cent."),
    )
    least_criticality = models.PositiveSmallIntegerField(
        _("criticality of the service, at least"), choices=Service.Criticality.choices, null=True, blank=True
    )

    proposer_role = models.ForeignKey(
        Role, models.PROTECT, related_name="+", verbose_name=_("who proposes it")
    )
    signer_role = models.ForeignKey(Role, models.PROTECT, related_name="+", verbose_name=_("who signs it"))
    signature_minutes = models.PositiveIntegerField(
        _("minutes to sign"), default=10, validators=AT_LEAST_ONE, help_text=_("Then it goes up.")
    )
    next_signer_role = models.ForeignKey(
        Role, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("to whom it then goes")
    )
    may_start_unsigned = models.BooleanField(
        _("comes into force unsigned"),
        default=False,
        help_text=_("Where nobody signed in the time of both."),
    )
    acknowledge_minutes = models.PositiveIntegerField(
        _("minutes to answer the roll-call"),
        default=5,
        validators=AT_LEAST_ONE,
        help_text=_("Then a reminder; after as many again somebody else is called."),
    )
    site = models.ForeignKey(
        Site,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("where the posts come to"),
    )
    skill = models.ForeignKey(
        Skill, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("skill needed there")
    )
    caller_line = models.TextField(_("what to tell callers"), blank=True)
    checklist = models.TextField(_("check-list"), blank=True, help_text=_("One thing to check on each line."))
    quiet_minutes = models.PositiveIntegerField(
        _("quiet minutes before the end"), default=30, validators=AT_LEAST_ONE
    )
    sample_size = models.PositiveIntegerField(
        _("customers called back"), default=10, help_text=_("Drawn at random from those affected.")
    )
    recovery_percent = models.PositiveIntegerField(
        _("of these back to normal, at least"),
        default=100,
        validators=[MaxValueValidator(100)],
        help_text=_("Per cent."),
    )

    drafted_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False, verbose_name=_("written by")
    )
    drafted_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    signed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("signed by"),
    )
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True, editable=False)
    digest = models.CharField(_("fingerprint"), max_length=64, blank=True, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["plan", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_plan_version_per_number"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=models.Q(signed_at__isnull=True),
                name="one_draft_per_plan",
                violation_error_message=_("This plan has a draft already: change that one."),
            ),
        ]
        verbose_name = _("version of a plan")
        verbose_name_plural = _("versions of plans")

    def __str__(self) -> str:
        return _now("%(plan)s, version %(number)s") % {"plan": self.plan, "number": self.number}

    def clean(self) -> None:
        if all(getattr(self, name) is None for name in CRITERIA):
            raise ValidationError({"least_calls": _("Give at least one criterion a figure.")})

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    @property
    def checks(self) -> list[str]:
        """The lines of the check-list."""
        return [line.strip() for line in self.checklist.splitlines() if line.strip()]

    @property
    def service(self) -> Service:
        return self.plan.service

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """What its writer decides, in the order in which it is asked."""
        return tuple(
            field.name for field in cls._meta.fields if field.editable and field.name not in ("id", "plan")
        )

    def copied(self) -> dict[str, Any]:
        """The columns as values for a next version."""
        return {name: getattr(self, name) for name in self.columns()}

    @classmethod
    def in_force_now(cls) -> "models.QuerySet[PlanVersion]":
        """Of each plan in use, the version that counts. One query."""
        signed = PlanVersion.objects.filter(signed_at__isnull=False, plan__is_active=True)
        newest = signed.order_by("plan_id", "-number").distinct("plan_id")
        return PlanVersion.objects.filter(pk__in=newest.values("pk")).select_related(
            "plan__service", "proposer_role", "signer_role", "next_signer_role", "site", "skill"
        )


class PlanPost(models.Model):
    """A duty post that somebody must fill when the plan comes into force."""

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="posts", verbose_name=_("version"))
    post = models.ForeignKey(DutyPost, models.PROTECT, related_name="+", verbose_name=_("duty post"))
    position = models.PositiveSmallIntegerField(default=0)
    task = models.CharField(_("task"), max_length=500, blank=True)
    minutes = models.PositiveIntegerField(_("to be done within minutes"), default=60, validators=AT_LEAST_ONE)
    is_sent = models.BooleanField(_("drives to the place named above"), default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "post"], name="one_line_per_plan_post")
        ]
        verbose_name = _("post of a plan")
        verbose_name_plural = _("posts of plans")

    def __str__(self) -> str:
        return str(self.post)


class PlanDuty(models.Model):
    """A role that is told when the plan comes into force, and what it then has to do."""

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="duties", verbose_name=_("version"))
    role = models.ForeignKey(Role, models.PROTECT, related_name="+", verbose_name=_("role"))
    position = models.PositiveSmallIntegerField(default=0)
    task = models.CharField(_("task"), max_length=500)
    minutes = models.PositiveIntegerField(_("to be done within minutes"), default=30, validators=AT_LEAST_ONE)
    is_told_at_end = models.BooleanField(_("gets the mail at the end"), default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]
        verbose_name = _("duty of a plan")
        verbose_name_plural = _("duties of plans")

    def __str__(self) -> str:
        return f"{self.role}: {self.task}"
