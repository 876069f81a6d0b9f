from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outreach.models.campaign import Campaign


class Question(models.Model):
    """One question of a campaign, and what sort of answer it takes."""

    class Sort(models.TextChoices):
        TEXT = "text", _("text")
        NUMBER = "number", pgettext_lazy("an answer", "number")
        YES_NO = "yes_no", _("yes or no")
        CHOICE = "choice", _("one of several")
        MODEL = "model", _("model of the configuration item")

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="questions", verbose_name=_("campaign"), db_index=False
    )
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("question"), max_length=500)
    sort = models.CharField(_("answer"), max_length=8, choices=Sort.choices, default=Sort.YES_NO)
    # The words to choose from, in order, where the answer is one of several.
    options = models.JSONField(_("to choose from"), default=list, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]
        verbose_name = pgettext_lazy("of a campaign", "question")
        verbose_name_plural = pgettext_lazy("of a campaign", "questions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "position"], name="one_question_per_position")
        ]

    def __str__(self) -> str:
        return self.text
