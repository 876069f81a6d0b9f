from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calls.models import Call
from cmdb.models import ConfigurationItem
from complaints.models import Complaint
from incidents.models import Incident
from outreach.models.campaign import Campaign
from people.models import Contact, Customer, User
from records.models import Record
from sla.models import Calendar


class CallTask(models.Model):
    """One person of a campaign's audience, as it was frozen: why he is on it, and what became of calling him."""

    class Fate(models.TextChoices):
        WAITING = "waiting", _("to be called")
        REACHED = "reached", _("reached")
        BROKEN = "broken", _("reached, still broken")
        REFUSED = "refused", _("does not want calls")
        WRONG_NUMBER = "wrong_number", _("wrong number")
        EXHAUSTED = "exhausted", _("not reached in all attempts")
        DO_NOT_CALL = "do_not_call", pgettext_lazy("a person of a campaign", "not to be called")
        NO_NUMBER = "no_number", _("no number is known")
        NOT_DRAWN = "not_drawn", _("not drawn")

    SPOKEN_TO = (Fate.REACHED, Fate.BROKEN)

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="tasks", verbose_name=_("campaign"), db_index=False
    )
    position = models.PositiveIntegerField(_("position"), help_text=_("In a sample, the order of the draw."))
    # What the draw orders by: the customer's code, and the contact's key where several of one customer are called.
    key = models.CharField(_("key of the draw"), max_length=80)
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, related_name="call_tasks", verbose_name=_("contact")
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="call_tasks", verbose_name=_("customer"), db_index=False
    )
    item = models.ForeignKey(
        ConfigurationItem, models.SET_NULL, null=True, related_name="+", verbose_name=_("configuration item"),
        db_index=False,
    )  # fmt: skip
    # What he reported, where that is why he is on it: "still broken" opens it again.
    incident = models.ForeignKey(
        Record, models.PROTECT, null=True, related_name="+", verbose_name=_("incident"), db_index=False
    )
    calendar = models.ForeignKey(
        Calendar, models.SET_NULL, null=True, related_name="+", verbose_name=_("calendar"), db_index=False
    )
    # [{"code": …, what its sentence names}], see `outreach.reasons`.
    reasons = models.JSONField(_("why he is called"), default=list)
    segment = models.CharField(_("segment"), max_length=200, blank=True)
    fate = models.CharField(_("what became of it"), max_length=12, choices=Fate.choices, default=Fate.WAITING)
    tries = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("not before"), null=True, blank=True)
    is_promised = models.BooleanField(_("a call at this time was promised"), default=False)
    leased_to = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("called by"), db_index=False
    )
    leased_until = models.DateTimeField(_("held until"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]
        verbose_name = _("person to be called")
        verbose_name_plural = _("people to be called")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "key"], name="once_on_a_campaign")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["campaign", "position"], name="calltask_in_order"),
            models.Index(
                "campaign", F("next_at").asc(nulls_last=True), "position", name="calltask_waiting",
                condition=Q(fate="waiting"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.key}"

    def is_held_by_another(self, user: User, now: Any) -> bool:
        return bool(
            self.leased_to_id
            and self.leased_to_id != user.pk
            and self.leased_until
            and self.leased_until > now
        )


class Attempt(models.Model):
    """One call to somebody on a campaign, and how it ended."""

    class Outcome(models.TextChoices):
        REACHED = "reached", _("reached")
        NO_ANSWER = "no_answer", _("no answer")
        BUSY = "busy", pgettext_lazy("a telephone", "busy")
        WRONG_NUMBER = "wrong_number", _("wrong number")
        LATER = "later", _("call later")
        REFUSED = "refused", _("do not call")
        BROKEN = "broken", _("still broken")

    task = models.ForeignKey(
        CallTask, models.PROTECT, related_name="attempts", verbose_name=_("person to be called")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"), db_index=False)
    at = models.DateTimeField(_("at"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)
    note = models.TextField(_("note"), blank=True)
    call = models.OneToOneField(Call, models.PROTECT, related_name="attempt", verbose_name=_("call"))
    incident = models.ForeignKey(
        Incident,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("taken up again in"),
        db_index=False,
    )
    # Shown to whoever sees that complaint; nobody else learns that there is one.
    complaint = models.ForeignKey(
        Complaint, models.PROTECT, null=True, related_name="+", verbose_name=_("complaint"), db_index=False
    )
    key = models.CharField(
        max_length=64, blank=True, help_text=_("Sent twice with the same key, noted once.")
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["by", "key"], condition=~Q(key=""), name="one_attempt_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.outcome}"
