"""Form of when a roll-out stops by itself."""

from people.forms.lossless import LosslessForm
from releases.models import HaltRule


class HaltRuleRow(LosslessForm[HaltRule]):
    class Meta:
        model = HaltRule
        fields = ("service", "percent", "least_reports", "watched_days")
