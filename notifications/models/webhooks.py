import base64
import secrets
import uuid

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.addresses import Unreachable, check_url
from people.models import Named, User


def new_secret() -> str:
    """As Standard Webhooks writes a secret: a prefix, then 32 random bytes in base64."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


class Webhook(Named):
    """An address of another system that is told of what its owner may see."""

    url = models.URLField(_("address"), max_length=500)
    # Kept as it is, since each message is signed with it. Shown once and never sent.
    secret = models.CharField(max_length=100, default=new_secret, editable=False)
    kinds = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("kinds"),
        default=list,
        blank=True,
        help_text=_("None chosen: every kind."),
    )
    steps = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("steps"),
        default=list,
        blank=True,
        help_text=_("None chosen: every step."),
    )
    owner = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="webhooks",
        verbose_name=_("account whose sight it has"),
        help_text=_("It is told of nothing that this account may not see."),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def clean(self) -> None:
        try:
            check_url(self.url)
        except Unreachable as error:
            raise ValidationError({"url": error.reason}) from error

    def wants(self, kind: str, step: str) -> bool:
        return (not self.kinds or kind in self.kinds) and (not self.steps or step in self.steps)


class Delivery(models.Model):
    """One attempt to reach a webhook."""

    webhook = models.ForeignKey(
        Webhook, models.CASCADE, related_name="deliveries", verbose_name=_("webhook"), db_index=False
    )
    notice = models.ForeignKey(
        "notifications.Notice",
        models.CASCADE,
        null=True,
        related_name="deliveries",
        verbose_name=_("notice"),
        help_text=_("None: it was a trial."),
    )
    request_id = models.UUIDField(
        _("request"), default=uuid.uuid4, help_text=_("The same on each attempt for one notice.")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    milliseconds = models.PositiveIntegerField(_("duration in milliseconds"), default=0)
    answer = models.CharField(_("beginning of the answer"), max_length=500, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["webhook", "-id"], name="delivery_by_webhook")]
        verbose_name = _("delivery")
        verbose_name_plural = _("delivery log")

    def __str__(self) -> str:
        return f"{self.webhook_id} {self.at:%Y-%m-%d %H:%M:%S} {self.status or self.error}"

    @property
    def has_succeeded(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def error_words(self) -> str:
        from notifications.channels import reason_words

        return reason_words(self.error)
