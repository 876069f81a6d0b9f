"""When reports are mailed, to which roles, what each person wants, and what became of every mail."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Role, User

GIVES_UP_AFTER = timedelta(hours=24)


def half_past_eight() -> time:
    return time(8, 30)


class ReportName(models.TextChoices):
    DAILY = "daily", _("Daily report")
    WEEKLY = "weekly", _("Weekly report")
    MONTHLY = "monthly", _("Monthly report")


class ReportPlan(models.Model):
    """When one of the reports goes out."""

    report = models.CharField(_("report"), max_length=10, choices=ReportName.choices, unique=True)
    at = models.TimeField(_("mailed at"), default=half_past_eight)
    day = models.PositiveSmallIntegerField(
        _("day"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
        help_text=_("Weekly: 1 is Monday, 7 is Sunday. Monthly: the day of the month. Daily: means nothing."),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    # What fell due before the plan was made is not sent afterwards.
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("plan of a report")
        verbose_name_plural = _("plans of reports")

    def __str__(self) -> str:
        return str(self.get_report_display())

    def last_due(self, now: datetime) -> datetime:
        """When it last was to go out, at or before `now`."""
        today = timezone.localdate(now)
        days = (today - timedelta(days=back) for back in range(40))
        moments = (timezone.make_aware(datetime.combine(day, self.at)) for day in days if self._is_on(day))
        return next(moment for moment in moments if moment <= now)

    def _is_on(self, day: date) -> bool:
        if self.report == ReportName.WEEKLY:
            return day.isoweekday() == (self.day - 1) % 7 + 1
        return self.report == ReportName.DAILY or day.day == self.day


class ReportReader(models.Model):
    """A rule: whoever plays the role is sent the report, unless he does not want it."""

    report = models.CharField(_("report"), max_length=10, choices=ReportName.choices)
    role = models.ForeignKey(Role, models.CASCADE, related_name="+", verbose_name=_("role"))

    class Meta:
        ordering = ["report", "role__position"]
        verbose_name = _("reader of a report")
        verbose_name_plural = _("readers of reports")
        constraints = [
            models.UniqueConstraint(fields=["report", "role"], name="one_reader_per_report_and_role")
        ]

    def __str__(self) -> str:
        return f"{self.get_report_display()}: {self.role}"


class ReportWish(models.Model):
    """What one person said himself: he wants the report or not, and in which language."""

    user = models.ForeignKey(User, models.CASCADE, related_name="report_wishes", verbose_name=_("person"))
    report = models.CharField(_("report"), max_length=10, choices=ReportName.choices)
    is_wanted = models.BooleanField(_("wanted"), default=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "report"], name="one_wish_per_report")]
        verbose_name = _("wish for a report")
        verbose_name_plural = _("wishes for reports")

    def __str__(self) -> str:
        return f"{self.user_id} {self.report}"


class ReportRun(models.Model):
    """A report went out on a day. That there is one row makes it go out once, whatever dies meanwhile."""

    report = models.CharField(_("report"), max_length=10, choices=ReportName.choices)
    on = models.DateField(_("on"))
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "on"], name="one_run_per_report_and_day")]
        verbose_name = _("sending of a report")
        verbose_name_plural = _("sendings of reports")

    def __str__(self) -> str:
        return f"{self.report} {self.on}"


class ReportMail(models.Model):
    """One report to one reader, with its fate."""

    class Fate(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    run = models.ForeignKey(ReportRun, models.CASCADE, related_name="mails", verbose_name=_("sending"))
    user = models.ForeignKey(User, models.PROTECT, related_name="report_mails", verbose_name=_("to"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    fate = models.CharField(_("what became of it"), max_length=6, choices=Fate.choices, default=Fate.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "user"], name="one_mail_per_run_and_reader")]
        indexes = [
            models.Index(fields=["next_try_at"], name="report_mail_queued", condition=models.Q(fate="queued"))
        ]
        verbose_name = _("mailed report")
        verbose_name_plural = _("mailed reports")

    def __str__(self) -> str:
        return f"{self.run} → {self.user_id}"
