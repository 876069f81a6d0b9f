"""Shifts, leave and swaps. What may not overlap is refused by the database itself."""

from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models.constraints import Deferrable
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import DutyPost, User
from roster.models.duty import ShiftPattern

# A range of one key: GiST compares ranges without the btree_gist extension, which not every server has.
SAME_PERSON: Any = (
    models.Func(
        models.F("user"),
        models.F("user"),
        models.Value("[]"),
        function="int8range",
        output_field=BigIntegerRangeField(),
    ),
    RangeOperators.OVERLAPS,
)
SAME_TIME: Any = (
    models.Func(
        models.F("starts_at"), models.F("ends_at"), function="tstzrange", output_field=DateTimeRangeField()
    ),
    RangeOperators.OVERLAPS,
)


class Span(models.Model):
    """Something of one person from a moment up to, but not including, another."""

    user = models.ForeignKey(User, models.CASCADE, related_name="%(class)ss", verbose_name=_("person"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        abstract = True


class Shift(Span):
    """One person at work. At a post, he fills it before its holders A and B."""

    post = models.ForeignKey(
        DutyPost, models.PROTECT, null=True, blank=True, related_name="shifts", verbose_name=_("duty post")
    )
    pattern = models.ForeignKey(
        ShiftPattern, models.PROTECT, null=True, blank=True, related_name="shifts", verbose_name=_("pattern")
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["starts_at", "ends_at"], name="shift_span"),
            models.Index(fields=["user", "ends_at"], name="shift_of_person"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="shift_ends_after_it_begins",
                violation_error_message=_("It ends before it begins: give a later end."),
            ),
            # Checked at the end of a statement, so that two people exchange shifts of the same hours by one.
            ExclusionConstraint(
                name="one_shift_at_a_time",
                expressions=[SAME_PERSON, SAME_TIME],
                deferrable=Deferrable.IMMEDIATE,
            ),
        ]
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")

    def __str__(self) -> str:
        return f"{self.user} {timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"


class Leave(Span):
    """One person away."""

    class Sort(models.TextChoices):
        HOLIDAY = "holiday", _("holiday")
        ILLNESS = "illness", _("illness")
        TRAINING = "training", _("training")
        OTHER = "other", _("other reasons")

    sort = models.CharField(_("reason"), max_length=10, choices=Sort.choices, default=Sort.HOLIDAY)

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["starts_at", "ends_at"], name="leave_span"),
            models.Index(fields=["user", "ends_at"], name="leave_of_person"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="leave_ends_after_it_begins",
                violation_error_message=_("It ends before it begins: give a later end."),
            ),
            ExclusionConstraint(
                name="one_leave_at_a_time",
                expressions=[SAME_PERSON, SAME_TIME],
                violation_error_message=_("This person is on leave then already: change that leave."),
            ),
        ]
        verbose_name = _("leave")
        verbose_name_plural = _("leave")

    def __str__(self) -> str:
        return f"{self.user} {timezone.localtime(self.starts_at):%Y-%m-%d}"


class Swap(models.Model):
    """A shift that passes to somebody else, perhaps for one in return: asked for, or arranged by a planner."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("asked")
        AGREED = "agreed", _("agreed")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="swaps", verbose_name=_("shift"))
    giver = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("who gives it"))
    taker = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("who takes it"))
    in_return = models.ForeignKey(
        Shift, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("in return")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["shift"],
                condition=models.Q(outcome="open"),
                name="one_open_swap_per_shift",
                violation_error_message=_("A swap of this shift is asked for already: answer that one."),
            )
        ]
        verbose_name = _("swap")
        verbose_name_plural = _("swaps")

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"
