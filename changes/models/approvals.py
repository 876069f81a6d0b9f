from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Named, User


class Board(Named):
    """Who judges changes of one sort (ITIL: change advisory board)."""

    sort = models.CharField(_("judges"), max_length=10, unique=True)
    members = models.ManyToManyField(
        User, related_name="change_boards", blank=True, verbose_name=_("members")
    )
    quorum = models.PositiveSmallIntegerField(
        _("quorum"), default=2, help_text=_("So many must agree. Fewer members than that: all of them.")
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        verbose_name = _("board")
        verbose_name_plural = _("boards")


class Delegation(models.Model):
    """Somebody votes for a member who is away."""

    member = models.ForeignKey(User, models.CASCADE, related_name="delegations", verbose_name=_("member"))
    delegate = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("delegate"))
    from_on = models.DateField(_("first day"))
    until_on = models.DateField(_("last day"))

    class Meta:
        ordering: ClassVar[list[str]] = ["-from_on"]
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="delegation_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(member=F("delegate")), name="nobody_is_his_own_delegate"),
        ]

    def __str__(self) -> str:
        return f"{self.member} → {self.delegate}"


class Approval(models.Model):
    """One seat in one round of votes. `by` is who gave the vote: the member, or his delegate of that day."""

    class Vote(models.TextChoices):
        YES = "yes", _("agrees")
        NO = "no", _("refuses")

    change = models.ForeignKey(
        "changes.Change", models.PROTECT, related_name="approvals", verbose_name=_("change"), db_index=False
    )
    round = models.PositiveSmallIntegerField(_("round"))
    member = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("member"))
    vote = models.CharField(_("vote"), max_length=3, choices=Vote.choices, blank=True)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("voted by")
    )
    note = models.TextField(_("note"), blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    voted_at = models.DateTimeField(_("voted"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-round", "id"]
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["change", "round", "member"], name="one_seat_per_member_and_round"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.vote}"
