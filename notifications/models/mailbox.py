from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SentMail(models.Model):
    """A mail that was kept here instead of being sent, where no mail server is configured."""

    sender = models.CharField(_("from"), max_length=320)
    to = ArrayField(models.CharField(max_length=320), verbose_name=_("to"))
    subject = models.CharField(_("subject"), max_length=1000)
    body = models.TextField(_("text"))
    message_id = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(_("sent"), default=timezone.now)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("kept mail")
        verbose_name_plural = _("mailbox")

    def __str__(self) -> str:
        return self.subject


class SentFile(models.Model):
    """What was attached to a kept mail."""

    mail = models.ForeignKey(SentMail, models.CASCADE, related_name="files", verbose_name=_("mail"))
    name = models.CharField(_("name"), max_length=255)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("file of a kept mail")
        verbose_name_plural = _("files of kept mails")

    def __str__(self) -> str:
        return self.name
