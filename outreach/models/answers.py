from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmdb.models import ConfigurationItem, ProductModel
from discrepancies.models import Discrepancy
from outreach.models.questions import Question
from outreach.models.tasks import CallTask
from people.models import User


class Answer(models.Model):
    """What one person said to one question: kept as it is said, corrected until the call has its outcome."""

    task = models.ForeignKey(CallTask, models.PROTECT, related_name="answers", verbose_name=_("person"))
    question = models.ForeignKey(
        Question, models.PROTECT, related_name="answers", verbose_name=_("question"), db_index=False
    )
    # As words in every sort; a number besides as a number, a model besides as the row it names, if it is known.
    text = models.TextField(_("answer"))
    number = models.DecimalField(_("as a number"), max_digits=20, decimal_places=6, null=True)
    item = models.ForeignKey(
        ConfigurationItem, models.SET_NULL, null=True, related_name="+", verbose_name=_("configuration item"),
        db_index=False,
    )  # fmt: skip
    product_model = models.ForeignKey(
        ProductModel,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("product model"),
        db_index=False,
    )
    discrepancy = models.ForeignKey(
        Discrepancy,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("discrepancy"),
        db_index=False,
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"), db_index=False)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["question", "pk"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task", "question"], name="one_answer_per_question")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["question"], name="answer_of_question")]

    def __str__(self) -> str:
        return self.text

    @property
    def value(self) -> Any:
        return self.number if self.number is not None else self.text
