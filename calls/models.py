"""A call: one conversation with somebody, in or out, by any channel. It leads to a record, or is answered at once."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cmdb.models import ConfigurationItem, Service
from people.models import Contact, Customer, Scope, User
from records.models import Category, Record
from records.sight import out_of_sight, visible


class Channel(models.TextChoices):
    PHONE = "phone", _("phone")
    EMAIL = "email", _("e-mail")
    WEB = "web", _("web")
    API = "api", _("API")
    CHAT = "chat", _("chat")


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, user: User) -> Self:
        """Calls one took oneself, calls about records one sees, and what the role sees of calls.

        What was said of a complaint is for who sees the complaint.
        """
        rights = user.rights
        scopes = rights.scopes_for("call")
        if Scope.ALL in scopes:
            return self.filter(Q(agent=user) | ~Q(record__in=Record.objects.filter(out_of_sight(rights))))
        seen = Q(agent=user) | Q(record__in=Record.objects.filter(visible(rights)))
        if Scope.CUSTOMER in scopes:
            kept = Record.objects.filter(out_of_sight(rights))
            seen |= Q(customer__in=rights.customer_ids) & ~Q(record__in=kept)
        return self.filter(seen)


class Call(models.Model):
    class Direction(models.TextChoices):
        IN = "in", _("in")
        OUT = "out", _("out")

    direction = models.CharField(
        _("direction"), max_length=3, choices=Direction.choices, default=Direction.IN
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.PHONE)
    agent = models.ForeignKey(
        User, models.PROTECT, related_name="calls", verbose_name=_("agent"), db_index=False
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("contact"),
        db_index=False,
    )
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("customer"),
        db_index=False,
    )
    number = models.CharField(pgettext_lazy("a telephone", "number"), max_length=40, blank=True)
    caller_name = models.CharField(_("caller"), max_length=150, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    service = models.ForeignKey(
        Service,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("service"),
        db_index=False,
    )
    item = models.ForeignKey(
        ConfigurationItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("configuration item"),
    )
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("category"),
        db_index=False,
    )
    priority = models.PositiveSmallIntegerField(_("priority"), null=True, blank=True)
    record = models.ForeignKey(
        Record,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("what it led to"),
        db_index=False,
    )
    is_first_call_resolution = models.BooleanField(_("answered at once"), default=False)
    answer = models.TextField(_("what was answered"), blank=True)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    handle_seconds = models.PositiveIntegerField(_("handling time in seconds"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=40, blank=True, editable=False)
    source_key = models.CharField(_("key at the source"), max_length=100, blank=True, editable=False)
    idempotency_key = models.CharField(
        max_length=64, blank=True, editable=False, help_text=_("Sent twice with the same key, logged once.")
    )

    objects: ClassVar[models.Manager[Self]] = CallQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        indexes = [
            models.Index(fields=["started_at"], name="call_started"),
            models.Index(fields=["agent", "-started_at"], name="call_agent_newest"),
            models.Index(fields=["service", "started_at"], name="call_service_started"),
            models.Index(fields=["contact", "-started_at"], name="call_contact_newest"),
            models.Index(fields=["customer", "-started_at"], name="call_customer_newest"),
            models.Index(fields=["record"], name="call_record"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"], condition=~Q(source_key=""), name="one_call_per_source_key"
            ),
            models.UniqueConstraint(
                fields=["agent", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="one_call_per_idempotency_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {self.started_at:%Y-%m-%d %H:%M}"
