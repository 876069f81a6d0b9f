"""The emergency itself."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from emergency.lifecycle import EmergencyLife
from emergency.models.drills import Drill
from emergency.models.plans import Plan, PlanVersion
from incidents.models import ClosureCode, Incident
from outreach.models import Campaign
from people.models import Role, User
from records.models import Record
from records.models.reference import Level


class Emergency(EmergencyLife, Record):
    """A plan that is put into action: proposed with its evidence, signed, manned, contained, verified, ended."""

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="emergencies", editable=False, verbose_name=_("emergency plan")
    )
    plan_version = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="emergencies", verbose_name=_("version of the plan")
    )
    drill = models.OneToOneField(
        Drill, models.PROTECT, null=True, blank=True, related_name="emergency", editable=False,
        verbose_name=_("drill"),
    )  # fmt: skip
    # As the database guards it: of each plan at most one emergency runs, and at most one drill.
    is_running = models.BooleanField(_("running"), default=True, editable=False)
    is_drill = models.BooleanField(_("is a drill"), default=False, editable=False)

    first_call_at = models.DateTimeField(_("first call"), null=True, blank=True, editable=False)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("proposed by"),
    )  # fmt: skip
    proposed_at = models.DateTimeField(_("proposed"), null=True, blank=True, editable=False)
    signature_rounds = models.PositiveSmallIntegerField(
        _("times the time to sign ran out"), default=0, editable=False
    )
    signed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("signed by"),
    )
    signed_at = models.DateTimeField(_("in force since"), null=True, blank=True, editable=False)
    is_unsigned = models.BooleanField(_("came into force unsigned"), default=False, editable=False)
    signature = models.CharField(_("fingerprint"), max_length=64, blank=True, editable=False)
    manned_at = models.DateTimeField(_("manned"), null=True, blank=True, editable=False)
    caller_line = models.TextField(_("what to tell callers"), blank=True, editable=False)

    cause = models.TextField(_("cause"), blank=True, editable=False)
    solution = models.TextField(_("solution"), blank=True, editable=False)
    closure_code = models.ForeignKey(
        ClosureCode, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("closure code"),
    )  # fmt: skip
    contained_at = models.DateTimeField(_("contained"), null=True, blank=True, editable=False)
    quiet_since = models.DateTimeField(_("quiet since"), null=True, blank=True, editable=False)
    quiet_reached_at = models.DateTimeField(_("quiet time reached"), null=True, blank=True, editable=False)
    quiet_restarts = models.PositiveIntegerField(
        _("times the quiet time began anew"), default=0, editable=False
    )
    sample_campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("sampled call-back"),
    )  # fmt: skip
    sample_seed = models.CharField(_("seed of the sample"), max_length=64, blank=True, editable=False)
    sampled_at = models.DateTimeField(_("sample drawn"), null=True, blank=True, editable=False)
    verified_at = models.DateTimeField(_("sample answered"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    overruled_reason = models.TextField(_("why it ended before its time"), blank=True, editable=False)
    reversions = models.PositiveIntegerField(_("times the fault came back"), default=0, editable=False)

    class Meta:
        verbose_name = _("emergency")
        verbose_name_plural = _("emergencies")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["plan", "is_drill"],
                condition=models.Q(is_running=True),
                name="one_emergency_runs_per_plan",
                violation_error_message=_("An emergency of this plan is running already: open that one."),
            )
        ]

    def searched_text(self) -> str:
        return " ".join([super().searched_text(), self.cause, self.solution])

    def clean_fields(self, exclude: Any = None) -> None:
        """Registering takes over from the plan what it is about; only a version in force can be proposed."""
        if self._state.adding and self.plan_version_id:
            self._take_from_plan()
        super().clean_fields(exclude=exclude)

    def _take_from_plan(self) -> None:
        # Locked: of two who propose at once the second one sees the first one's emergency.
        plan = Plan.objects.select_for_update(of=("self",)).get(pk=self.plan_version.plan_id)
        if plan.in_force != self.plan_version:
            raise ValidationError({"plan_version": _now("Only the signed version in force can be proposed.")})
        # The manager is inherited, and django-stubs reads it as that of Record.
        rows: Any = type(self)._default_manager
        running = rows.filter(plan=plan, is_drill=self.is_drill, is_running=True).first()
        if running is not None:
            told = {"number": running.number}
            raise ValidationError(
                {"plan_version": _now("%(number)s of this plan is running: open that one.") % told}
            )
        self.plan, self.service = plan, plan.service
        self.impact = self.urgency = Level.HIGHEST
        title = self.title or plan.label
        self.title = (_now("DRILL: %(title)s") % {"title": title} if self.is_drill else title)[:250]

    @property
    def standing(self) -> str:
        return _now("drill, not real") if self.is_drill else ""

    @property
    def signer_roles(self) -> list[Role]:
        """Who may sign it now: the signer, and once his time is over also the next one."""
        version = self.plan_version
        following = version.next_signer_role if self.signature_rounds else None
        return [role for role in (version.signer_role, following) if role is not None]

    @property
    def evidence(self) -> "Evidence | None":
        """What counts: that of the proposal, before it that of the preparation."""
        return self.evidence_taken.order_by("-pk").first()


class Evidence(models.Model):
    """Each criterion with its figure at one moment, and the reports that were counted. The database keeps it as it is.

    `criteria` are rows of measure, least, figure, of, is_met; `calls` and `incidents` are keys.
    """

    emergency = models.ForeignKey(
        Emergency, models.PROTECT, related_name="evidence_taken", verbose_name=_("emergency")
    )
    taken_at = models.DateTimeField(_("taken"))
    since = models.DateTimeField(_("counted from"))
    first_at = models.DateTimeField(_("first report"), null=True)
    criteria = models.JSONField(_("criteria"), default=list)
    calls = models.JSONField(_("calls"), default=list)
    incidents = models.JSONField(_("incidents"), default=list)
    customers = models.JSONField(_("customers"), default=list)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return f"{self.emergency_id} {timezone.localtime(self.taken_at):%Y-%m-%d %H:%M}"


class AttachedIncident(models.Model):
    """An incident that belongs to an emergency; `settled_at` once it was resolved together with it."""

    emergency = models.ForeignKey(
        Emergency, models.PROTECT, related_name="attached", verbose_name=_("emergency")
    )
    incident = models.OneToOneField(
        Incident, models.PROTECT, related_name="emergency_attachment", verbose_name=_("incident")
    )
    attached_at = models.DateTimeField(_("attached"))
    attached_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("attached by"))
    is_matching = models.BooleanField(_("found by itself"), default=False)
    told_at = models.DateTimeField(_("told in its journal"), null=True, blank=True)
    settled_at = models.DateTimeField(_("resolved together"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["emergency", "id"], name="attached_untold", condition=models.Q(told_at__isnull=True)
            ),
            models.Index(
                fields=["emergency", "id"],
                name="attached_unsettled",
                condition=models.Q(settled_at__isnull=True),
            ),
        ]
        verbose_name = _("attached incident")
        verbose_name_plural = _("attached incidents")

    def __str__(self) -> str:
        return f"{self.incident_id} in {self.emergency_id}"


class Check(models.Model):
    """One line of the plan's check-list, as it stands in this emergency."""

    emergency = models.ForeignKey(
        Emergency, models.CASCADE, related_name="checks", verbose_name=_("emergency")
    )
    position = models.PositiveSmallIntegerField(default=0)
    what = models.CharField(_("what is checked"), max_length=500)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    done_at = models.DateTimeField(_("checked"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]
        verbose_name = _("line of the check-list")
        verbose_name_plural = _("check-list")

    def __str__(self) -> str:
        return self.what
