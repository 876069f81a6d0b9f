"""An article: what the desk knows about a fault or a question, for engineers and in a caller's words; and its uses."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.lifecycle import ArticleLife
from people.models import User
from records.models import Record


class Article(ArticleLife, Record):
    """A known error with its workaround, a how-to, or an advisory. Only what is published is offered to the desk."""

    class Sort(models.TextChoices):
        KNOWN_ERROR = "known_error", _("known error")
        HOW_TO = "how_to", _("how-to")
        ADVISORY = "advisory", _("advisory")

    sort = models.CharField(_("sort"), max_length=12, choices=Sort.choices, default=Sort.HOW_TO)
    plain = models.TextField(
        _("in plain words"), blank=True, help_text=_("As it is said to a caller: what to do, step by step.")
    )
    technical = models.TextField(
        _("technical text"), blank=True, help_text=_("For engineers: cause, signs, what to do and why.")
    )
    symptom_words = models.CharField(
        _("words of callers"),
        max_length=500,
        blank=True,
        help_text=_(
            "How callers tell it, in every language they speak. The article is found by these first."
        ),
    )
    reviewer = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("reviewed by"),
    )
    edition = models.PositiveIntegerField(_("edition"), default=0, editable=False)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def searched_text(self) -> str:
        return " ".join([super().searched_text(), self.symptom_words, self.plain, self.technical])

    @property
    def script(self) -> str:
        """What is said to a caller, in plain words."""
        return str(self.plain)

    @property
    def is_offered(self) -> bool:
        return self.state == "published"


class Use(models.Model):
    """An article tried on one fault, and whether it helped. Without a record: a call that was answered at once."""

    # Whatever is read out to callers: an article, or a record of a kind above that has a `script` of its own.
    article = models.ForeignKey(
        Record, models.PROTECT, related_name="uses", verbose_name=_("article"), db_index=False
    )
    record = models.ForeignKey(
        Record, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("used on")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("used by"), db_index=False)
    at = models.DateTimeField(_("used"), default=timezone.now)
    has_helped = models.BooleanField(_("it helped"))

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        verbose_name = _("use of an article")
        verbose_name_plural = _("uses of articles")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Said again, it is said anew: the last word counts.
            models.UniqueConstraint(fields=["article", "record"], name="one_use_per_article_and_record")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["article", "-at"], name="article_use_newest")
        ]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.record_id}"
