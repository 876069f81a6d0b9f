from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from cmdb.models import ConfigurationItem, Service
from people.models import Contact, Customer, Site, Team, User
from records.models.reference import Category, Level, Priority

if TYPE_CHECKING:
    from records.kinds import Kind

OPEN_WORK = Q(closed_at__isnull=True)


class RecordQuerySet(models.QuerySet["Record"]):
    def visible_to(self, user: User, *kinds: str) -> Self:
        """What `user` sees; where kinds are named, of these alone, which the database decides sooner."""
        from records.sight import visible

        return self.filter(visible(user.rights, kinds))

    def open(self) -> Self:
        """Not yet resolved, closed or cancelled."""
        return self.filter(closed_at__isnull=True, resolved_at__isnull=True)

    def overdue(self) -> Self:
        return self.open().filter(due_at__lt=timezone.now())

    def unassigned(self) -> Self:
        return self.open().filter(assignee__isnull=True)

    def shown(self) -> Self:
        """With what a line of a queue prints, in one query, and without the long text it does not."""
        return self.select_related(
            "owner", "assignee", "team", "customer", "service", "category", "contact"
        ).defer("description")


class Record(models.Model):
    """What every kind shares. Everything a queue, a board or a right filters by stands here, on one table."""

    kind = models.CharField(_("kind"), max_length=40, editable=False)
    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=250)
    description = models.TextField(_("description"), blank=True)
    state = FSMField(_("state"), max_length=40, protected=True, editable=False)

    impact = models.PositiveSmallIntegerField(_("impact"), choices=Level.choices, default=Level.LOW)
    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=Level.choices, default=Level.LOW)
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority.choices, default=Priority.LOW, editable=False
    )
    escalation_level = models.PositiveSmallIntegerField(
        _("escalation level"),
        default=0,
        editable=False,
        help_text=_("0 none, 1 shift leader, 2 supervisor, 3 director."),
    )

    owner = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="owned_records",
        editable=False,
        verbose_name=_("owner"),
        db_index=False,
    )
    assignee = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_records",
        verbose_name=_("assignee"),
        db_index=False,
    )
    team = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        verbose_name=_("team"),
        db_index=False,
    )
    desk = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="desk_records",
        verbose_name=_("desk"),
        db_index=False,
    )

    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        verbose_name=_("customer"),
        db_index=False,
    )
    site = models.ForeignKey(
        Site,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        verbose_name=_("site"),
        db_index=False,
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="records", verbose_name=_("contact")
    )
    service = models.ForeignKey(
        Service,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        verbose_name=_("service"),
        db_index=False,
    )
    item = models.ForeignKey(
        ConfigurationItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        verbose_name=_("configuration item"),
        db_index=False,
    )
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        verbose_name=_("category"),
        db_index=False,
    )

    about_person = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="records_about",
        verbose_name=_("person it is about"),
        help_text=_("Never sees it, nor learns that it exists, whatever his role."),
        db_index=False,
    )
    opened_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="opened_records",
        editable=False,
        verbose_name=_("opened by"),
        db_index=False,
    )
    opened_at = models.DateTimeField(_("opened"), default=timezone.now, editable=False)
    responded_at = models.DateTimeField(_("first response"), null=True, blank=True, editable=False)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    due_at = models.DateTimeField(
        _("due"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The earliest due time of its running clocks."),
    )
    reopenings = models.PositiveIntegerField(_("times reopened"), default=0, editable=False)
    updated_at = models.DateTimeField(_("last change"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    source = models.CharField(_("source"), max_length=40, blank=True, editable=False)
    source_key = models.CharField(_("key at the source"), max_length=100, blank=True, editable=False)

    objects: ClassVar[models.Manager[Self]] = RecordQuerySet.as_manager()

    # What a step tells the journal besides columns: a row of another table that it linked, a vote.
    also_told: Mapping[str, Any] = MappingProxyType({})

    # Foreign keys are indexed below where something is looked up by them: each index costs every registration.
    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"], condition=~Q(source_key=""), name="one_record_per_source_key"
            ),
            models.CheckConstraint(condition=Q(priority__range=(1, 5)), name="priority_is_1_to_5"),
        ]
        indexes = [
            models.Index("kind", F("opened_at").desc(), F("id").desc(), name="record_kind_newest"),
            # A search looks at all kinds together: by the index above each kind would have to be gathered whole.
            models.Index(F("opened_at").desc(), F("id").desc(), name="record_newest"),
            models.Index(
                "kind", F("opened_at").desc(), F("id").desc(), name="record_open_newest", condition=OPEN_WORK
            ),
            models.Index(
                "kind", "priority", F("opened_at").desc(), name="record_open_priority", condition=OPEN_WORK
            ),
            models.Index(fields=["owner", "kind"], name="record_open_owner", condition=OPEN_WORK),
            models.Index(fields=["assignee", "kind"], name="record_open_assignee", condition=OPEN_WORK),
            models.Index(fields=["team", "kind"], name="record_open_team", condition=OPEN_WORK),
            models.Index(
                fields=["due_at"], name="record_open_due", condition=OPEN_WORK & Q(due_at__isnull=False)
            ),
            models.Index(fields=["service", "opened_at"], name="record_service_opened"),
            models.Index("customer", F("opened_at").desc(), name="record_customer_newest"),
            models.Index("item", F("opened_at").desc(), name="record_item_newest"),
            models.Index(
                fields=["kind", "closed_at"], name="record_closed", condition=Q(closed_at__isnull=False)
            ),
            models.Index(
                fields=["kind", "resolved_at"], name="record_resolved", condition=Q(resolved_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def declared(self) -> "Kind":
        """What this record's kind declares: labels, steps, panels."""
        from records.kinds import kind_named

        return kind_named(self.kind)

    @property
    def specific(self) -> "Record":
        """This record as its own kind, with its own columns (one query, unless it is that already)."""
        model = self.declared.model
        return self if type(self) is model else model.objects.get(pk=self.pk)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.resolved_at is None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at is not None and self.due_at < timezone.now()

    @property
    def state_label(self) -> str:
        return str(self.declared.states[self.state].label)

    @property
    def promised_at(self) -> datetime | None:
        """What a reader of the chain reckons with: the due time, where the kind keeps no promise of its own."""
        return self.due_at

    @property
    def standing(self) -> str:
        """What else a reader of the chain wants to know of it: the supplier of a part, the window of a change."""
        return ""

    def searched_text(self) -> str:
        """What a word search finds it by; a kind adds its own."""
        return " ".join([self.number, self.title, self.source_key, self.description])

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: Any = None
    ) -> None:
        # A protected FSM field refuses the assignment that Django refreshes by; taking the value out first lets
        # it in, on this instance alone (django-fsm's own way lifts protection on the class, and races).
        if fields is None or "state" in (fields := list(fields)):
            self.__dict__.pop("state", None)
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)

    def get_absolute_url(self) -> str:
        return f"{settings.RECORD_URL_PREFIX}{self.number}/"
