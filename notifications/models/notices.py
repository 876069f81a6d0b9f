from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.models.rules import Rule, Urgency
from notifications.models.webhooks import Webhook
from people.models import Contact, User
from records.models import JournalEntry, Record
from records.sight import visible

if TYPE_CHECKING:
    from notifications.channels import Channel

IN_APP = "in_app"
GIVES_UP_AFTER = timedelta(hours=24)


def a_day_from_now() -> datetime:
    return timezone.now() + GIVES_UP_AFTER


class Bundle(models.Model):
    """One mail that carried many notices to one person."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("to"), db_index=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%Y-%m-%d %H:%M}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def due(self, channel: str, now: datetime | None = None) -> Self:
        """To be handed over by now: waiting, or with a worker that did not finish in the time it was lent."""
        return self.filter(
            channel=channel,
            state__in=(Notice.State.QUEUED, Notice.State.SENDING),
            next_try_at__lte=now or timezone.now(),
        )

    def shown_to(self, user: User) -> Self:
        """What stands under the person's bell: about records that he still sees."""
        return self.about_seen_by(user).filter(user=user, channel=IN_APP)

    def unread(self) -> Self:
        return self.filter(channel=IN_APP, state=Notice.State.SENT)

    def awaiting_acknowledgement(self) -> Self:
        return self.filter(channel=IN_APP, needs_acknowledgement=True, acknowledged_at__isnull=True)

    def about_seen_by(self, user: User) -> Self:
        """And those that are about no record: what the roster tells."""
        seen = Record.objects.filter(visible(user.rights))
        return self.filter(Q(record__in=seen) | Q(record__isnull=True))


TONES = {"queued": "new", "sending": "active", "failed": "alarm"}
NoticeManager = models.Manager.from_queryset(NoticeQuerySet)


class Notice(models.Model):
    """One message to one reader through one channel, with its fate."""

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        READ = "read", _("read")
        ACKNOWLEDGED = "acknowledged", _("acknowledged")

    rule = models.ForeignKey(
        Rule, models.SET_NULL, null=True, related_name="notices", verbose_name=_("rule"), db_index=False
    )
    record = models.ForeignKey(
        Record, models.PROTECT, null=True, related_name="notices", verbose_name=_("record"), db_index=False
    )
    entry = models.ForeignKey(
        JournalEntry,
        models.PROTECT,
        null=True,
        related_name="notices",
        verbose_name=_("what happened"),
        db_index=False,
    )
    path = models.CharField(
        _("page"), max_length=200, blank=True, help_text=_("Where it leads when it is about no record.")
    )
    user = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="notices", verbose_name=_("person"), db_index=False
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, related_name="notices", verbose_name=_("contact")
    )
    webhook = models.ForeignKey(
        Webhook, models.PROTECT, null=True, related_name="notices", verbose_name=_("webhook"), db_index=False
    )
    channel = models.CharField(_("channel"), max_length=20)
    address = models.CharField(_("address"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"), blank=True)
    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=Urgency.choices, default=Urgency.NORMAL)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(
        _("next try"),
        null=True,
        blank=True,
        default=timezone.now,
        help_text=_("While it is being sent: when another worker may take it over."),
    )
    gives_up_at = models.DateTimeField(_("given up at"), default=a_day_from_now)
    error = models.CharField(_("error"), max_length=300, blank=True)
    bundle = models.ForeignKey(
        Bundle, models.SET_NULL, null=True, related_name="notices", verbose_name=_("bundle"), db_index=False
    )
    needs_acknowledgement = models.BooleanField(_("must be acknowledged"), default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)

    objects: ClassVar[NoticeManager] = NoticeManager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        # Unique keys hold what the composer promises: an entry reaches a reader once on a channel.
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "channel", "user"],
                condition=Q(user__isnull=False),
                name="one_notice_per_user",
            ),
            models.UniqueConstraint(
                fields=["entry", "channel", "contact"],
                condition=Q(contact__isnull=False),
                name="one_notice_per_contact",
            ),
            models.UniqueConstraint(
                fields=["entry", "channel", "webhook"],
                condition=Q(webhook__isnull=False),
                name="one_notice_per_webhook",
            ),
            models.CheckConstraint(
                condition=(
                    Q(user__isnull=False, contact__isnull=True, webhook__isnull=True)
                    | Q(user__isnull=True, contact__isnull=False, webhook__isnull=True)
                    | Q(user__isnull=True, contact__isnull=True, webhook__isnull=False)
                ),
                name="notice_has_one_reader",
            ),
            models.CheckConstraint(
                condition=(
                    Q(record__isnull=False, entry__isnull=False)
                    | (Q(record__isnull=True, entry__isnull=True) & ~Q(path=""))
                ),
                name="notice_leads_somewhere",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "next_try_at"],
                name="notice_queued",
                condition=Q(state__in=["queued", "sending"]),
            ),
            models.Index(
                F("user"), F("id").desc(), name="notice_unread", condition=Q(channel=IN_APP, state="sent")
            ),
            models.Index(
                F("user"),
                F("id").desc(),
                name="notice_unacknowledged",
                condition=Q(channel=IN_APP, needs_acknowledgement=True, acknowledged_at__isnull=True),
            ),
            models.Index(F("created_at").desc(), F("id").desc(), name="notice_newest"),
            models.Index("record", F("id").desc(), name="notice_by_record"),
            models.Index("user", "channel", F("id").desc(), name="notice_by_user"),
            models.Index(fields=["user", "sent_at"], name="notice_mailed", condition=Q(channel="email")),
            models.Index(
                "webhook", F("id").desc(), name="notice_by_webhook", condition=Q(webhook__isnull=False)
            ),
            models.Index(F("id").desc(), name="notice_failed", condition=Q(state="failed")),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def reader(self) -> User | Contact | Webhook | None:
        return self.user or self.contact or self.webhook

    @property
    def leads_to(self) -> str:
        """The page it is about."""
        return self.record.get_absolute_url() if self.record is not None else self.path

    @property
    def about(self) -> str:
        """The number of its record; "" where it is about none."""
        return self.record.number if self.record is not None else ""

    @property
    def awaits_acknowledgement(self) -> bool:
        return self.needs_acknowledgement and self.acknowledged_at is None

    @property
    def tone(self) -> str:
        """How its state is coloured."""
        return TONES.get(self.state, "done")

    @property
    def way(self) -> "Channel | None":
        """Its channel, with label and icon; None where that is no longer installed."""
        from notifications.channels import channel_named

        return channel_named(self.channel)

    @property
    def error_words(self) -> str:
        """Why it failed, in the reader's language where the reason is one of ours."""
        from notifications.channels import reason_words

        return reason_words(self.error)
