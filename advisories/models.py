"""Advisories, what was published of them, and whom a mail with one went to."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisories.lifecycle import AdvisoryLife
from people.models import Contact, User
from records.models import JournalEntry, Record


class Advisory(AdvisoryLife, Record):
    """Guidance for customers: how to protect equipment, what to do before a season. Two texts, read by a third."""

    based_on = models.ForeignKey(
        Record, models.PROTECT, null=True, blank=True, related_name="advisories",
        verbose_name=_("record it came from"),
    )  # fmt: skip
    equipment = models.CharField(
        _("equipment"), max_length=300, blank=True,
        help_text=_("As engineers and callers name it: models, parts, in every language they speak."),
    )  # fmt: skip
    season = models.CharField(
        _("season"), max_length=200, blank=True,
        help_text=_("When it matters, in words: thunderstorms from May to September."),
    )  # fmt: skip
    technical = models.TextField(_("technical text"), blank=True, editable=False)
    technical_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("technical text by"),
    )  # fmt: skip
    plain = models.TextField(_("in plain words"), blank=True, editable=False)
    plain_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("plain text by"),
    )  # fmt: skip
    reviewer = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("reviewed by"),
    )  # fmt: skip
    edition = models.PositiveIntegerField(_("version"), default=0, editable=False)
    # What callers are told and mails carry: never a draft, also while the next version is written.
    published_technical = models.TextField(_("technical text as published"), blank=True, editable=False)
    published_plain = models.TextField(_("plain text as published"), blank=True, editable=False)

    class Meta:
        verbose_name = _("advisory")
        verbose_name_plural = _("advisories")

    def searched_text(self) -> str:
        texts = [self.equipment, self.season, self.plain, self.technical]
        if self.edition:
            texts += [self.published_plain, self.published_technical]
        return " ".join([super().searched_text(), *texts])

    @property
    def script(self) -> str:
        """What is said to a customer, in plain words; "" where nothing is published."""
        return str(self.published_plain)

    @property
    def is_offered(self) -> bool:
        return self.edition > 0 and self.closed_at is None


class AdvisoryVersion(models.Model):
    """An advisory as it was published. The database refuses to change or delete it."""

    advisory = models.ForeignKey(
        Advisory, models.PROTECT, related_name="versions", verbose_name=_("advisory"), db_index=False
    )
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=250)
    plain = models.TextField(_("in plain words"))
    technical = models.TextField(_("technical text"))
    plain_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("plain text by")
    )
    technical_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("technical text by")
    )
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("reviewed by"))
    published_at = models.DateTimeField(_("published"))

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        verbose_name = _("version of an advisory")
        verbose_name_plural = _("versions of advisories")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["advisory", "number"], name="one_advisory_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.advisory_id} / {self.number}"


class Mailing(models.Model):
    """A published version mailed to an audience, frozen when it was sent."""

    advisory = models.ForeignKey(
        Advisory, models.PROTECT, related_name="mailings", verbose_name=_("advisory")
    )
    version = models.ForeignKey(
        AdvisoryVersion, models.PROTECT, related_name="mailings", verbose_name=_("version")
    )
    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, related_name="+", verbose_name=_("what happened")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("sent by"))
    at = models.DateTimeField(_("sent"), default=timezone.now)
    # Criterion → the value's name on that day.
    criteria = models.JSONField(_("audience"), default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")

    def __str__(self) -> str:
        return f"{self.advisory_id} {self.at:%Y-%m-%d %H:%M}"


class Recipient(models.Model):
    """One contact of a mailing. What became of his mail, the notices tell."""

    mailing = models.ForeignKey(
        Mailing, models.CASCADE, related_name="recipients", verbose_name=_("mailing"), db_index=False
    )
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+", verbose_name=_("contact"))

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mailing", "contact"], name="one_recipient_per_mailing")
        ]

    def __str__(self) -> str:
        return f"{self.mailing_id} → {self.contact_id}"
