from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User


class Feed(models.Model):
    """A private address that a calendar program reads the roster from. Only a keyed digest of it is kept."""

    class Breadth(models.TextChoices):
        OWN = "own", _("my own shifts and leave")
        TEAM = "team", _("everybody in my teams")
        POSTS = "posts", _("the duty posts")

    user = models.ForeignKey(User, models.CASCADE, related_name="roster_feeds", verbose_name=_("reads as"))
    breadth = models.CharField(_("shows"), max_length=10, choices=Breadth.choices, default=Breadth.OWN)
    prefix = models.CharField(_("begins with"), max_length=6, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return f"{self.prefix}…"
