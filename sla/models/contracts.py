from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cmdb.models import Service
from people.models import Customer
from sla.models.calendars import Calendar
from sla.models.edition import Term

ENDS_BEFORE_IT_STARTS = _("The last day lies before the first.")


class Contract(Term):
    """What a customer has agreed with the house: for which services, from when to when, on which calendar."""

    customer = models.ForeignKey(
        Customer, models.CASCADE, related_name="contracts", verbose_name=_("customer")
    )
    name = models.CharField(_("name"), max_length=200)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Empty: until further notice.")
    )
    calendar = models.ForeignKey(
        Calendar,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contracts",
        verbose_name=_("calendar"),
        help_text=_("Empty: the calendar of the site."),
    )
    services = models.ManyToManyField(
        Service,
        related_name="contracts",
        blank=True,
        verbose_name=_("services"),
        help_text=_("None chosen: all services of the customer."),
    )

    class Meta:
        ordering = ["customer", "-starts_on"]
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        constraints = [
            models.UniqueConstraint(fields=["customer", "name"], name="one_contract_per_customer_and_name"),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="contract_ends_after_it_starts",
                violation_error_message=ENDS_BEFORE_IT_STARTS,
            ),
        ]

    def clean(self) -> None:
        if self.ends_on and self.starts_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": ENDS_BEFORE_IT_STARTS})

    def __str__(self) -> str:
        return self.name
