from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmdb.models.items import ConfigurationItem, ItemClass
from cmdb.models.services import Service
from people.models import Customer, User


class Via(models.TextChoices):
    """Which way what is recorded came in."""

    PAGE = "page", _("typed on a page")
    IMPORT = "import", _("file")
    REST = "rest", _("another system")
    DISCREPANCY = "discrepancy", _("corrected discrepancy")
    DEMO = "demo", _("demo")
    HISTORY = "history", _("imported history")


class ItemImport(models.Model):
    """Many items or relations at once, from a file or another system. What was read waits here until it is applied."""

    class About(models.TextChoices):
        ITEMS = "items", _("items")
        RELATIONS = "relations", _("relations")

    about = models.CharField(_("about"), max_length=10, choices=About.choices, default=About.ITEMS)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    via = models.CharField(_("way"), max_length=12, choices=Via.choices)
    # What the rows are keyed by at their origin: the name of a list, or of a discovery tool.
    source = models.CharField(_("source"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    match_by = models.JSONField(_("matched by"), default=list)
    rows = models.JSONField(_("rows"), default=list)
    counts = models.JSONField(_("counts"), default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("import of items")
        verbose_name_plural = _("imports of items")

    def __str__(self) -> str:
        return self.name


class ItemChange(models.Model):
    """One line of an item's history. Append-only: the database refuses to rewrite it.

    `changes` is name → [before, after]; a name is a column, `attributes.<code>`, or `relation.<code of its type>`,
    at the second of the two ends with `.back`.
    """

    class Event(models.TextChoices):
        CREATED = "created", _("recorded it")
        CHANGED = "changed", _("changed it")
        VERIFIED = "verified", _("verified it")
        RELATED = "related", _("related it")
        UNRELATED = "unrelated", _("took a relation away")

    item = models.ForeignKey(
        ConfigurationItem,
        models.PROTECT,
        related_name="changes",
        verbose_name=_("item"),
        db_index=False,
    )
    event = models.CharField(_("event"), max_length=10, choices=Event.choices)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"), db_index=False)
    via = models.CharField(_("way"), max_length=12, choices=Via.choices)
    # The record it follows from, or the like: "DIS0000012".
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    load = models.ForeignKey(
        ItemImport,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="changes",
        verbose_name=_("import"),
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    changes = models.JSONField(_("changes"), default=dict)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("change of an item")
        verbose_name_plural = _("changes of items")
        indexes = [
            models.Index("item", models.F("id").desc(), name="itemchange_newest"),
            models.Index(fields=["at"], name="itemchange_at"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.event} {self.at:%Y-%m-%d %H:%M}"


class Baseline(models.Model):
    """A named moment, of everything or of a part. Since history is whole, it needs no copy of what it names."""

    name = models.CharField(_("name"), max_length=120)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False, verbose_name=_("by"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    item_class = models.ForeignKey(
        ItemClass, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("class")
    )
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")

    def __str__(self) -> str:
        return self.name
