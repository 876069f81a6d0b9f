from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def in_readers_language(plain: str, hans: str, hant: str) -> str:
    """The wording in the reader's language; the plain one where that is not written."""
    language = (get_language() or "en").lower()
    if language.startswith(("zh-hant", "zh-tw", "zh-hk")):
        return hant or hans or plain
    if language.startswith("zh"):
        return hans or plain
    return plain


class Named(models.Model):
    """A row of reference data whose name is itself data, in each of the desk's languages."""

    name = models.CharField(_("name"), max_length=200)
    name_zh_hans = models.CharField(_("name in Simplified Chinese"), max_length=200, blank=True)
    name_zh_hant = models.CharField(_("name in Traditional Chinese"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def label(self) -> str:
        """The name in the reader's language; the plain name where that one is not written."""
        return in_readers_language(self.name, self.name_zh_hans, self.name_zh_hant)

    @property
    def names(self) -> dict[str, str]:
        """The name in each language it is written in: what a journal keeps, to be read when the row is gone."""
        written = {"label": self.name, "zh_hans": self.name_zh_hans, "zh_hant": self.name_zh_hant}
        return {language: name for language, name in written.items() if name}

    def __str__(self) -> str:
        return self.label
