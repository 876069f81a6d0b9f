from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cmdb.models.items import ConfigurationItem
from people.models import Named
from people.models.names import in_readers_language


class RelationType(Named):
    """A verb between two items: "A runs on B", read backwards "B carries A", and who suffers for whom."""

    class Dependency(models.TextChoices):
        FORWARD = "forward", _("the first depends on the second")
        BACKWARD = "backward", _("the second depends on the first")
        BOTH = "both", _("each depends on the other")
        NONE = "none", _("neither depends on the other")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    inverse = models.CharField(_("read backwards"), max_length=200)
    inverse_zh_hans = models.CharField(_("read backwards, in Simplified Chinese"), max_length=200, blank=True)
    inverse_zh_hant = models.CharField(
        _("read backwards, in Traditional Chinese"), max_length=200, blank=True
    )
    dependency = models.CharField(
        _("dependency"), max_length=8, choices=Dependency.choices, default=Dependency.FORWARD
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("relation type")
        verbose_name_plural = _("relation types")

    @property
    def inverse_label(self) -> str:
        return in_readers_language(self.inverse, self.inverse_zh_hans, self.inverse_zh_hant)


class RedundancyGroup(models.Model):
    """Some of the things an item depends on, of which `needed` are enough: one of two power feeds."""

    item = models.ForeignKey(
        ConfigurationItem, models.CASCADE, related_name="redundancy_groups", verbose_name=_("item")
    )
    name = models.CharField(_("name"), max_length=100)
    needed = models.PositiveSmallIntegerField(_("enough of them"), default=1)

    class Meta:
        ordering = ["item", "name"]
        verbose_name = _("redundancy group")
        verbose_name_plural = _("redundancy groups")
        constraints = [
            models.UniqueConstraint(fields=["item", "name"], name="one_group_per_item_and_name"),
            models.CheckConstraint(condition=models.Q(needed__gte=1), name="a_group_needs_something"),
        ]

    def __str__(self) -> str:
        return self.name


class Relation(models.Model):
    """One edge: `subject` verb `target`. In a group it counts together with the others of that group."""

    type = models.ForeignKey(
        RelationType, models.PROTECT, related_name="relations", verbose_name=_("type"), db_index=False
    )
    subject = models.ForeignKey(
        ConfigurationItem,
        models.PROTECT,
        related_name="relations_onward",
        verbose_name=_("first"),
        db_index=False,
    )
    target = models.ForeignKey(
        ConfigurationItem, models.PROTECT, related_name="relations_back", verbose_name=_("second")
    )
    group = models.ForeignKey(
        RedundancyGroup,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="relations",
        verbose_name=_("redundancy group"),
    )
    source = models.CharField(_("source"), max_length=40, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.UniqueConstraint(fields=["subject", "target", "type"], name="related_once"),
            models.CheckConstraint(
                condition=~models.Q(subject=models.F("target")), name="no_item_is_related_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.type} {self.target}"

    def clean(self) -> None:
        if self.subject_id == self.target_id:
            raise ValidationError({"target": _("An item cannot be related to itself: choose another one.")})
        if self.group is not None and self.group.item_id not in self.dependents():
            raise ValidationError(
                {"group": _("A redundancy group belongs to the item that depends on the others.")}
            )

    def dependents(self) -> tuple[int, ...]:
        """The ends that suffer when the other one fails."""
        ends = {
            RelationType.Dependency.FORWARD: (self.subject_id,),
            RelationType.Dependency.BACKWARD: (self.target_id,),
            RelationType.Dependency.BOTH: (self.subject_id, self.target_id),
        }
        return ends.get(RelationType.Dependency(self.type.dependency), ())
