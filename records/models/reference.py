from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Named, Team


class Level(models.IntegerChoices):
    """Impact and urgency, 1 the greatest. ITIL leaves the number of levels open; real exports use five."""

    HIGHEST = 1, _("1 - very high")
    HIGH = 2, _("2 - high")
    MEDIUM = 3, _("3 - medium")
    LOW = 4, _("4 - low")
    LOWEST = 5, _("5 - very low")


class Priority(models.IntegerChoices):
    CRITICAL = 1, _("P1 critical")
    HIGH = 2, _("P2 high")
    MEDIUM = 3, _("P3 medium")
    LOW = 4, _("P4 low")
    PLANNING = 5, _("P5 very low")


class PriorityRule(models.Model):
    """One cell of the priority matrix."""

    impact = models.PositiveSmallIntegerField(_("impact"), choices=Level.choices)
    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=Level.choices)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices)

    class Meta:
        ordering = ["impact", "urgency"]
        constraints = [models.UniqueConstraint(fields=["impact", "urgency"], name="one_priority_per_cell")]
        verbose_name = _("priority rule")
        verbose_name_plural = _("priority matrix")

    def __str__(self) -> str:
        return f"{self.impact} × {self.urgency} → P{self.priority}"


class Category(Named):
    """A branch of the category tree. `path` holds the keys from the root, so that a subtree is one prefix."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    path = models.CharField(max_length=200, editable=False, blank=True, db_index=True)
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("usual team")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["path"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def clean(self) -> None:
        above = self.parent
        while above is not None:
            if above.pk == self.pk:
                raise ValidationError(
                    {"parent": _("A category cannot stand below itself: choose another parent.")}
                )
            above = above.parent

    def save(self, *args: object, **kwargs: object) -> None:
        self.path = f"{self.parent.path if self.parent else ''}{self.code}/"
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        for child in self.children.all():
            child.save()
