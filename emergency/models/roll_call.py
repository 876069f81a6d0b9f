"""Who is called into an emergency, and a drill's call-backs."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emergency.models.emergencies import Emergency
from people.models import Customer, DutyPost, Role, User
from people.models.names import in_readers_language
from records.models import FollowUp
from visits.models import Visit


class Called(models.Model):
    """One line of the roll-call: a post or a role, who fills it and why, his task, his way, whether he answered.

    `user` is None where nobody was found. `next_at` is when somebody has to be reminded or replaced.
    """

    emergency = models.ForeignKey(
        Emergency, models.PROTECT, related_name="called", verbose_name=_("emergency")
    )
    post = models.ForeignKey(
        DutyPost, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("duty post")
    )
    role = models.ForeignKey(
        Role, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("role")
    )
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    holder = models.CharField(_("holder"), max_length=10, blank=True, help_text="shift, A, B")
    # Language → sentences, so that each reader has them in his own.
    reasons = models.JSONField(_("why this person"), default=dict, blank=True)
    task = models.CharField(_("task"), max_length=500, blank=True)
    minutes = models.PositiveIntegerField(_("to be done within minutes"), default=30)
    is_sent = models.BooleanField(_("drives there"), default=False)
    is_told_at_end = models.BooleanField(_("gets the mail at the end"), default=False)
    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("follow-up")
    )
    called_at = models.DateTimeField(_("called"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    stands_in_for = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="substitute",
        verbose_name=_("stands in for"),
    )
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("visit")
    )
    handed_on = models.ForeignKey(
        Visit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("visit that he handed on"),
    )
    kept_by = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("visit that nobody could take over"),
    )  # fmt: skip
    expected_at = models.DateTimeField(_("expected at"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_at"], name="called_next", condition=models.Q(next_at__isnull=False))
        ]
        verbose_name = _("line of the roll-call")
        verbose_name_plural = _("roll-call")

    def __str__(self) -> str:
        return f"{self.post or self.role}: {self.user or '–'}"

    @property
    def what(self) -> str:
        """The post, or the role, in the reader's language."""
        return str(self.post or self.role or "")

    @property
    def reasons_read(self) -> list[str]:
        """The reasons in the reader's language."""
        told = self.reasons
        english = told.get("en", [])
        found: Any = in_readers_language(english, told.get("zh-hans", english), told.get("zh-hant", english))
        return list(found)

    @property
    def is_replaced(self) -> bool:
        return hasattr(self, "substitute")

    @property
    def eta_at(self) -> object:
        """When he arrives: as he says himself, before that as was reckoned when he was sent."""
        return (self.visit.eta_at if self.visit is not None else None) or self.expected_at

    @property
    def arrived_at(self) -> object:
        return self.visit.arrived_at if self.visit is not None else None


class DrillCallBack(models.Model):
    """One customer of a drill's sample, and the outcome that was played. Nobody is called."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("to be called")
        RECOVERED = "recovered", _("back to normal")
        DISTURBED = "disturbed", _("not back to normal")
        UNREACHED = "unreached", _("not reached")

    emergency = models.ForeignKey(
        Emergency, models.PROTECT, related_name="call_backs", verbose_name=_("emergency")
    )
    round = models.PositiveSmallIntegerField(
        _("round"), default=0, help_text=_("How often the fault had come back.")
    )
    position = models.PositiveIntegerField(_("position in the draw"))
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    note = models.CharField(_("note"), max_length=500, blank=True)
    called_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("called by")
    )
    called_at = models.DateTimeField(_("called"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["round", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["emergency", "round", "position"], name="one_call_back_per_position"
            )
        ]
        verbose_name = _("call-back of a drill")
        verbose_name_plural = _("call-backs of drills")

    def __str__(self) -> str:
        return f"{self.customer}: {self.get_outcome_display()}"
