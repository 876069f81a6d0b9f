from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records.models.follow_ups import FollowUp
from records.models.record import Record
from sla.models import Calendar, Target


class Clock(models.Model):
    """Counts time on a calendar towards a target. Warns at 50 % and 75 %, falls due once.

    `next_at` is when something is next to be done; null while paused, stopped, or after the last. The sweep
    reads nothing else, so its cost grows with what is due and not with what exists.
    """

    class Stage(models.IntegerChoices):
        """What was fired last."""

        RUNNING = 0, _("running")
        WARNED_50 = 1, _("half the time is gone")
        WARNED_75 = 2, _("three quarters of the time are gone")
        BREACHED = 3, _("overdue")

    record = models.ForeignKey(
        Record, models.PROTECT, related_name="clocks", verbose_name=_("record"), db_index=False
    )
    metric = models.CharField(_("what it counts"), max_length=40)
    target = models.ForeignKey(
        Target,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("target"),
        db_index=False,
    )
    follow_up = models.OneToOneField(
        FollowUp, models.PROTECT, null=True, blank=True, related_name="clock", verbose_name=_("follow-up")
    )
    calendar = models.ForeignKey(
        Calendar,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("calendar"),
        db_index=False,
    )
    seconds = models.PositiveIntegerField(_("promised"), help_text=_("Business seconds on the calendar."))
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    spent_seconds = models.PositiveIntegerField(
        _("spent before the last resume"), default=0, help_text=_("Business seconds.")
    )
    running_since = models.DateTimeField(_("running since"), null=True, blank=True)
    pauses = models.JSONField(
        _("pauses"),
        default=list,
        blank=True,
        help_text=_("[from, to, reason]; the last one open while paused."),
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    next_at = models.DateTimeField(_("next to be looked at"), null=True, blank=True)
    stage = models.PositiveSmallIntegerField(_("stage"), choices=Stage.choices, default=Stage.RUNNING)
    breached_at = models.DateTimeField(_("fell due"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    edition = models.BigIntegerField(
        default=0,
        editable=False,
        help_text=_("The edition of agreements and calendars that it was timed by."),
    )

    class Meta:
        ordering = ["started_at", "id"]
        indexes = [
            models.Index(fields=["next_at"], name="clock_next", condition=models.Q(next_at__isnull=False)),
            models.Index(fields=["record", "metric"], name="clock_by_record"),
            # Whether what was resolved was late: a figure over a week asks it of thousands.
            models.Index(
                fields=["record"],
                name="clock_late",
                condition=models.Q(metric="resolution", breached_at__isnull=False),
            ),
            # What was overdue at a past moment: few clocks break their promise, and fewer are not stopped since.
            models.Index(
                fields=["stopped_at"],
                name="clock_breached",
                condition=models.Q(breached_at__isnull=False, follow_up__isnull=True),
            ),
            models.Index(
                fields=["edition"],
                name="clock_edition",
                condition=models.Q(stopped_at__isnull=True, target__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "metric"],
                condition=models.Q(stopped_at__isnull=True, follow_up__isnull=True),
                name="one_live_clock_per_metric",
            )
        ]
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")

    def __str__(self) -> str:
        return f"{self.metric} of {self.record_id}"

    @property
    def label(self) -> str:
        from records.metrics import metric_named

        return str(metric_named(self.metric).label)

    @property
    def percent(self) -> int:
        """How much of the promised time is gone, now; over 100 once it is overdue."""
        from records.timing import percent

        return percent(self)

    @property
    def is_paused(self) -> bool:
        return self.stopped_at is None and self.running_since is None

    @property
    def is_breached(self) -> bool:
        return self.breached_at is not None
