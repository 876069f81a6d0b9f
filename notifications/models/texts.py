from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from notifications import wording
from people.models import Named

FALLBACKS = {"zh-hant": ("zh-hant", "zh-hans", "en"), "zh-hans": ("zh-hans", "zh-hant", "en")}


class Template(Named):
    """What a notice says, in each language of the desk."""

    key = models.SlugField(_("code"), max_length=60, unique=True)

    class Meta:
        ordering = ["key"]
        verbose_name = _("template")
        verbose_name_plural = _("templates")

    def wording_in(self, language: str) -> "Wording | None":
        """The text in this language or in the nearest one that is written."""
        written = {text.language: text for text in self.wordings.all()}
        for code in FALLBACKS.get(language, ("en",)):
            if code in written:
                return written[code]
        return next(iter(written.values()), None)


class Wording(models.Model):
    """A template's text in one language. `{name}` stands for a value; nothing else is more than text."""

    template = models.ForeignKey(
        Template, models.CASCADE, related_name="wordings", verbose_name=_("template"), db_index=False
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=10_000)

    class Meta:
        ordering = ["template", "language"]
        constraints = [
            models.UniqueConstraint(fields=["template", "language"], name="one_wording_per_language")
        ]
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")

    def __str__(self) -> str:
        return f"{self.template_id}: {self.language}"

    def clean(self) -> None:
        problems: dict[str, Any] = {}
        for name in ("subject", "body"):
            try:
                wording.check(getattr(self, name))
            except ValidationError as error:
                problems[name] = error
        if problems:
            raise ValidationError(problems)
