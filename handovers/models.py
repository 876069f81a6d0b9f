"""The book that one shift hands over to the next. What both have signed, the database lets nobody change."""

from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from people.models import Team, User
from records.models import FollowUp, JournalEntry, Record


class Book(models.Model):
    """One shift of one desk. The outgoing shift signs first; then its lines are closed."""

    desk = models.ForeignKey(Team, models.PROTECT, related_name="hand_over_books", verbose_name=_("desk"))
    starts_at = models.DateTimeField(_("shift begins"))
    ends_at = models.DateTimeField(_("shift ends"))
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    gathered_at = models.DateTimeField(_("as of"), default=timezone.now)
    outgoing = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("handed over by")
    )
    outgoing_at = models.DateTimeField(_("handed over"), null=True, blank=True)
    outgoing_note = models.TextField(_("note of the outgoing shift"), blank=True, max_length=2_000)
    incoming = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken over by")
    )
    incoming_at = models.DateTimeField(_("taken over"), null=True, blank=True)
    incoming_note = models.TextField(_("note of the incoming shift"), blank=True, max_length=2_000)

    class Meta:
        ordering: ClassVar[list[str]] = ["-starts_at", "-pk"]
        verbose_name = _("hand-over book")
        verbose_name_plural = _("hand-over books")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["desk", "starts_at"], name="one_book_per_shift"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="book_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(outgoing__isnull=True)
                | models.Q(incoming__isnull=True)
                | ~models.Q(outgoing=models.F("incoming")),
                name="book_is_signed_by_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(incoming__isnull=True) | models.Q(outgoing__isnull=False),
                name="book_is_handed_over_before_it_is_taken",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["ends_at"], name="book_unsigned", condition=models.Q(incoming_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.desk} {timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        """Its lines may be edited."""
        return self.outgoing_at is None

    @property
    def is_signed(self) -> bool:
        return self.incoming_at is not None

    @property
    def standing(self) -> Any:
        if self.is_signed:
            return _("signed by both shifts")
        return _("waits for the incoming shift") if self.outgoing_at else _("being written")

    @property
    def tone(self) -> str:
        if self.is_signed:
            return "done"
        return "waiting" if self.outgoing_at else "new"


class Line(models.Model):
    """One thing the next shift must know. What it says of a record is as it stood when the book was gathered."""

    class Section(models.TextChoices):
        RUNNING = "running", _("running")
        OPEN = "open", _("critical and high, open")
        OVERDUE = "overdue", _("overdue")
        PROMISED = "promised", _("promised")
        WAITING = "waiting", _("waiting")
        EVENT = "event", _("what happened")
        OWN = "own", _("further notes")

    book = models.ForeignKey(Book, models.CASCADE, related_name="lines", verbose_name=_("book"))
    section = models.CharField(_("part"), max_length=10, choices=Section.choices, default=Section.OWN)
    record = models.ForeignKey(
        Record, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("record")
    )
    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("follow-up")
    )
    entry = models.ForeignKey(
        JournalEntry, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("what happened")
    )
    # Title, state, priority, due time and whose it is, as they stood.
    told = models.JSONField(default=dict, editable=False)
    text = models.TextField(_("text"), blank=True, max_length=2_000)
    note = models.TextField(_("note"), blank=True, max_length=2_000)
    is_left_out = models.BooleanField(_("left out"), default=False)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )
    position = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]
        verbose_name = _("line of a hand-over book")
        verbose_name_plural = _("lines of hand-over books")

    def __str__(self) -> str:
        return self.text or str(self.told.get("number", self.pk))

    @property
    def is_own(self) -> bool:
        return self.section == self.Section.OWN


class BookRules(models.Model):
    """The one row that says when books are made by themselves."""

    lead_minutes = models.PositiveSmallIntegerField(
        _("made before the shift ends"), default=30, validators=[MaxValueValidator(8 * 60)],
        help_text=_("Minutes. 0: books are made by hand alone."),
    )  # fmt: skip
    warn_minutes = models.PositiveSmallIntegerField(
        _("unsigned after the shift's end"), default=15, validators=[MaxValueValidator(24 * 60)],
        help_text=_("Minutes after which the board says that a book is not signed."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("rules of hand-over books")
        verbose_name_plural = _("rules of hand-over books")

    def __str__(self) -> str:
        return _now("Hand-over books")

    @classmethod
    def current(cls) -> Self:
        return cls.objects.order_by("pk").first() or cls()
