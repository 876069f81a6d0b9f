from typing import Any

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from changes.models import Change
from incidents.models import Incident
from records.models import Record
from records.models.links import Link
from releases.lifecycle import ReleaseLife
from releases.links import CAUSED, INCLUDES


class Release(ReleaseLife, Record):
    """A version of a service or other configuration item that is made available for use (ITIL 4)."""

    version_name = models.CharField(_("version"), max_length=60)
    fixes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="patches",
        verbose_name=_("fixes the release"),
        help_text=_("Only for a patch: the release that it mends."),
    )
    back_out_plan = models.TextField(
        _("way back"), blank=True, help_text=_("How a customer gets the version back that he had before.")
    )
    pilot_started_at = models.DateTimeField(_("pilot began"), null=True, blank=True, editable=False)
    rolled_out_at = models.DateTimeField(_("roll-out began"), null=True, blank=True, editable=False)
    halted_at = models.DateTimeField(_("halted"), null=True, blank=True, editable=False)
    halted_reports = models.PositiveIntegerField(
        _("customers that had reported when it halted"), null=True, blank=True, editable=False
    )
    halted_deployed = models.PositiveIntegerField(
        _("customers that had it when it halted"), null=True, blank=True, editable=False
    )
    own_limit = models.PositiveSmallIntegerField(
        _("halts itself at, in per cent"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Set when it went on after a halt; otherwise the settings say."),
    )
    # What was missing when the pilot began: [{"sort": …, "words": …, "consequence": …}].
    gaps_at_start = models.JSONField(_("missing when the pilot began"), default=list, editable=False)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def searched_text(self) -> str:
        return " ".join([super().searched_text(), self.version_name])

    @property
    def standing(self) -> str:
        return _now("version %(version)s") % {"version": self.version_name}

    @property
    def is_frozen(self) -> bool:
        """Whether the pilot group can no longer change: since the pilot began."""
        return self.pilot_started_at is not None

    @property
    def changes(self) -> Any:
        """A queryset of the changes it brings out, whoever asks."""
        return Change.objects.filter(
            pk__in=Link.objects.filter(later=self.pk, type=INCLUDES.name).values("earlier")
        )

    @property
    def named_faults(self) -> Any:
        """A queryset of the incidents that somebody said it caused, whoever asks."""
        return Incident.objects.filter(
            pk__in=Link.objects.filter(earlier=self.pk, type=CAUSED.name).values("later")
        )

    def service_ids(self) -> list[int]:
        """Keys of what it touches: its own service and those of the changes in it."""
        of_changes = self.changes.filter(service__isnull=False).values_list("service", flat=True)
        return sorted({*of_changes, *([self.service_id] if self.service_id else [])})
