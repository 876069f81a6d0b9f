from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Team, User


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def of(self, user: User) -> Self:
        """His own, and those shared with a team of his. What a view shows is decided by who looks."""
        return self.filter(Q(owner=user) | Q(team__in=user.rights.team_ids))


class SavedView(models.Model):
    """A queue's address under a name: filters, order and columns. Everything else is worked out when it is opened."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="saved_views", verbose_name=_("owner"))
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=40, blank=True, help_text=_("Empty for all kinds."))
    query = models.TextField(
        _("query"), blank=True, help_text=_("As it stands in the address, without the page.")
    )
    team = models.ForeignKey(
        Team,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="saved_views",
        verbose_name=_("shared with"),
        help_text=_("Its members find the view in their navigation; each sees only what he may."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="one_view_per_name_and_owner")]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")

    def __str__(self) -> str:
        return self.name
