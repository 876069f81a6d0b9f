"""Forms of what engineers are chosen by."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.forms.lossless import LosslessForm
from visits.models import Base, TravelSpeed, VisitRules


class VisitRulesRow(LosslessForm[VisitRules]):
    class Meta:
        model = VisitRules
        fields = (
            "road_factor",
            "set_out_minutes",
            "unknown_minutes",
            "last_place_hours",
            "fairness_minutes",
            "failed_visits",
            "failed_days",
        )

    def clean(self) -> Any:
        if self.instance.pk is None and VisitRules.objects.exists():
            raise ValidationError(_("There is one set of rules: change that one."))
        return super().clean()


class TravelSpeedRow(LosslessForm[TravelSpeed]):
    class Meta:
        model = TravelSpeed
        fields = ("up_to_km", "km_per_hour")


class BaseRow(LosslessForm[Base]):
    class Meta:
        model = Base
        fields = ("user", "latitude", "longitude")
