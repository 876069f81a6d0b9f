from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User
from records.models.record import Record


class Link(models.Model):
    """One link of the chain: a record and what it led to. `type` is declared in `records.links`.

    Work points at what came before it: a problem explains incidents, a change settles problems, a release brings
    changes.
    """

    type = models.CharField(_("type"), max_length=40)
    earlier = models.ForeignKey(
        Record, models.PROTECT, related_name="links_onward", verbose_name=_("came first"), db_index=False
    )
    later = models.ForeignKey(Record, models.PROTECT, related_name="links_back", verbose_name=_("came of it"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"), db_index=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later", "type"], name="linked_once"),
            models.CheckConstraint(
                condition=~models.Q(earlier=models.F("later")), name="no_record_leads_to_itself"
            ),
        ]
        verbose_name = _("link")
        verbose_name_plural = _("chain")

    def __str__(self) -> str:
        return f"{self.earlier_id} → {self.later_id} ({self.type})"
