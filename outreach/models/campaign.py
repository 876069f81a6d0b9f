import secrets
from datetime import datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cmdb.models import ItemClass, ProductModel
from outreach.lifecycle import SCHEDULED, CampaignLife
from outreach.weekdays import WORKDAYS, WeekdaysField
from people.models import Region, User
from records.kinds import is_kept_from_its_subject
from records.models import Record

SEED_BYTES = 8


class Campaign(CampaignLife, Record):
    """Calls that the desk makes by itself: to whom, why, what is said and asked, when, and how often it is tried.

    Who is called follows from `audience` and the columns that narrow it: a stored query, frozen when it starts.
    """

    class Purpose(models.TextChoices):
        APOLOGY = "apology", _("apology")
        VERIFICATION = "verification", _("verification")
        ADVISORY = "advisory", _("advisory")
        SAMPLE = "sample", _("sampled call-back")

    class Audience(models.TextChoices):
        RECORD = "record", _("whom the record affects")
        SERVICE = "service", _("who uses the service")
        ITEM = "item", _("who depends on the configuration item")
        EVERYBODY = "everybody", _("every customer in use")

    class Callees(models.TextChoices):
        ONE = "one", _("one person of each customer")
        ALL = "all", _("every person of each customer")

    class Segment(models.TextChoices):
        NONE = "", _("all together")
        REGION = "region", _("by region")
        MODEL = "model", _("by product model")
        CUSTOMER = "customer", _("by customer")

    purpose = models.CharField(
        _("purpose"), max_length=12, choices=Purpose.choices, default=Purpose.VERIFICATION
    )
    for_record = models.ForeignKey(
        Record, models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name=_("because of")
    )
    audience = models.CharField(
        _("who is called"), max_length=10, choices=Audience.choices, default=Audience.RECORD
    )
    product_model = models.ForeignKey(
        ProductModel, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("only with equipment of the model"),
    )  # fmt: skip
    item_class = models.ForeignKey(
        ItemClass, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("only with equipment of the class"),
    )  # fmt: skip
    region = models.CharField(_("only in the region"), max_length=2, choices=Region.choices, blank=True)
    callees = models.CharField(
        _("of each customer"), max_length=3, choices=Callees.choices, default=Callees.ONE
    )

    script = models.TextField(
        _("what is said"),
        blank=True,
        help_text=_("In plain words, as they are spoken. {person}, {customer} and {item} are filled in."),
    )
    starts_on = models.DateField(
        _("from"), null=True, blank=True, help_text=_("The first day of the season.")
    )
    ends_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The last day, itself included.")
    )
    days = WeekdaysField(_("days"), default=WORKDAYS)
    opens_at = models.TimeField(
        _("not before"), default=time(9), help_text=_("By the clock where the person is.")
    )
    closes_at = models.TimeField(_("not after"), default=time(18))
    follows_calendar = models.BooleanField(
        _("only in the working hours of the site"),
        default=True,
        help_text=_("By its calendar, holidays included."),
    )
    tries = models.PositiveSmallIntegerField(
        _("most attempts"), default=3, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    retry_minutes = models.PositiveIntegerField(
        _("minutes between attempts"),
        default=120,
        validators=[MinValueValidator(1), MaxValueValidator(60 * 24 * 30)],
    )
    segment_by = models.CharField(
        _("counted"), max_length=8, choices=Segment.choices, default=Segment.NONE, blank=True
    )
    quota = models.PositiveIntegerField(
        _("enough when reached"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Of each segment; empty: everybody is called."),
    )  # fmt: skip
    sample_size = models.PositiveIntegerField(
        _("size of the sample"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
    )
    threshold_percent = models.PositiveSmallIntegerField(
        _("recovered, in per cent, at least"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )  # fmt: skip
    seed = models.CharField(_("seed of the draw"), max_length=64, blank=True, editable=False)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("approved by"), db_index=False,
    )  # fmt: skip
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True, editable=False)
    started_at = models.DateTimeField(_("started"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def searched_text(self) -> str:
        return " ".join([super().searched_text(), self.script])

    def clean_fields(self, exclude: Any = None) -> None:
        if self._state.adding and self.purpose == self.Purpose.SAMPLE and not self.seed:
            self.seed = secrets.token_hex(SEED_BYTES)
        super().clean_fields(exclude=exclude)
        wrong = {**self.wrong_audience(), **self._wrong_window(), **self._wrong_sample()}
        if wrong:
            raise ValidationError(wrong)

    def wrong_audience(self) -> dict[str, str]:
        """What its audience still lacks, by column; empty where it is known who is called."""
        needed = {"record": "for_record_id", "service": "service_id", "item": "item_id"}.get(self.audience)
        if needed and getattr(self, needed) is None:
            return {needed.removesuffix("_id"): _now("Say which one: it decides who is called.")}
        if self.for_record is not None and is_kept_from_its_subject(self.for_record.kind):
            return {
                "for_record": _now("What is confidential is no reason that callers read out: name another.")
            }
        return {}

    def _wrong_window(self) -> dict[str, str]:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            return {"ends_on": _now("It ends before it begins.")}
        if self.closes_at <= self.opens_at:
            return {"closes_at": _now("The hours end before they begin.")}
        return {}

    def _wrong_sample(self) -> dict[str, str]:
        if self.purpose == self.Purpose.SAMPLE and not self.sample_size:
            return {"sample_size": _now("A sampled call-back needs the size of its sample.")}
        return {}

    @property
    def is_sampled(self) -> bool:
        return self.purpose == self.Purpose.SAMPLE

    @property
    def due_start_at(self) -> datetime | None:
        """When its season begins, on the desk's own clock; None where it has none."""
        return _moment(self.starts_on, self.opens_at) if self.starts_on else None

    @property
    def due_end_at(self) -> datetime | None:
        return _moment(self.ends_on, self.closes_at) if self.ends_on else None

    @property
    def is_scheduled(self) -> bool:
        """Whether the go is given ahead of its season. One query."""
        return bool(self.clocks.filter(metric=SCHEDULED, stopped_at__isnull=True).exists())

    @property
    def standing(self) -> str:
        return str(self.get_purpose_display())


def _moment(on: Any, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(on, at))
