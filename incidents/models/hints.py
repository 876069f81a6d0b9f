"""What the desk learned from its own closed incidents, what it suggested from that, and when it may speak."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident


class HintPolicy(models.Model):
    """When the call pad may speak up. One row; without it the defaults of its columns hold."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    is_suggesting = models.BooleanField(_("suggest category and priority"), default=True)
    least_records = models.PositiveIntegerField(
        _("closed incidents needed before anything is suggested"), default=100
    )
    least_per_answer = models.PositiveIntegerField(
        _("closed incidents needed of one answer"), default=10, validators=[MinValueValidator(2)]
    )
    least_sure = models.PositiveSmallIntegerField(
        _("how sure it must be, in per cent"), default=60, validators=[MaxValueValidator(99)]
    )
    storm_calls = models.PositiveSmallIntegerField(
        _("calls on one service that make a storm"), default=3, validators=[MinValueValidator(2)]
    )
    storm_minutes = models.PositiveSmallIntegerField(
        _("minutes within which they come"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 60)],
    )

    class Meta:
        verbose_name = _("hint policy")
        verbose_name_plural = _("hint policy")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="only_one_hint_policy")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> "HintPolicy":
        return cls.objects.first() or cls()


class Question(models.TextChoices):
    """What a lesson answers. An answer is a whole number: a category's key, or impact × 10 + urgency."""

    CATEGORY = "category", _("category")
    GRADE = "grade", _("impact and urgency")


class Lesson(models.Model):
    """What closed incidents taught about one question. The newest of a question is the one in use."""

    question = models.CharField(_("question"), max_length=10, choices=Question.choices)
    learned_at = models.DateTimeField(_("learned"), default=timezone.now)
    learned_from = models.PositiveIntegerField(_("closed incidents learned from"))
    answers = models.PositiveIntegerField(_("answers it knows"))
    tested_on = models.PositiveIntegerField(_("incidents held back to test it"))
    spoke_on = models.PositiveIntegerField(_("of these, it was sure enough to speak"))
    right_on = models.PositiveIntegerField(_("of these, it was right"))
    weights = models.BinaryField(
        help_text=_("Plain arrays (npz). Emptied once a later lesson has taken over."), default=b""
    )

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        indexes = [models.Index(fields=["question", "-id"], name="lesson_newest")]

    def __str__(self) -> str:
        return f"{self.question} {self.learned_at:%Y-%m-%d}"

    @property
    def accuracy(self) -> float | None:
        """The share it was right of the held-back incidents it spoke on, 0 to 1."""
        return self.right_on / self.spoke_on if self.spoke_on else None


class Suggestion(models.Model):
    """What was suggested for one incident, and what the agent chose: the measure of the suggestions' worth."""

    lesson = models.ForeignKey(
        Lesson, models.CASCADE, related_name="suggestions", verbose_name=_("lesson"), db_index=False
    )
    incident = models.ForeignKey(
        Incident, models.CASCADE, related_name="suggestions", verbose_name=_("incident")
    )
    answer = models.BigIntegerField(_("suggested"))
    chosen = models.BigIntegerField(_("chosen"), null=True)
    sureness = models.FloatField(_("how sure it was, 0 to 1"))

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        constraints = [
            models.UniqueConstraint(fields=["lesson", "incident"], name="one_suggestion_per_lesson_incident")
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.answer}"
