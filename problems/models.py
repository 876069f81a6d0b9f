"""A problem: the cause, or potential cause, of one or more incidents (ITIL 4)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models import ClosureCode, Incident
from problems.lifecycle import ProblemLife
from problems.links import EXPLAINS
from records.models import Record
from records.models.links import Link


class Problem(ProblemLife, Record):
    class Origin(models.TextChoices):
        REACTIVE = "reactive", _("reactive: incidents showed it")
        PROACTIVE = "proactive", _("proactive: found before it hurt")

    origin = models.CharField(_("origin"), max_length=10, choices=Origin.choices, default=Origin.REACTIVE)
    is_major = models.BooleanField(
        _("major problem"),
        default=False,
        help_text=_("It is reviewed once it is solved, before it is closed."),
    )
    root_cause = models.TextField(_("root cause"), blank=True)
    workaround = models.TextField(
        _("workaround"),
        blank=True,
        help_text=_("What helps until the cause is gone, for who works on incidents."),
    )
    closure_code = models.ForeignKey(
        ClosureCode,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("closure code"),
    )
    solution = models.TextField(_("solution"), blank=True, editable=False)
    went_well = models.TextField(_("what went well"), blank=True, editable=False)
    went_wrong = models.TextField(_("what went wrong"), blank=True, editable=False)
    prevention = models.TextField(_("how it is kept from coming back"), blank=True, editable=False)
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("problem")
        verbose_name_plural = _("problems")

    def searched_text(self) -> str:
        return " ".join([super().searched_text(), self.root_cause, self.workaround, self.solution])

    @property
    def incidents(self) -> Any:
        """A queryset of the incidents it explains, whoever asks."""
        explained = Link.objects.filter(later=self.pk, type=EXPLAINS.name)
        return Incident.objects.filter(pk__in=explained.values("earlier"))
