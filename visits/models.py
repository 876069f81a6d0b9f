"""Visits on site, how fast engineers travel, and what a phone has sent already."""

from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from people.models import Skill, User
from records.models import Record
from visits.lifecycle import VisitLife


class Visit(VisitLife, Record):
    """An engineer's way to a site for some record, and what he did there."""

    class Outcome(models.TextChoices):
        FIXED = "fixed", _("fixed")
        TEMPORARY = "temporary", _("temporary repair")
        NOT_FIXED = "not_fixed", _("not fixed")

    for_record = models.ForeignKey(
        Record, models.PROTECT, related_name="visits", verbose_name=_("for the record")
    )
    skill = models.ForeignKey(
        Skill, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("skill needed")
    )
    planned_at = models.DateTimeField(_("wanted at"), null=True, blank=True)
    work_minutes = models.PositiveIntegerField(
        _("work on site"), default=60, validators=[MinValueValidator(1)], help_text=_("Minutes, as expected.")
    )
    # The person as the database guards him: of each engineer at most one visit is under way.
    engineer = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="visits", editable=False,
        verbose_name=_("engineer"),
    )  # fmt: skip
    is_under_way = models.BooleanField(_("under way"), default=False, editable=False)
    dispatched_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True, editable=False)
    left_at = models.DateTimeField(_("set out"), null=True, blank=True, editable=False)
    eta_at = models.DateTimeField(_("expected at"), null=True, blank=True, editable=False)
    arrived_at = models.DateTimeField(_("arrived"), null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True, editable=False)
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome.choices, blank=True, editable=False
    )
    findings = models.TextField(_("what was found and done"), blank=True, editable=False)
    parts_used = models.TextField(_("parts used"), blank=True, editable=False)
    confirmed_by = models.CharField(_("confirmed by"), max_length=150, blank=True, editable=False)
    hand_overs = models.PositiveIntegerField(_("times handed over"), default=0, editable=False)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["engineer", "-finished_at"], name="visit_of_engineer"),
            models.Index(fields=["for_record", "finished_at"], name="visit_of_record"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["engineer"],
                condition=models.Q(is_under_way=True),
                name="one_visit_under_way_per_engineer",
                violation_error_message=_("This engineer has just been sent elsewhere: choose another one."),
            )
        ]

    def searched_text(self) -> str:
        return " ".join([super().searched_text(), self.findings, self.parts_used])

    def clean_fields(self, exclude: Any = None) -> None:
        """Registering takes over from the record what is not said: whose it is, where, what about."""
        if self._state.adding and self.for_record_id:
            self._take_from_record()
        super().clean_fields(exclude=exclude)

    def _take_from_record(self) -> None:
        origin = Record.objects.get(pk=self.for_record_id)
        for name in ("customer_id", "site_id", "contact_id", "service_id", "item_id"):
            if getattr(self, name) is None:
                setattr(self, name, getattr(origin, name))
        if self.site_id is None and self.item is not None:
            self.site_id = self.item.site_id
        if self.site_id is None and self.contact is not None:
            self.site_id = self.contact.site_id
        if not self.title:
            self.title = (_now("Visit for %(number)s: %(title)s") % {
                "number": origin.number, "title": origin.title,
            })[:250]  # fmt: skip

    @property
    def standing(self) -> str:
        return str(self.engineer or "")


class VisitRules(models.Model):
    """The one row by which engineers are chosen and failed visits are counted."""

    road_factor = models.FloatField(
        _("roads against the straight line"),
        default=1.3,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("How much longer the way by road is."),
    )
    set_out_minutes = models.PositiveIntegerField(_("minutes to set out"), default=10)
    unknown_minutes = models.PositiveIntegerField(
        _("minutes where no place is known"),
        default=90,
        help_text=_("Taken for the way of such an engineer."),
    )
    last_place_hours = models.PositiveIntegerField(
        _("hours for which a last place counts"),
        default=12,
        help_text=_("After that he is taken to be at his base."),
    )
    fairness_minutes = models.PositiveIntegerField(
        _("minutes per visit above the average"),
        default=5,
        help_text=_(
            "Of the last seven days. Who had more visits than the others is taken to be that much farther."
        ),
    )
    failed_visits = models.PositiveIntegerField(
        _("failed visits that flag a record"), default=2, validators=[MinValueValidator(1)]
    )
    failed_days = models.PositiveIntegerField(
        _("within so many days"), default=7, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = _("rules of visits")
        verbose_name_plural = _("rules of visits")

    def __str__(self) -> str:
        return _now("Visits")

    @classmethod
    def current(cls) -> Self:
        return cls.objects.order_by("pk").first() or cls()


class TravelSpeed(models.Model):
    """How fast one travels up to a distance: slowly in town, faster across the land."""

    up_to_km = models.PositiveIntegerField(_("up to"), unique=True, help_text=_("Kilometres by road."))
    km_per_hour = models.PositiveIntegerField(
        _("speed"), validators=[MinValueValidator(1)], help_text=_("Kilometres per hour, on the whole way.")
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["up_to_km"]
        verbose_name = _("travel speed")
        verbose_name_plural = _("travel speeds")

    def __str__(self) -> str:
        return _now("up to %(km)s km") % {"km": self.up_to_km}


class Base(models.Model):
    """Where an engineer sets out from when nothing later is known of him."""

    user = models.OneToOneField(User, models.CASCADE, related_name="base", verbose_name=_("engineer"))
    latitude = models.FloatField(
        _("latitude"),
        help_text=_("Degrees, WGS 84."),
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude"),
        help_text=_("Degrees, WGS 84."),
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["user__name"]
        verbose_name = _("base of an engineer")
        verbose_name_plural = _("bases of engineers")

    def __str__(self) -> str:
        return str(self.user)


class Receipt(models.Model):
    """What a phone sent was done. Its key is unique, so what arrives again is answered and not done again."""

    key = models.CharField(max_length=64)
    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="receipts")
    step = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["by", "key"], name="one_receipt_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.step}"
