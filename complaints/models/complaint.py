from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.lifecycle import ComplaintLife
from complaints.models.reference import Cause
from records.models import Record


def not_to_come(moment: datetime) -> None:
    if moment > timezone.now():
        raise ValidationError(_("Nothing can have been received in the future."))


class Complaint(ComplaintLife, Record):
    """A customer is not content. The person it is about neither sees it nor learns of it (`records.sight`).

    Its week counts from `week_since` in wall time until it is closed, whatever is changed meanwhile.
    """

    class About(models.TextChoices):
        PERSON = "person", _("a person")
        SERVICE = "service", _("a service")
        DELAY = "delay", _("a delay")
        COMMUNICATION = "communication", _("not being told")
        REPEATED = "repeated", _("a fault that came back")
        OTHER = "other", _("something else")

    class Verdict(models.TextChoices):
        CONTENT = "content", _("content with the answer")
        ACCEPTED = "accepted", _("accepts the answer")
        NOT_CONTENT = "not_content", _("not content, takes it no further")
        SILENT = "silent", _("gave no reply")

    about = models.CharField(_("about"), max_length=20, choices=About.choices, default=About.OTHER)
    about_record = models.ForeignKey(
        Record,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name=_("record it is about"),
    )
    received_at = models.DateTimeField(
        _("received"),
        null=True,
        blank=True,
        validators=[not_to_come],
        help_text=_("Where it came in earlier than now: by letter, by mail. Its week counts from then."),
    )
    cause = models.ForeignKey(
        Cause,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name=_("cause"),
        help_text=_("Why it came to this, as far as it is known."),
    )
    promise = models.TextField(_("promised to the customer"), blank=True, editable=False)
    promise_at = models.DateTimeField(_("promised for"), null=True, blank=True, editable=False)
    promise_kept_at = models.DateTimeField(_("promise kept"), null=True, blank=True, editable=False)
    answer = models.TextField(_("answer"), blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    verdict = models.CharField(
        _("the customer is"), max_length=20, choices=Verdict.choices, blank=True, editable=False
    )
    satisfaction = models.PositiveSmallIntegerField(
        _("satisfaction, 1 to 5"),
        null=True,
        blank=True,
        editable=False,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    satisfaction_words = models.TextField(_("in the customer's words"), blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        editable=False,
        verbose_name=_("merged into"),
    )
    week_since = models.DateTimeField(_("its week counts from"), null=True, editable=False)
    reached_director_at = models.DateTimeField(_("with the director since"), null=True, editable=False)

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")

    def searched_text(self) -> str:
        return " ".join([super().searched_text(), self.promise, self.answer])

    @property
    def promised_at(self) -> datetime | None:
        return self.promise_at or self.due_at

    @property
    def days_open(self) -> int:
        """Whole days from receipt to its end, or to now."""
        return ((self.closed_at or timezone.now()) - (self.received_at or self.opened_at)).days

    @property
    def has_broken_promise(self) -> bool:
        return bool(self.promise_at and not self.promise_kept_at and self.promise_at < timezone.now())

    @property
    def is_with_director(self) -> bool:
        return self.closed_at is None and self.reached_director_at is not None
