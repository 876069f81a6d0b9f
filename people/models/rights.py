from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.names import Named, in_readers_language


class Scope(models.TextChoices):
    """How far a role sees into a kind, widest first."""

    ALL = "all", _("everything")
    DESK = "desk", _("own desk")
    TEAM = "team", _("own team")
    OWN = "own", _("own records")
    CUSTOMER = "customer", _("own customers")
    NONE = "none", _("nothing")


class Role(Named):
    """A part somebody plays. What it may do are rows of `Right`, what it sees rows of `Sight`."""

    slug = models.SlugField(_("code"), unique=True)
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)
    purpose_zh_hans = models.CharField(_("purpose in Simplified Chinese"), max_length=300, blank=True)
    purpose_zh_hant = models.CharField(_("purpose in Traditional Chinese"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    @property
    def purpose_label(self) -> str:
        """The purpose in the reader's language."""
        return in_readers_language(self.purpose, self.purpose_zh_hans, self.purpose_zh_hant)


class Right(models.Model):
    """`role` may take `step` on records of `kind`. Doors count as steps: register, revise, remark.

    Pages that are not about records use an area as the kind: ("settings", "edit").
    """

    role = models.ForeignKey(Role, models.CASCADE, related_name="rights", verbose_name=_("role"))
    kind = models.CharField(_("kind"), max_length=40)
    step = models.CharField(_("step"), max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role", "kind", "step"], name="one_right_per_role_kind_step")
        ]
        verbose_name = _("right")
        verbose_name_plural = _("rights")

    def __str__(self) -> str:
        return f"{self.role_id}: {self.kind}.{self.step}"


class Sight(models.Model):
    """`role` sees the records of `kind` within `scope`. No row: nothing."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="sights", verbose_name=_("role"))
    kind = models.CharField(_("kind"), max_length=40)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope.choices, default=Scope.NONE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "kind"], name="one_sight_per_role_kind")]
        verbose_name = _("sight")
        verbose_name_plural = _("sights")

    def __str__(self) -> str:
        return f"{self.role_id}: {self.kind} {self.scope}"
